import { Network } from "../../network/index.ts";
import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, labelCount } from "../sample.ts";
import { answered, given, pixelsOf, rowsOf, type SplitAnswers } from "./answered.ts";
import { history } from "./history.ts";
import { type Measure, type Measuring, NotMeasured } from "./measure.ts";
import { largest } from "./pass.ts";

export type ReportedExplanation =
  | { readonly kind: "never equal"; readonly value: number }
  | { readonly kind: "percent"; readonly value: number }
  | { readonly kind: "other split"; readonly of: SplitName; readonly value: number }
  | { readonly kind: "divisor"; readonly correct: number; readonly by: number; readonly value: number }
  | { readonly kind: "smallest"; readonly value: number }
  | { readonly kind: "next class"; readonly by: 1 | -1; readonly value: number }
  | { readonly kind: "wrong axis"; readonly value: number }
  | { readonly kind: "threshold"; readonly unsure: number; readonly value: number }
  | { readonly kind: "untrained"; readonly value: number }
  | { readonly kind: "batches"; readonly batchSize: number; readonly value: number }
  | { readonly kind: "cells"; readonly value: number }
  | { readonly kind: "top"; readonly k: number; readonly value: number };

/** The accuracy that somebody's program reports, against the one counted here. */
export interface Reported {
  readonly reported: number;
  /** Counted here, from the same network or predictions, over `rows` test rows. */
  readonly accuracy: number;
  readonly rows: number;
  /** True where the two are the same number, to the digits of a report. */
  readonly agrees: boolean;
  /** A slip that gives exactly the reported number. */
  readonly explanation?: ReportedExplanation;
  /** Other slips that give the same number: then it proves none of them. */
  readonly others?: readonly ReportedExplanation["kind"][];
}

/** Reports are rounded to three or four digits, */
const DIGITS = 0.0006;
/** or to one, which is then all that can be said of them. */
const ONE_DIGIT = 0.05;

/** Does our own count agree with the reported accuracy, and if not, which slip gives the reported number? */
export const reported: Measure<Reported> = {
  name: "reported accuracy",
  async take(measuring) {
    const { reported: number, reportedWithin } = measuring.case;
    if (number === undefined) throw new NotMeasured("no accuracy was reported");
    const answers = await measuring.get(answered);
    const test = answers.test ?? answers.validation;
    if (test === undefined) throw new NotMeasured("there are no answers to the test images");
    const theirs = (await measuring.maybe(given))?.[test.split];
    const own = theirs?.scores !== undefined ? theirs : test;
    const { accuracy, total } = own.agreement;
    const within = reportedWithin ?? roundedWithin(number);
    const tolerance = Math.max(within, isAll(measuring, own) ? DIGITS : sampling(accuracy, total));
    const base = { reported: number, accuracy, rows: total };
    if (near(number, accuracy, tolerance)) return { ...base, agrees: true };
    if (number > 1 && near(number / 100, accuracy, tolerance))
      return { ...base, agrees: true, explanation: { kind: "percent", value: accuracy } };
    const none: ReportedExplanation[] = number === 0 && accuracy > 0.2 ? [{ kind: "never equal", value: 0 }] : [];
    const all = [
      ...none,
      ...(await loggedTraining(measuring, answers)),
      ...slips(measuring, own, answers),
      ...(await untrained(measuring, own)),
    ];
    const [explanation, ...more] = all.filter(
      ({ value }) => near(number, value, DIGITS) && !near(value, accuracy, tolerance),
    );
    const others = [...new Set(more.map(({ kind }) => kind))].filter((kind) => kind !== explanation.kind);
    return { ...base, agrees: false, ...(explanation && { explanation }), ...(others.length > 0 ? { others } : {}) };
  },
};

/** Half a unit of the last digit, where that is the first behind the point. */
function roundedWithin(number: number): number {
  return Math.abs(10 * number - Math.floor(10 * number + 0.5)) < 1e-9 ? ONE_DIGIT : DIGITS;
}

const near = (a: number, b: number, tolerance: number) => Math.abs(a - b) <= tolerance;
/** Four deviations of a share counted on part of the rows. */
const sampling = (p: number, n: number) => DIGITS + 4 * Math.sqrt((p * (1 - p)) / Math.max(1, n));

function isAll({ case: { samples } }: Measuring, { split, rows }: SplitAnswers): boolean {
  const sample = samples[split];
  return sample !== undefined && rows.length === Math.min(imageCount(sample) || rows.length, labelCount(sample));
}

/** Every slip that can be computed from what is there, the likeliest first. */
function slips(
  { case: { samples } }: Measuring,
  own: SplitAnswers,
  answers: Partial<Record<SplitName, SplitAnswers>>,
): ReportedExplanation[] {
  const others = SPLIT_NAMES.flatMap((of): ReportedExplanation[] => {
    const one = answers[of];
    return of === own.split || one === undefined ? [] : [{ kind: "other split", of, value: one.agreement.accuracy }];
  });
  const { correct, total } = own.agreement;
  const counts = new Set(
    SPLIT_NAMES.flatMap((of) => (samples[of] ? [imageCount(samples[of]), labelCount(samples[of])] : [])),
  );
  const divisors = [...counts, 100, 10]
    .filter((by) => by > 0 && by !== total && correct > 0)
    .map((by): ReportedExplanation => ({ kind: "divisor", correct, by, value: correct / by }));
  return [...others, ...scoreSlips(own), ...shiftedClasses(own), ...divisors, ...batchSlips(own), ...otherMetrics(own)];
}

