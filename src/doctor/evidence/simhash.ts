import { Random } from "../../core/random.ts";
import type { Dense } from "./pool.ts";

/** Bands of 16 bits each: 64 hyperplanes. */
export const BANDS = 4;
const BITS = 16;
/** Entries of a bucket that are looked at: pictures that are all alike must not take for ever. */
const MOST = 64;

/**
 * SimHash (Charikar 2002): bit b is the side of hyperplane b on which a centred row lies. Two rows at angle θ differ in a bit
 * with probability θ/π. Hyperplanes have coordinates ±1.
 *
 * @returns [rows][BANDS] numbers of 16 bits.
 */
export function signatures({ columns, values }: Dense): Uint16Array {
  const rows = columns === 0 ? 0 : values.length / columns;
  const random = new Random(0, "doctor", 64);
  const planes = Float64Array.from({ length: BANDS * BITS * columns }, () => (random.u32() & 1 ? 1 : -1));
  const found = new Uint16Array(rows * BANDS);
  // Four hyperplanes at a time, so that each value is fetched once for them.
  for (let i = 0; i < rows; i++) {
    for (let bit = 0; bit < BANDS * BITS; bit += 4) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let j = 0, at = i * columns, p = bit * columns; j < columns; j++, p++) {
        const value = values[at + j];
        s0 += planes[p] * value;
        s1 += planes[p + columns] * value;
        s2 += planes[p + 2 * columns] * value;
        s3 += planes[p + 3 * columns] * value;
      }
      const four = (s0 > 0 ? 1 : 0) | (s1 > 0 ? 2 : 0) | (s2 > 0 ? 4 : 0) | (s3 > 0 ? 8 : 0);
      found[i * BANDS + (bit >> 4)] |= four << (bit & 15);
    }
  }
  return found;
}

/** Rows by each band of their signature; rows that share one are candidates. */
export class SimHashTable {
  readonly #heads = Array.from({ length: BANDS }, () => new Int32Array(1 << BITS).fill(-1));
  readonly #next: Int32Array[];

  /** @param all signatures, [rows][BANDS]. */
  constructor(all: Uint16Array) {
    const rows = all.length / BANDS;
    this.#next = this.#heads.map(() => new Int32Array(rows).fill(-1));
    // From the last row on, so that every list begins with its first row.
    for (let row = rows - 1; row >= 0; row--) {
      for (let band = 0; band < BANDS; band++) {
        const bucket = all[row * BANDS + band];
        this.#next[band][row] = this.#heads[band][bucket];
        this.#heads[band][bucket] = row;
      }
    }
  }

  /** The first candidate that `fits`, or −1; at most 64 are tried in each band. */
  find(all: Uint16Array, row: number, fits: (candidate: number) => boolean): number {
    for (let band = 0; band < BANDS; band++) {
      let candidate = this.#heads[band][all[row * BANDS + band]];
      for (let tried = 0; candidate >= 0 && tried < MOST; tried++) {
        if (fits(candidate)) return candidate;
        candidate = this.#next[band][candidate];
      }
    }
    return -1;
  }
}
