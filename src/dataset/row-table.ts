import type { Dataset } from "./dataset.ts";

/**
 * Finds images that are the same in every pixel: an open-addressing table of row numbers by a 32-bit hash, and each hit
 * compared value by value, so that an answer is never a matter of luck.
 */
export class RowTable {
  readonly #words: Uint8Array | Uint32Array;
  readonly #width: number;
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;

  /** Every image of `data` is entered; of equal images only the first. */
  constructor(data: Dataset) {
    const { words, width } = wordsOf(data);
    this.#words = words;
    this.#width = width;
    let capacity = 16;
    while (capacity < 2 * data.count) capacity *= 2;
    this.#slots = new Int32Array(capacity).fill(-1);
    this.#hashes = new Int32Array(capacity);
    /** duplicateOf[i]: the first image equal to image i, or i itself. */
    this.duplicateOf = new Int32Array(data.count);
    for (let row = 0; row < data.count; row++) this.duplicateOf[row] = this.#enter(row);
  }

  readonly duplicateOf: Int32Array;

  /** For each image of `other` the first equal image in this table, or −1. */
  find(other: Dataset): Int32Array {
    const { words, width } = wordsOf(other);
    const found = new Int32Array(other.count).fill(-1);
    if (width !== this.#width || words.constructor !== this.#words.constructor) return found;
    for (let row = 0; row < other.count; row++) found[row] = this.#slots[this.#place(words, row)]!;
    return found;
  }

  #enter(row: number): number {
    const place = this.#place(this.#words, row);
    const known = this.#slots[place]!;
    if (known >= 0) return known;
    this.#slots[place] = row;
    this.#hashes[place] = hashRow(this.#words, row * this.#width, this.#width);
    return row;
  }

  /** The slot that holds an equal row, or the empty one where it would go. */
  #place(words: Uint8Array | Uint32Array, row: number): number {
    const width = this.#width;
    const hash = hashRow(words, row * width, width);
    const mask = this.#slots.length - 1;
    for (let place = (hash ^ (hash >>> 15)) & mask; ; place = (place + 1) & mask) {
      const other = this.#slots[place]!;
      if (other < 0 || (this.#hashes[place] === hash && equalRows(this.#words, other, words, row, width))) return place;
    }
  }
}

/** The pixels as 32-bit words where rows and memory allow it: four pixels at a time. */
function wordsOf(data: Dataset): { words: Uint8Array | Uint32Array; width: number } {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = data.pixels;
  const rowBytes = data.size * BYTES_PER_ELEMENT;
  if (rowBytes % 4 > 0) return { words: new Uint8Array(buffer, byteOffset, byteLength), width: rowBytes };
  const aligned = byteOffset % 4 === 0 ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  const start = aligned === buffer ? byteOffset : 0;
  return { words: new Uint32Array(aligned, start, byteLength / 4), width: rowBytes / 4 };
}

function hashRow(words: Uint8Array | Uint32Array, from: number, width: number): number {
  let hash = 0;
  for (let i = from, end = from + width; i < end; i++) {
    hash = Math.imul(hash ^ words[i]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function equalRows(
  a: Uint8Array | Uint32Array,
  rowA: number,
  b: Uint8Array | Uint32Array,
  rowB: number,
  width: number,
): boolean {
  for (let i = rowA * width, j = rowB * width, end = i + width; i < end; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}