function scoreSlips({ scores, width, labels, rows }: SplitAnswers): ReportedExplanation[] {
  if (scores === undefined || width < 2 || rows.length * width !== scores.length) return [];
  const turned = Float64Array.from({ length: scores.length }, (_, i) => -scores[i]);
  const hits = (answers: ArrayLike<number>) => labels.filter((label, i) => label === answers[i]).length / rows.length;
  const best = largest(scores, width);
  const sure = labels.filter((label, i) => label === best[i] && scores[i * width + label] > 0.5).length;
  const unsure = Array.from(best).filter((k, i) => !(scores[i * width + k] > 0.5)).length;
  return [
    { kind: "smallest", value: hits(largest(turned, width)) },
    { kind: "threshold", unsure: unsure / rows.length, value: sure / rows.length },
    { kind: "wrong axis", value: wrongAxis(scores, width, labels) },
  ];
}

/** argmax over the rows instead of the classes: one answer a class, compared with the first labels. */
function wrongAxis(scores: ArrayLike<number>, width: number, labels: Int32Array): number {
  let hits = 0;
  for (let k = 0; k < width; k++) {
    let best = 0;
    for (let row = 1; row < labels.length; row++) if (scores[row * width + k] > scores[best * width + k]) best = row;
    if (best === labels[k]) hits++;
  }
  return hits / width;
}

function shiftedClasses({ answers, labels }: SplitAnswers): ReportedExplanation[] {
  return ([1, -1] as const).map((by) => ({
    kind: "next class",
    by,
    value: labels.filter((label, i) => label === answers[i] + by).length / Math.max(1, labels.length),
  }));
}

/**
 * Metrics that have "accuracy" in their name: of the cells of one-hot rows (a right row has C right cells, a wrong one C − 2), and
 * of rows whose class is among the k largest scores.
 */
function otherMetrics({ answers, labels, scores, width, rows }: SplitAnswers): ReportedExplanation[] {
  const right = labels.filter((label, i) => label === answers[i]).length / Math.max(1, labels.length);
  if (scores === undefined || width < 3 || rows.length * width !== scores.length) return [];
  let cells = 0;
  const among = [0, 0, 0, 0, 0];
  labels.forEach((label, i) => {
    let above = 0;
    for (let k = 0; k < width; k++) {
      if (scores[i * width + k] > 0.5 === (k === label)) cells++;
      if (scores[i * width + k] > scores[i * width + label]) above++;
    }
    for (let k = above; k < 5; k++) among[k]++;
  });
  const whole = { kind: "cells" as const, value: 1 - (2 * (1 - right)) / width };
  const halves = { kind: "cells" as const, value: cells / (labels.length * width) };
  const top = [2, 3, 4, 5].filter((k) => k < width);
  return [whole, halves, ...top.map((k) => ({ kind: "top" as const, k, value: among[k - 1] / labels.length }))];
}

/** Mean of the accuracies of batches, where the last one is shorter. */
function batchSlips({ answers, labels }: SplitAnswers): ReportedExplanation[] {
  const n = labels.length;
  return [10, 16, 32, 50, 64, 100, 128, 256, 500, 512, 1000].flatMap((batchSize): ReportedExplanation[] => {
    if (n <= batchSize || n % batchSize === 0) return [];
    let [sum, batches] = [0, 0];
    for (let from = 0; from < n; from += batchSize, batches++) {
      const to = Math.min(n, from + batchSize);
      let hits = 0;
      for (let i = from; i < to; i++) if (labels[i] === answers[i]) hits++;
      sum += hits / (to - from);
    }
    return [{ kind: "batches", batchSize, value: sum / batches }];
  });
}

/** What the log has for the training images, where nobody could count it. */
async function loggedTraining(
  measuring: Measuring,
  answers: Partial<Record<SplitName, SplitAnswers>>,
): Promise<ReportedExplanation[]> {
  const logged = (await measuring.maybe(history))?.accuracy?.at(-1);
  if (answers.training !== undefined || logged === undefined) return [];
  return [{ kind: "other split", of: "training", value: logged }];
}

/** The accuracy of the network as its seed begins it. */
async function untrained({ case: { network, samples } }: Measuring, own: SplitAnswers): Promise<ReportedExplanation[]> {
  const sample = samples[own.split];
  if (network === undefined || sample === undefined || sample.size !== network.sizes[0]) return [];
  const { predict } = await import("../../inference/index.ts");
  const initial = Network.create(network.spec);
  const scores = await predict(initial, pixelsOf(rowsOf(sample, own.rows)));
  const answers = largest(scores, network.sizes.at(-1) as number);
  return [{ kind: "untrained", value: own.labels.filter((label, i) => label === answers[i]).length / own.rows.length }];
}
