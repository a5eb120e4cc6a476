import { inputError } from "../core/errors.ts";
import type { PictureShape } from "../core/picture-shape.ts";
import { integer } from "../core/text.ts";
import type { IdxArray } from "../formats/idx.ts";
import { shownName } from "../formats/named.ts";
import { shortName } from "./pairing.ts";

export interface ImageArray {
  readonly pixels: Uint8Array | Float32Array;
  readonly count: number;
  readonly shape: PictureShape;
}

/** `28 × 28`, `32 × 32 × 3`. */
export function shapeText(shape: PictureShape): string {
  return shape.map(integer).join(" × ");
}

/** More channels than pictures have: a fourth size beyond that is no colour. */
const MOST_CHANNELS = 4;

/**
 * An array of images by its rank: [count, columns] are tables, [count, height, width] pictures, [count, height, width,
 * channels] and (as PyTorch has it) [count, channels, height, width] coloured ones with at most four channels; rows of any
 * other rank are tables of all their values. Bytes stay bytes; other types become float32.
 *
 * @throws MyelinError DATA_SHAPE, DATA_NONFINITE.
 */
export function asPixels(file: { readonly name: string }, array: PlainArray): ImageArray {
  const { shape, data } = array;
  if (shape.length < 2) {
    throw inputError(
      "DATA_SHAPE",
      `${shortName(file)} is a label file (one dimension of ${integer(shape[0] ?? 1)}), and it was given for the images (three dimensions): exchange the two files.`,
      { file: file.name, shape },
    );
  }
  const [count = 0, ...rest] = shape;
  if (rest.includes(0)) {
    throw inputError(
      "DATA_SHAPE",
      `${shortName(file)} has the shape ${shape.map(integer).join(" × ")}, and images need count × height × width with sizes of at least 1: convert it to that.`,
      { file: file.name, shape },
    );
  }
  const plain = data instanceof Uint8Array ? data : finite(file, Float32Array.from(data), valuesOfRow(rest));
  const first = isChannelsFirst(rest);
  const pixels = first ? channelsLast(plain, rest) : plain;
  return { pixels, count, shape: pictureShape(first ? [rest[1]!, rest[2]!, rest[0]!] : rest) };
}

/** An array as the readers of IDX and npy give it. */
export interface PlainArray {
  readonly shape: readonly number[];
  readonly data: IdxArray["data"] | Uint16Array | Uint32Array;
}

function valuesOfRow(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

function pictureShape(sizes: readonly number[]): PictureShape {
  if (sizes.length === 2) return [sizes[0]!, sizes[1]!];
  if (sizes.length === 3 && sizes[2]! <= MOST_CHANNELS) return [sizes[0]!, sizes[1]!, sizes[2]!];
  return [1, valuesOfRow(sizes)];
}

/** [1, 28, 28] and [3, 32, 32]; never [3, 4, 3], which says nothing. */
function isChannelsFirst(sizes: readonly number[]): boolean {
  const [channels = 0, , width = 0] = sizes;
  return sizes.length === 3 && (channels === 1 || channels === 3) && width > MOST_CHANNELS;
}

function channelsLast<T extends Uint8Array | Float32Array>(
  values: T,
  [channels = 1, height = 0, width = 0]: readonly number[],
): T {
  if (channels === 1) return values;
  const plane = height * width;
  const result = values.slice();
  for (let row = 0; row < values.length; row += channels * plane) {
    for (let channel = 0; channel < channels; channel++) {
      const from = row + channel * plane;
      for (let i = 0; i < plane; i++) result[row + i * channels + channel] = values[from + i]!;
    }
  }
  return result as T;
}

function finite(file: { readonly name: string }, values: Float32Array, size: number): Float32Array {
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
export function asLabels(file: { readonly name: string }, array: PlainArray): ArrayLike<number> {
  if (array.shape.length === 1) return array.data;
  const what = array.shape.length >= 3 ? "is an image file" : "is not a label file";
  throw inputError(
    "DATA_SHAPE",
    `${shownName({ name: shortName(file) })} ${what} (shape ${array.shape.map(integer).join(" × ")}), and it was given for the labels (one dimension): exchange the two files.`,
    { file: file.name, shape: array.shape },
  );
}
