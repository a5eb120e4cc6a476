import type { Dataset, Pixels } from "../dataset/index.ts";

/**
 * How the first layer reads its rows: `sparse` lists the nonzero pixels, `bytes` and `floats` keep them all and are turned
 * into float32 a mini-batch at a time.
 */
export type InputForm = "sparse" | "bytes" | "floats";

/** At most this share of nonzero pixels in the training set makes the input sparse; fixed, because the form decides bits. */
export const SPARSE_UP_TO = 0.5;

/** How much there is of one data set. */
export interface InputSize {
  readonly count: number;
  /** Nonzero pixels of all rows. */
  readonly nonzero: number;
}

export function inputSize(set: Dataset): InputSize {
  return { count: set.count, nonzero: countNonzero(set.pixels) };
}

/** The form for a network that trains on `training`. */
export function chooseForm(pixels: Pixels, training: InputSize): InputForm {
  if (training.nonzero <= SPARSE_UP_TO * pixels.length) return "sparse";
  return pixels instanceof Uint8Array ? "bytes" : "floats";
}

function countNonzero(pixels: Pixels): number {
  if (pixels instanceof Float32Array) return pixels.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  const head = Math.min((4 - (pixels.byteOffset & 3)) & 3, pixels.length);
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset + head, (pixels.length - head) >>> 2);
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === 0) continue;
    // The top bit of each nonzero byte, added up: 0x7f + the low seven bits carries into it.
    const tops = ((((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & 0x80808080) >>> 7;
    count += Math.imul(tops, 0x01010101) >>> 24;
  }
  const rest = [...pixels.subarray(0, head), ...pixels.subarray(head + 4 * words.length)];
  return count + rest.filter((byte) => byte !== 0).length;
}
