import type { SampleImages } from "../sample.ts";

/** Rows as a small dense matrix [rows][columns]. */
export interface Dense {
  readonly columns: number;
  readonly values: Float64Array;
}

type Shape = readonly [height: number, width: number];

/** The least f for which f × f blocks leave at most `most` columns. */
export function poolFactor([height, width]: Shape, most: number): number {
  let factor = 1;
  while (Math.ceil(height / factor) * Math.ceil(width / factor) > most) factor++;
  return factor;
}

/** Sums over blocks of `factor` × `factor` values of each picture; values that are not finite count as 0. */
export function pool(images: SampleImages, rows: Int32Array, [height, width]: Shape, factor: number): Dense {
  const across = Math.ceil(width / factor);
  const columns = Math.ceil(height / factor) * across;
  const size = height * width;
  const place = Int32Array.from(
    { length: size },
    (_, at) => Math.trunc(Math.trunc(at / width) / factor) * across + Math.trunc((at % width) / factor),
  );
  const values = new Float64Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    const [from, to] = [rows[i] * size, i * columns];
    for (let at = 0; at < size; at++) {
      const value = images[from + at];
      if (value !== 0 && value * 0 === 0) values[to + place[at]] += value;
    }
  }
  return { columns, values };
}

/** Rows as they are; values that are not finite count as 0. */
export function unpooled(images: SampleImages, rows: Int32Array, size: number): Dense {
  const values = new Float64Array(rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < size; j++) {
      const value = images[rows[i] * size + j];
      if (value * 0 === 0) values[i * size + j] = value;
    }
  }
  return { columns: size, values };
}
