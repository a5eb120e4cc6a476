import { Random } from "../../core/random.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** What somebody's metric says about answers whose accuracy is known. */
export interface Oracle {
  readonly classes: number;
  readonly rows: number;
  /** One-hot rows of the labels: must be 1. */
  readonly perfect: number;
  /** Always class 0, and its share of the labels. */
  readonly constant: number;
  readonly constantTruth: number;
  /** Right but for the last three rows of 103. */
  readonly shortBatch: number;
  readonly shortBatchTruth: number;
  /** Perfect answers whose largest score is 0.4. */
  readonly unsure: number;
  /** Perfect answers with the sign turned. */
  readonly inverted: number;
  /** Message of the error that it threw. */
  readonly error?: string;
}

const ROWS = 103;

/** Oracle test: perfect, constant and partly wrong answers for 103 random labels go through somebody's metric. */
export const oracle: Measure<Oracle> = {
  name: "oracle",
  async take({ case: { evaluate, samples, predictions, network } }) {
    if (evaluate === undefined) throw new NotMeasured("there is no evaluate function");
    const classes = Math.max(2, network?.sizes.at(-1) ?? classesOf(predictions.test?.width, samples.test?.labels));
    const labels = randomLabels(classes);
    let error: string | undefined;
    const say = async (score: (row: number, k: number) => number) => {
      const scores = Float32Array.from({ length: ROWS * classes }, (_, i) =>
        score(Math.trunc(i / classes), i % classes),
      );
      try {
        return Number(await evaluate(scores, labels, classes));
      } catch (thrown) {
        error ??= thrown instanceof Error ? thrown.message : String(thrown);
        return Number.NaN;
      }
    };
    const right = (row: number, k: number) => (labels[row] === k ? 1 : 0);
    const found = {
      classes,
      rows: ROWS,
      perfect: await say(right),
      constant: await say((_, k) => (k === 0 ? 1 : 0)),
      constantTruth: labels.filter((label) => label === 0).length / ROWS,
      shortBatch: await say((row, k) => right(row, row < 100 ? k : (k + 1) % classes)),
      shortBatchTruth: 100 / ROWS,
      unsure: await say((row, k) => (right(row, k) === 1 ? 0.4 : 0.6 / (classes - 1) - (classes === 2 ? 0.3 : 0))),
      inverted: await say((row, k) => -right(row, k)),
    };
    return error === undefined ? found : { ...found, error };
  },
};

/** True where perfect answers are not 1, or one answer for all is not the share of that class. */
export function isWrong({ perfect, constant, constantTruth }: Oracle): boolean {
  return Math.abs(perfect - 1) > 1e-3 || Math.abs(constant - constantTruth) > 0.02;
}

/** True where the way in which a metric is wrong has a name: each is a check of its own. */
export function isRecognised(seen: Oracle): boolean {
  return isNever(seen) || isDivided(seen) || isWhole(seen) || isThreshold(seen) || isMeanOfBatches(seen);
}

/** Nothing is ever right. */
export function isNever({ perfect, inverted, constant, error }: Oracle): boolean {
  return error !== undefined || Number.isNaN(perfect) || (perfect === 0 && !(inverted > 0.2) && !(constant > 0.5));
}

/** Perfect answers and one answer for all are off by the same factor. */
export function isDivided({ perfect, constant, constantTruth }: Oracle): boolean {
  const sameFactor = Math.abs(perfect - constant / constantTruth) < 0.02 * perfect;
  return perfect > 0 && sameFactor && Math.abs(perfect - 1) >= 1e-3;
}

/** Only 0 and 1 come out: whole numbers are divided. */
export function isWhole({ perfect, constant, constantTruth, shortBatch }: Oracle): boolean {
  return perfect === 1 && constant === 0 && constantTruth > 0 && shortBatch === 0;
}

/** Right answers count only where their score is high. */
export function isThreshold({ classes, perfect, unsure }: Oracle): boolean {
  return classes > 2 && perfect > 0.99 && unsure < 0.9;
}

/** Wrong answers at the end cost more than their share: a short last batch counts as much as a full one. */
export function isMeanOfBatches({ perfect, shortBatch, shortBatchTruth, unsure, constant, constantTruth }: Oracle) {
  const lost = shortBatch > 0 && shortBatch < shortBatchTruth - 0.01;
  return Math.abs(perfect - 1) < 1e-3 && lost && unsure > 0.9 && Math.abs(constant - constantTruth) < 0.1;
}

function classesOf(width: number | undefined, labels: ArrayLike<number> | undefined): number {
  if (width !== undefined && width > 1) return width;
  let largest = 9;
  if (labels !== undefined) {
    largest = 1;
    for (let i = 0; i < labels.length; i++) largest = Math.max(largest, labels[i]);
  }
  return Math.min(1000, largest + 1);
}

/** Every class at least once where there is room, in random order. */
function randomLabels(classes: number): number[] {
  const random = new Random(1, "doctor");
  const order = Uint32Array.from({ length: ROWS }, (_, row) => row % classes);
  random.shuffle(order);
  return [...order];
}
