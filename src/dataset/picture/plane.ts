import type { Picture } from "../../formats/picture.ts";
import { resizePicture } from "../../formats/resize.ts";

/** Brightness 0 … 255, a byte a pixel, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The pixels of a canvas as a picture; what shines through is white, as on a page. */
export function pictureOfRgba(width: number, height: number, rgba: ArrayLike<number>): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0, at = 0; i < data.length; i += 3, at += 4) {
    const cover = rgba[at + 3]!;
    for (let c = 0; c < 3; c++) data[i + c] = 255 - Math.floor(((255 - rgba[at + c]!) * cover) / 255 + 0.5);
  }
  return { width, height, channels: 3, data };
}

/** The plane turned from light on dark to dark on light, or back. */
export function inverted({ width, height, data }: Plane): Plane {
  return { width, height, data: data.map((value) => 255 - value) };
}

/** Brightness of the background: the median along the edge. */
export function edgeMedian({ width, height, data }: Plane): number {
  const edge: number[] = [];
  for (let x = 0; x < width; x++) edge.push(data[x]!, data[(height - 1) * width + x]!);
  for (let y = 1; y < height - 1; y++) edge.push(data[y * width]!, data[(y + 1) * width - 1]!);
  return edge.sort((a, b) => a - b)[edge.length >> 1]!;
}

export function resizePlane(plane: Plane, width: number, height: number): Plane {
  const { data } = resizePicture({ ...plane, channels: 1 }, height, width);
  return { width, height, data: new Uint8Array(data) };
}

/** A part of a plane. */
export function crop(plane: Plane, left: number, top: number, width: number, height: number): Plane {
  const data = new Uint8Array(width * height);
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
  const width = Math.max(1, Math.floor(plane.width / factor));
  const height = Math.max(1, Math.floor(plane.height / factor));
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      let count = 0;
      for (let v = y * factor; v < Math.min((y + 1) * factor, plane.height); v++)
        for (let u = x * factor; u < Math.min((x + 1) * factor, plane.width); u++, count++)
          sum += plane.data[v * plane.width + u]!;
      data[y * width + x] = Math.floor(sum / count + 0.5);
    }
  }
  return { width, height, data };
}
