import { Random } from "../../core/random.ts";
import type { Dense } from "./pool.ts";

/** Bands of 16 bits each: 64 hyperplanes. */
export const BANDS = 4;
const BITS = 16;
const PLANES = BANDS * BITS;
/** Entries of a bucket that are looked at: pictures that are all alike must not take for ever. */
const MOST = 64;

/**
 * SimHash (Charikar 2002): bit b is the side of hyperplane b on which a centred row of at most 64 values lies. Two rows at angle
 * θ differ in a bit with probability θ/π. The hyperplanes are those of two rounds of random signs and a Walsh-Hadamard
 * transform, which takes 768 additions for all 64 of them.
 *
 * @returns [rows][BANDS] numbers of 16 bits.
 */
export function signatures({ columns, values }: Dense): Uint16Array {
  const rows = columns === 0 ? 0 : values.length / columns;
  const random = new Random(0, "doctor", 64);
  const signs = Float64Array.from({ length: 2 * PLANES }, () => (random.u32() & 1 ? 1 : -1));
  const found = new Uint16Array(rows * BANDS);
  const row = new Float64Array(PLANES);
  for (let i = 0; i < rows; i++) {
    row.fill(0);
    for (let j = 0; j < columns; j++) row[j] = values[i * columns + j] * signs[j];
    transform(row);
    for (let j = 0; j < PLANES; j++) row[j] *= signs[PLANES + j];
    transform(row);
    for (let bit = 0; bit < PLANES; bit++)
      if (row[bit] > 0) found[i * BANDS + Math.trunc(bit / BITS)] |= 1 << (bit % BITS);
  }
  return found;
}

/** Walsh-Hadamard transform in place: sums and differences of pairs, six times. */
function transform(row: Float64Array): void {
  for (let half = 1; half < PLANES; half *= 2) {
    for (let i = 0; i < PLANES; i += 2 * half) {
      for (let j = i; j < i + half; j++) {
        const [a, b] = [row[j], row[j + half]];
        row[j] = a + b;
        row[j + half] = a - b;
      }
    }
  }
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
