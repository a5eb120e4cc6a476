/**
 * The random numbers of older Python programs, digit for digit: NumPy's `numpy.random.seed / rand / randn` and CPython's
 * `random.seed / random / shuffle`, in the forms of Python 2 and Python 3. For comparison with such programs only.
 *
 * Both use the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), but seed it differently.
 */

import { usageError } from "./errors.ts";
import { log } from "./math.ts";

const SIZE = 624;
const SHIFT = 397;

/** 32-bit words from MT19937, and the float64 that both libraries make of two of them. */
export class Mt19937 {
  readonly #state: Uint32Array;
  #next = SIZE;

  private constructor(state: Uint32Array) {
    this.#state = state;
  }

  /** Seeding of `numpy.random.seed(seed)`, seed in 0 … 2³²−1 (init_genrand). @throws NUMPY_SEED_RANGE */
  static numpy(seed: number): Mt19937 {
    if (seed >>> 0 !== seed)
      throw usageError("NUMPY_SEED_RANGE", `numpy.random.seed takes whole numbers from 0 to 4294967295, not ${seed}.`);
    return new Mt19937(linearState(seed));
  }

  /** Seeding of `random.seed(seed)` for a whole number |seed| < 2⁵³ (init_by_array). @throws PYTHON_SEED_RANGE */
  static python(seed: number): Mt19937 {
    if (!Number.isSafeInteger(seed))
      throw usageError(
        "PYTHON_SEED_RANGE",
        `random.seed takes whole numbers up to ±9007199254740991 here, not ${seed}.`,
      );
    const size = Math.abs(seed);
    const high = Math.floor(size / 4294967296);
    return Mt19937.fromKey(high === 0 ? [size] : [size >>> 0, high]);
  }

  /** Seeding from 32-bit words (init_by_array). */
  static fromKey(key: readonly number[]): Mt19937 {
    const state = linearState(19650218);
    let i = 1;
    let j = 0;
    const step = (multiplier: number, added: number): void => {
      const before = state[i - 1];
      state[i] = (state[i] ^ Math.imul(before ^ (before >>> 30), multiplier)) + added;
      i += 1;
      if (i === SIZE) {
        state[0] = state[SIZE - 1];
        i = 1;
      }
    };
    for (let n = Math.max(SIZE, key.length); n > 0; n--) {
      step(1664525, key[j] + j);
      j = (j + 1) % key.length;
    }
    for (let n = SIZE - 1; n > 0; n--) step(1566083941, -i);
    state[0] = 0x80000000;
    return new Mt19937(state);
  }

  /** Integer in 0 … 2³²−1. */
  u32(): number {
    if (this.#next === SIZE) this.#refill();
    let y = this.#state[this.#next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** `random.random()`, `numpy.random.rand()`: a number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.u32() >>> 5;
    const low = this.u32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  #refill(): void {
    const state = this.#state;
    for (let k = 0; k < SIZE; k++) {
      const y = (state[k] & 0x80000000) | (state[(k + 1) % SIZE] & 0x7fffffff);
      state[k] = state[(k + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df);
    }
    this.#next = 0;
  }
}

function linearState(seed: number): Uint32Array {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    const before = state[i - 1];
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  return state;
}

/**
 * The normal deviates of `numpy.random.randn()` from a seeded generator: Marsaglia's polar method, the second number of
 * each pair first. Differences in the last bit are possible where NumPy's own logarithm rounds otherwise.
 */
export function randn(generator: Mt19937): () => number {
  let kept: number | undefined;
  return () => {
    if (kept !== undefined) {
      const value = kept;
      kept = undefined;
      return value;
    }
    for (;;) {
      const x1 = 2 * generator.uniform() - 1;
      const x2 = 2 * generator.uniform() - 1;
      const square = x1 * x1 + x2 * x2;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * log(square)) / square);
      kept = factor * x1;
      return factor * x2;
    }
  };
}

/** Python 2: an integer in 0 … n−1 from `random.random()`. */
function belowPython2(generator: Mt19937, n: number): number {
  return Math.floor(generator.uniform() * n);
}

/** Python 3: as many high bits as n has, drawn again until they are below n. */
function belowPython3(generator: Mt19937, n: number): number {
  const shift = Math.clz32(n);
  for (;;) {
    const drawn = generator.u32() >>> shift;
    if (drawn < n) return drawn;
  }
}

interface List<T> {
  readonly length: number;
  [index: number]: T;
}

function shuffle<T>(list: List<T>, below: (n: number) => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = below(i + 1);
    const kept = list[i] as T;
    list[i] = list[j] as T;
    list[j] = kept;
  }
}

/** `random.shuffle(list)` of Python 2, in place. */
export function shufflePython2<T>(list: List<T>, generator: Mt19937): void {
  shuffle(list, (n) => belowPython2(generator, n));
}

/** `random.shuffle(list)` of Python 3, in place. */
export function shufflePython3<T>(list: List<T>, generator: Mt19937): void {
  shuffle(list, (n) => belowPython3(generator, n));
}

/**
 * Both generators of a Python program that seeds both with the same number, as the book's programs do:
 * `normal()` is `numpy.random.randn()`, `below(n)` is what `random.shuffle` draws.
 *
 * @throws NUMPY_SEED_RANGE
 */
export class NumpyLegacy {
  readonly normal: () => number;
  readonly below: (n: number) => number;

  constructor(seed: number, python: 2 | 3 = 2) {
    this.normal = randn(Mt19937.numpy(seed));
    const generator = Mt19937.python(seed);
    this.below = (n) => (python === 2 ? belowPython2(generator, n) : belowPython3(generator, n));
  }
}
