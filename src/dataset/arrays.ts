import { inputError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import type { IdxArray } from "../formats/idx.ts";
import { type NamedBytes, shownName } from "../formats/named.ts";
import { shortName } from "./pairing.ts";

export type ImageShape = readonly [height: number, width: number];

export interface ImageArray {
  readonly pixels: Uint8Array | Float32Array;
  readonly count: number;
  readonly shape: ImageShape;
}

/**
 * An IDX array [count, height, width], or [count, columns] as images of one row. Bytes stay bytes; other types become
 * float32. @throws MyelinError DATA_SHAPE, DATA_NONFINITE.
 */
export function asPixels(file: NamedBytes, array: IdxArray): ImageArray {
  const { shape, data } = array;
  if (shape.length === 1) {
    throw inputError(
      "DATA_SHAPE",
      `${shortName(file)} is a label file (one dimension of ${integer(shape[0]!)}), and it was given for the images (three dimensions): exchange the two files.`,
      { file: file.name, shape },
    );
  }
  const [count = 0, ...rest] = shape;
  const [height, width] = rest.length === 1 ? [1, rest[0]!] : [rest[0]!, rest[1]!];
  if (rest.length > 2 || height === 0 || width === 0) {
    throw inputError(
      "DATA_SHAPE",
      `${shortName(file)} has the shape ${shape.map(integer).join(" × ")}, and images need count × height × width with sizes of at least 1: convert it to that.`,
      { file: file.name, shape },
    );
  }
  if (data instanceof Uint8Array) return { pixels: data, count, shape: [height, width] };
  return { pixels: finite(file, Float32Array.from(data), height * width), count, shape: [height, width] };
}

function finite(file: NamedBytes, values: Float32Array, size: number): Float32Array {
  refuseNonFinite(shortName(file), values, size);
  return values;
}

/** @throws MyelinError DATA_NONFINITE naming the first value that is NaN or infinite. */
export function refuseNonFinite(name: string, values: Float32Array, size: number): void {
  // Zero times NaN or infinity is NaN, and stays in the sum.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  if (sum === 0) return;
  const at = values.findIndex((value) => !Number.isFinite(value));
  const image = Math.trunc(at / size);
  throw inputError(
    "DATA_NONFINITE",
    `${name} has the value ${values[at]} in image ${integer(image)} at place ${integer(at % size)}: replace or drop what is not a finite number.`,
    { image, place: at % size, found: String(values[at]) },
  );
}

/** An IDX array of one dimension as numbers. @throws MyelinError DATA_SHAPE. */
export function asLabels(file: NamedBytes, array: IdxArray): ArrayLike<number> {
  if (array.shape.length === 1) return array.data;
  const what = array.shape.length === 3 ? "is an image file" : "is not a label file";
  throw inputError(
    "DATA_SHAPE",
    `${shownName({ name: shortName(file) })} ${what} (shape ${array.shape.map(integer).join(" × ")}), and it was given for the labels (one dimension): exchange the two files.`,
    { file: file.name, shape: array.shape },
  );
}
