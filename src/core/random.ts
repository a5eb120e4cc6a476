/**
 * Random numbers from a counter: Philox 4×32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as
 * 1, 2, 3", SC11). Every block of four words is a function of key and counter alone, so neither order of use nor number
 * of threads can change a number. The layout below is part of the bits contract and never changes:
 *
 *     key     = (seed mod 2³², seed div 2³²)
 *     counter = (block mod 2³², block div 2³² + part, stream, number of the purpose)
 */

import { usageError } from "./errors.ts";
import { cos, log, sin } from "./math.ts";

/** What the numbers are for; each purpose has its own stream. Numbers are never reused: they are in saved results. */
export const PURPOSES = { weights: 1, shuffle: 2, dropout: 3, digits: 4, split: 5, doctor: 6, augment: 7 } as const;
export type Purpose = keyof typeof PURPOSES;

const TWO_TO_32 = 4294967296;
const TWO_PI = 6.283185307179586;

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
/** Added to the key each round: the golden ratio, and √3 − 1, times 2³². */
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * High 32 bits of a·b, for a and b in 0 … 2³²−1, exact.
 *
 * `low` is exact (Math.imul). a·b rounds by at most 2¹⁰, and so does the difference: (a·b − low)/2³² is within 2⁻²¹ of
 * the whole number that it stands for, and the nearest whole number is it.
 */
export function multiplyHigh(a: number, b: number): number {
  const low = Math.imul(a, b) >>> 0;
  return ((a * b - low) / TWO_TO_32 + 0.5) >>> 0;
}

/** One Philox 4×32-10 block: four words from counter (4 words) and key, written to `out`. */
export function philox(counter: Uint32Array, key0: number, key1: number, out: Uint32Array): void {
  let [c0, c1, c2, c3] = counter as unknown as [number, number, number, number];
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** @throws SEED_RANGE unless `seed` is an integer in 0 … 2⁵³−1. 0 is a seed. */
export function checkSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw usageError("SEED_RANGE", `The seed must be a whole number from 0 to 9007199254740991, not ${seed}.`, {
      seed,
    });
}

/**
 * A stream of random numbers for one purpose. Equal arguments give equal numbers, on every machine.
 *
 * @param seed integer 0 … 2⁵³−1
 * @param stream integer 0 … 2³²−1: the epoch, the number of the digit, …
 * @param part of the stream, integer 0 … 2³²−1: the row of the epoch, …
 * @throws SEED_RANGE, STREAM_RANGE
 */
export class Random {
  readonly #key0: number;
  readonly #key1: number;
  readonly #counter: Uint32Array;
  readonly #words = new Uint32Array(4);
  #next = 4;
  #keptNormal: number | undefined;

  constructor(seed: number, purpose: Purpose, stream = 0, part = 0) {
    checkSeed(seed);
    if (stream >>> 0 !== stream)
      throw usageError("STREAM_RANGE", `The stream must be a whole number from 0 to 4294967295, not ${stream}.`);
    this.#key0 = seed >>> 0;
    this.#key1 = Math.floor(seed / TWO_TO_32);
    if (part >>> 0 !== part)
      throw usageError(
        "STREAM_RANGE",
        `The part of a stream must be a whole number from 0 to 4294967295, not ${part}.`,
      );
    this.#counter = Uint32Array.of(0, part, stream, PURPOSES[purpose]);
  }

  /** Integer in 0 … 2³²−1. */
  u32(): number {
    if (this.#next === 4) this.#nextBlock();
    return this.#words[this.#next++];
  }

  /** Number in [0, 1) with 53 random bits; takes two words. */
  uniform(): number {
    const high = this.u32() >>> 5;
    const low = this.u32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Normal deviate, mean 0 and variance 1: r·cos φ and r·sin φ with r = √(−2 ln u), φ = 2πv (Box and Muller, 1958). */
  normal(): number {
    if (this.#keptNormal !== undefined) {
      const kept = this.#keptNormal;
      this.#keptNormal = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * log(1 - this.uniform())); // 1 − uniform is never 0
    const angle = TWO_PI * this.uniform();
    this.#keptNormal = radius * sin(angle);
    return radius * cos(angle);
  }

  /**
   * Integer in 0 … n−1, each equally likely; n from 1 to 2³². High word of u32·n; the few low words that would make
   * some results likelier are drawn again (Lemire, "Fast random integer generation in an interval", 2019).
   *
   * @throws BELOW_RANGE
   */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_TO_32)
      throw usageError("BELOW_RANGE", `below(n) needs a whole number n from 1 to 4294967296, not ${n}.`);
    if (n === TWO_TO_32) return this.u32();
    let word = this.u32();
    let low = Math.imul(word, n) >>> 0;
    if (low < n) {
      const threshold = (TWO_TO_32 - n) % n;
      while (low < threshold) {
        word = this.u32();
        low = Math.imul(word, n) >>> 0;
      }
    }
    return multiplyHigh(word, n);
  }

  /** Puts `order` into a random order in place (Fisher and Yates, from the end). */
  shuffle(order: Uint32Array): void {
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }

  #nextBlock(): void {
    philox(this.#counter, this.#key0, this.#key1, this.#words);
    this.#next = 0;
    const counter = this.#counter as unknown as [number, number];
    counter[0] += 1;
    if (counter[0] === 0) counter[1] += 1;
  }
}
