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
