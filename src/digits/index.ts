import { usageError } from "../core/errors.ts";
import { Dataset, type Splits } from "../dataset/dataset.ts";
import { testPart } from "../dataset/parts.ts";
import { digitImage, SIDE } from "./digit.ts";

export { type DigitImage, digitImage } from "./digit.ts";

/** Goes up whenever the generator makes other bytes; it stands in the dataset's sources. */
export const DIGITS_VERSION = 1;

export interface DigitsOptions {
  /** Any seed of src/core/random.ts; default 1. */
  readonly seed?: number;
  /** Number of the first digit; default 0. */
  readonly from?: number;
  readonly count: number;
}

/**
 * Digits `from` … `from + count − 1` of the generator: `count` images of 28 × 28 bytes and their labels.
 * Errors: DIGITS_RANGE, SEED_RANGE.
 */
export function generateDigits({ seed = 1, from = 0, count }: DigitsOptions): Dataset {
  checkRange(from, count);
  const pixels = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const digit = digitImage(seed, from + i);
    pixels.set(digit.pixels, i * SIDE * SIDE);
    labels[i] = digit.label;
  }
  const sources = [`digits generator ${DIGITS_VERSION}, seed ${seed}, from ${from}`];
  return Dataset.fromArrays({ name: "digits", pixels, labels, shape: [SIDE, SIDE], classes: CLASSES, sources });
}

const CLASSES = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

const TRAINING = 60_000;
const TEST = 10_000;

/**
 * The built-in data: 60,000 training digits (0 … 59,999 of seed 1) and 10,000 test digits (the next ones); or the first `count` of
 * the training digits, and of the test digits the first in proportion.
 *
 * @throws MyelinError DATA_PART when `count` is not 1 … 60,000.
 */
export function digitsSplits(count = TRAINING): Splits {
  if (!(Number.isInteger(count) && count >= 1 && count <= TRAINING)) {
    throw usageError(
      "DATA_PART",
      `${count} training images of digits were asked for, which has 60,000: give at most that.`,
    );
  }
  const part = count === TRAINING ? TEST : testPart(count, TRAINING, TEST);
  return { training: generateDigits({ count }), test: generateDigits({ from: TRAINING, count: part }) };
}

function checkRange(from: number, count: number): void {
  const good =
    Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0 && from + count <= 4_294_967_296;
  if (good) return;
  throw usageError(
    "DIGITS_RANGE",
    `Digits are numbered from 0 to 4,294,967,295, but ${count} digits from number ${from} were asked for: choose whole numbers within that range.`,
    { from, count },
  );
}
