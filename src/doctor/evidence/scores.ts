import { exp, log } from "../../core/math.ts";
import type { SplitName } from "../input.ts";
import { type AnswersOf, asked, given } from "./answered.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** What the scores of a split look like, whatever network made them. */
export interface Scores {
  readonly split: SplitName;
  readonly rows: number;
  readonly width: number;
  readonly accuracy: number;
  readonly z: number;
  /** Rows that add up to 1 with nothing below 0. */
  readonly probabilities: boolean;
  readonly largest: number;
  /** Largest value that a probability can have after a second softmax: e / (e + C − 1). */
  readonly bound: number;
  /** True where a softmax undone once leaves probabilities again, which come close to 1. */
  readonly twice: boolean;
  /** Outputs that are 0 in every row. */
  readonly zeroOutputs: readonly number[];
  /** Share of rows in which all outputs are the same number. */
  readonly tied: number;
  readonly nonFinite: number;
  readonly lowest: number;
  /** Share of the values below 0 or above 1, and of those within a thousandth of 0 and of 1. */
  readonly outside: number;
  readonly atZero: number;
  readonly atOne: number;
  /** What every column adds up to over the rows, where all columns add up to the same number and rows to no 1. */
  readonly columnsTo?: number;
}

/** Scores of the test images, as given or as the network gives them. */
export const scores: Measure<readonly Scores[]> = {
  name: "scores",
  async take(measuring) {
    const theirs = await measuring.maybe(given);
    const answers: AnswersOf = { ...(await measuring.maybe(asked)), ...theirs };
    const found = Object.values(answers).flatMap((one): Scores[] => {
      if (one.scores === undefined || one.width < 2) return [];
      const { split, width, rows, agreement } = one;
      const { accuracy, z } = agreement;
      return [{ split, rows: rows.length, width, accuracy, z, ...figures(one.scores, width) }];
    });
    if (found.length === 0) throw new NotMeasured("there are no scores, only class numbers or no predictions");
    return found;
  },
};

function figures(values: ArrayLike<number>, width: number) {
  const rows = Math.trunc(values.length / width);
  let [largest, lowest, nonFinite, tied, sums] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0, 0];
  const used = new Uint8Array(width);
  const columns = new Float64Array(width);
  let [outside, atZero, atOne] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    let [sum, same] = [0, true];
    for (let k = 0; k < width; k++) {
      const value = values[row * width + k];
      if (value * 0 !== 0) nonFinite++;
      if (value !== 0) used[k] = 1;
      if (value !== values[row * width]) same = false;
      largest = Math.max(largest, value);
      lowest = Math.min(lowest, value);
      sum += value;
      columns[k] += value;
      if (value < 0 || value > 1) outside++;
      if (Math.abs(value) < 1e-3) atZero++;
      else if (Math.abs(value - 1) < 1e-3) atOne++;
    }
    if (same) tied++;
    if (Math.abs(sum - 1) < 1e-3) sums++;
  }
  const probabilities = rows > 0 && sums === rows && lowest >= 0;
  const bound = exp(1) / (exp(1) + width - 1);
  return {
    probabilities,
    largest,
    lowest,
    bound,
    twice: probabilities && largest <= bound * 1.0005 && isTwice(values, width, rows),
    zeroOutputs: Array.from(used.keys()).filter((k) => used[k] === 0),
    tied: rows === 0 ? 0 : tied / rows,
    nonFinite,
    outside: outside / Math.max(1, values.length),
    atZero: atZero / Math.max(1, values.length),
    atOne: atOne / Math.max(1, values.length),
    ...(sums < 0.5 * rows && lowest >= 0 && largest <= 1 ? sameSums(columns, rows) : {}),
  };
}

/** Columns that all add up to the same whole number, one a batch of rows: what softmax over the rows makes. */
function sameSums(columns: Float64Array, rows: number): { columnsTo?: number } {
  const [first] = columns;
  const same = columns.every((sum) => Math.abs(sum - first) < 1e-3 * first);
  const whole = Math.abs(first - Math.floor(first + 0.5)) < 2e-3 * first;
  return same && whole && first > 0.5 && rows >= 4 * first ? { columnsTo: Math.floor(first + 0.5) } : {};
}

/**
 * With p = softmax(q) and Σ q = 1: qᵤ = ln pᵤ + (1 − Σ ln p) / C. If softmax was applied twice every q is in 0 … 1, and
 * where the network is sure the largest is nearly 1. A network that is merely unsure has some q below 0.
 *
 * Of two classes that holds for every network with logits less than 1 apart: there the probabilities must pile up at the
 * bound, which only a second softmax makes.
 */
function isTwice(values: ArrayLike<number>, width: number, rows: number): boolean {
  let [sure, atBound] = [0, 0];
  for (let row = 0; row < rows; row++) {
    let [sum, most, least] = [0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let k = 0; k < width; k++) {
      const power = log(values[row * width + k]);
      sum += power;
      most = Math.max(most, power);
      least = Math.min(least, power);
    }
    const shift = (1 - sum) / width;
    if (least + shift < -2e-3 || most + shift > 1.002) return false;
    if (most + shift > 0.9) sure++;
    if (most + shift > 0.99) atBound++;
  }
  return width === 2 ? rows >= 200 && atBound > 0.1 * rows : rows >= 20 && sure > 0.1 * rows;
}
