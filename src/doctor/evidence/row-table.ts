import type { SampleImages } from "../sample.ts";

/** Rows of one size, as 32-bit words where memory allows it. */
interface Words {
  readonly words: Uint8Array | Uint32Array;
  readonly width: number;
  readonly count: number;
}

/**
 * Finds rows that are the same in every byte: an open-addressing table by a 32-bit hash (FNV-like), each hit compared
 * byte for byte. Features only: equal images with different labels are found too.
 */
export class SampleRows {
  readonly #data: Words;
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;
  /** For each row the first equal one, or the row itself. */
  readonly first: Int32Array;
  readonly #type: SampleImages["constructor"];

  constructor(images: SampleImages, size: number) {
    this.#data = wordsOf(images, size);
    this.#type = images.constructor;
    const { count } = this.#data;
    let capacity = 16;
    while (capacity < 2 * count) capacity *= 2;
    this.#slots = new Int32Array(capacity).fill(-1);
    this.#hashes = new Int32Array(capacity);
    this.first = new Int32Array(count);
    for (let row = 0; row < count; row++) this.first[row] = this.#enter(row);
  }

  /** For each of the first `count` rows of other images the first equal row here, or −1. */
  find(images: SampleImages, size: number, count: number): Int32Array {
    const found = new Int32Array(count).fill(-1);
    const other = wordsOf(images, size);
    if (images.constructor !== this.#type || other.width !== this.#data.width) return found;
    if (other.words.constructor !== this.#data.words.constructor) return found;
    for (let row = 0; row < count; row++) {
      found[row] = this.#slots[this.#place(other.words, row, hashRow(other, row))];
    }
    return found;
  }

  #enter(row: number): number {
    const hash = hashRow(this.#data, row);
    const place = this.#place(this.#data.words, row, hash);
    const known = this.#slots[place];
    if (known >= 0) return known;
    this.#slots[place] = row;
    this.#hashes[place] = hash;
    return row;
  }

  #place(words: Uint8Array | Uint32Array, row: number, hash: number): number {
    const mask = this.#slots.length - 1;
    const { words: own, width } = this.#data;
    for (let place = (hash ^ (hash >>> 15)) & mask; ; place = (place + 1) & mask) {
      const known = this.#slots[place];
      if (known < 0) return place;
      if (this.#hashes[place] === hash && equal(own, known * width, words, row * width, width)) return place;
    }
  }
}

function wordsOf(images: SampleImages, size: number): Words {
  const { buffer, byteOffset, BYTES_PER_ELEMENT } = images;
  const rowBytes = size * BYTES_PER_ELEMENT;
  const count = size === 0 ? 0 : Math.trunc(images.length / size);
  const length = count * rowBytes;
  if (rowBytes % 4 !== 0) return { words: new Uint8Array(buffer, byteOffset, length), width: rowBytes, count };
  const aligned = byteOffset % 4 === 0;
  const from = aligned ? buffer : buffer.slice(byteOffset, byteOffset + length);
  return { words: new Uint32Array(from, aligned ? byteOffset : 0, length / 4), width: rowBytes / 4, count };
}

function hashRow({ words, width }: Words, row: number): number {
  let hash = 0x811c9dc5;
  for (let i = row * width, end = i + width; i < end; i++) {
    hash = Math.imul(hash ^ words[i], 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash | 0;
}

function equal(a: Uint8Array | Uint32Array, i: number, b: Uint8Array | Uint32Array, j: number, width: number): boolean {
  for (let end = i + width; i < end; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}
