import type { Dataset, Pixels } from "../dataset/index.ts";

/**
 * How rows are kept: `sparse-…` lists the nonzero pixels, `dense-…` keeps them all; either as bytes or as float32. A mini-batch
 * at a time they are turned into what the first layer reads.
 */
export type InputForm = "sparse-bytes" | "sparse-floats" | "dense-bytes" | "dense-floats";

/** At most this share of nonzero pixels in the training set makes the input sparse; fixed, because the form decides bits. */
export const SPARSE_UP_TO = 0.5;

/** Sparse bytes keep the number of a pixel in 16 bits. */
const MOST_SHORT_INPUTS = 65_536;

/** How much there is of one data set. */
export interface InputSize {
  readonly count: number;
  /** Nonzero pixels of all rows. */
  readonly nonzero: number;
  /** Nonzero pixels of the fullest row. */
  readonly fullest: number;
}

export function inputSize({ pixels, count, size }: Dataset): InputSize {
  let nonzero = 0;
  let fullest = 0;
  for (let row = 0; row < count; row++) {
    const n = countNonzero(pixels, row * size, (row + 1) * size);
    nonzero += n;
    fullest = Math.max(fullest, n);
  }
  return { count, nonzero, fullest };
}

/**
 * The form for a network that trains on so many pixels, `inputs` a row.
 *
 * @param bytes whether every data set has bytes: the form is one for all
 * @param sparse whether the first layer can read nonzero pixels only
 */
export function chooseForm(
  bytes: boolean,
  sparse: boolean,
  pixels: number,
  inputs: number,
  { nonzero }: InputSize,
): InputForm {
  const density = sparse && nonzero <= SPARSE_UP_TO * pixels ? "sparse" : "dense";
  const kept = bytes && (density === "dense" || inputs <= MOST_SHORT_INPUTS);
  return `${density}-${kept ? "bytes" : "floats"}`;
}

/** True where the first layer reads entries of nonzero pixels. */
export function isSparse(form: InputForm): boolean {
  return form === "sparse-bytes" || form === "sparse-floats";
}

function countNonzero(pixels: Pixels, from: number, to: number): number {
  let count = 0;
  let i = from;
  if (pixels instanceof Uint8Array && (pixels.byteOffset + from) % 4 === 0) {
    const words = new Uint32Array(pixels.buffer, pixels.byteOffset + from, (to - from) >>> 2);
    for (let w = 0; w < words.length; w++) count += nonzeroBytes(words[w]!);
    i += 4 * words.length;
  }
  for (; i < to; i++) if (pixels[i] !== 0) count++;
  return count;
}

/** Nonzero bytes of a word: the low seven bits plus 0x7f carry into the top bit; then the top bits are added up. */
function nonzeroBytes(word: number): number {
  if (word === 0) return 0;
  const tops = ((((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & 0x80808080) >>> 7;
  return Math.imul(tops, 0x01010101) >>> 24;
}
