import type { Case, PredictFunction, Predictions, SplitName } from "../input.ts";
import { SPLIT_NAMES } from "../input.ts";
import { imageCount, imageOf, pairCount, type Sample, type SampleImages } from "../sample.ts";
import { type Agreement, agreementOfAll } from "./agreement.ts";
import { placesOf } from "./answer-places.ts";
import { type Classes, classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { pick, spreadRows } from "./rows.ts";
import { theirs } from "./theirs.ts";

/** What a network answers to the images of one split. */
export interface SplitAnswers {
  readonly split: SplitName;
  /** Rows of the split that were asked. */
  readonly rows: Int32Array;
  /** Places in `classes.values`, by place in `rows`; −1 for an answer that is no class, which counts as wrong. */
  readonly answers: Int32Array;
  readonly labels: Int32Array;
  readonly agreement: Agreement;
  /** (rows, width) scores, where the answers were not given as class numbers. */
  readonly scores?: ArrayLike<number>;
  readonly width: number;
}

export type AnswersOf = Readonly<Partial<Record<SplitName, SplitAnswers>>>;

/** Rows of a split that the network, or somebody's predict function, is asked about. */
const NETWORK_ROWS = 10_000;
const FUNCTION_ROWS = 2_000;
const QUICK_ROWS = 500;

/** The predictions that were given. */
export const given: Measure<AnswersOf> = {
  name: "given predictions",
  async take(measuring) {
    const known = await measuring.get(classes);
    const { samples, predictions } = measuring.case;
    return collect("there are no predictions with labels", (split) => {
      const [sample, answers] = [samples[split], predictions[split]];
      if (sample === undefined || answers === undefined) return undefined;
      const count = Math.min(labelRows(known, split), Math.trunc(answers.values.length / answers.width));
      if (count === 0) return undefined;
      return answersOf(split, spreadRows(count, count), answers, known);
    });
  },
};

/** What the network, or the predict function, answers when we ask it ourselves. */
export const asked: Measure<AnswersOf> = {
  name: "answers of the network",
  async take(measuring) {
    const known = await measuring.get(classes);
    const { case: input, quick } = measuring;
    const ask = await questioner(input);
    const most = quick ? QUICK_ROWS : input.network === undefined ? FUNCTION_ROWS : NETWORK_ROWS;
    const found: Partial<Record<SplitName, SplitAnswers>> = {};
    for (const split of SPLIT_NAMES) {
      const sample = input.samples[split];
      if (sample === undefined || pairCount(sample) === 0) continue;
      const rows = spreadRows(pairCount(sample), most);
      const answers = await ask(sample, rows);
      if (answers !== undefined) found[split] = answersOf(split, rows, answers, known);
    }
    if (Object.keys(found).length === 0) throw new NotMeasured("the images do not fit the network");
    return found;
  },
};

/** Whatever tells what the network answers: our own questions first, else the given predictions. */
export const answered: Measure<AnswersOf> = {
  name: "answers",
  async take(measuring) {
    const ours = await measuring.maybe(asked);
    const theirs = await measuring.maybe(given);
    if (ours === undefined && theirs === undefined) throw new NotMeasured("there is no network and no prediction");
    return { ...theirs, ...ours };
  },
};

function collect(reason: string, make: (split: SplitName) => SplitAnswers | undefined): AnswersOf {
  const found: Partial<Record<SplitName, SplitAnswers>> = {};
  for (const split of SPLIT_NAMES) {
    const answers = make(split);
    if (answers !== undefined) found[split] = answers;
  }
  if (Object.keys(found).length === 0) throw new NotMeasured(reason);
  return found;
}

const labelRows = (known: Classes, split: SplitName) => known.of[split]?.length ?? 0;

function answersOf(split: SplitName, rows: Int32Array, predictions: Predictions, known: Classes): SplitAnswers {
  const { values, width } = predictions;
  // Rows without a label are another finding; what is compared is as many answers as labels.
  const answers = placesOf(predictions, known.values).subarray(0, rows.length);
  const labels = pick(known.of[split] as Int32Array, rows);
  return {
    split,
    rows,
    answers,
    labels,
    agreement: agreementOfAll(labels, answers, known.values.length),
    ...(width === 1 ? {} : { scores: values }),
    width,
  };
}

/** A function from rows of a sample to scores. */
async function questioner({ network, predict }: Case) {
  if (network !== undefined) {
    const inference = await import("../../inference/index.ts");
    const width = network.sizes.at(-1) as number;
    return async (sample: Sample, rows: Int32Array): Promise<Predictions | undefined> => {
      if (sample.size !== network.sizes[0]) return undefined;
      return { values: await inference.predict(network, pixelsOf(rowsOf(sample, rows))), width };
    };
  }
  if (predict === undefined) throw new NotMeasured("there is no network and no predict function");
  return async (sample: Sample, rows: Int32Array) => askFunction(predict, rowsOf(sample, rows), rows.length);
}

/** One call of somebody's predict function. @throws NotMeasured where its result is not row after row of scores */
export async function askFunction(predict: PredictFunction, images: SampleImages, count: number): Promise<Predictions> {
  const values = await theirs("predict", () => predict(images, count));
  const width = values.length / count;
  if (!Number.isInteger(width) || width < 1)
    throw new NotMeasured(`the predict function gave ${values.length} numbers for ${count} images`);
  return { values, width };
}

/** Values that a network takes: those that are not finite, which are another fault, count as 0. */
export function pixelsOf(images: SampleImages): Uint8Array | Float32Array {
  return images instanceof Uint8Array ? images : Float32Array.from(images, (value) => (value * 0 === 0 ? value : 0));
}

/** Images of these rows, copied one behind the other. */
export function rowsOf(sample: Sample, rows: ArrayLike<number>): SampleImages {
  const { images, size } = sample;
  const all = rows.length === imageCount(sample) && rows[rows.length - 1] === rows.length - 1;
  if (all) return images.subarray(0, rows.length * size);
  const copy = images.slice(0, rows.length * size);
  for (let i = 0; i < rows.length; i++) copy.set(imageOf(sample, rows[i]), i * size);
  return copy;
}
