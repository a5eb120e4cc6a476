import type { Plane } from "./picture.ts";

/**
 * Brings a plane to another size. Each new pixel is the weighted mean of the pixels around its place, the weights falling
 * evenly (a triangle) to zero at the distance of one pixel, or of one new pixel where the picture becomes smaller; first
 * along the rows, then along the columns, in float64. This is what Pillow calls bilinear.
 */
export function resize(plane: Plane, width: number, height: number): Plane {
  const wide = plane.width === width ? plane : alongRows(plane, width);
  if (wide.height === height) return wide;
  return transposed(alongRows(transposed(wide), height));
}

function alongRows({ width, height, data }: Plane, to: number): Plane {
  const out = new Float64Array(to * height);
  const scale = width / to;
  const reach = Math.max(1, scale);
  for (let x = 0; x < to; x++) {
    const centre = (x + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(width - 1, Math.floor(centre + reach));
    let total = 0;
    for (let i = first; i <= last; i++) total += 1 - Math.abs(i - centre) / reach;
    for (let y = 0; y < height; y++) {
      let sum = 0;
      for (let i = first; i <= last; i++) sum += (1 - Math.abs(i - centre) / reach) * data[y * width + i]!;
      out[y * to + x] = sum / total;
    }
  }
  return { width: to, height, data: out };
}

function transposed({ width, height, data }: Plane): Plane {
  const out = new Float64Array(data.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[x * height + y] = data[y * width + x]!;
  return { width: height, height: width, data: out };
}

/** A part of a plane. */
export function crop(plane: Plane, left: number, top: number, width: number, height: number): Plane {
  const data = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * plane.width + left;
    data.set(plane.data.subarray(from, from + width), y * width);
  }
  return { width, height, data };
}

/** The plane made smaller by a whole factor, so that its longer side is at most `most`: the mean of each square. */
export function reduce(plane: Plane, most: number): Plane {
  const factor = Math.ceil(Math.max(plane.width, plane.height) / most);
  if (factor === 1) return plane;
  const [width, height] = [plane.width, plane.height].map((size) => Math.max(1, Math.floor(size / factor)));
  const data = new Float64Array(width! * height!);
  for (let y = 0; y < height!; y++) {
    for (let x = 0; x < width!; x++) {
      let [sum, count] = [0, 0];
      for (let v = y * factor; v < Math.min((y + 1) * factor, plane.height); v++)
        for (let u = x * factor; u < Math.min((x + 1) * factor, plane.width); u++, count++)
          sum += plane.data[v * plane.width + u]!;
      data[y * width! + x] = sum / count;
    }
  }
  return { width: width!, height: height!, data };
}
