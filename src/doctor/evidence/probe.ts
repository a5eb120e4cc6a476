import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { pairCount, type Sample, shapeOf } from "../sample.ts";
import { type Agreement, agreement, lift } from "./agreement.ts";
import { type Answers, Centroids } from "./centroid.ts";
import { type Classes, classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { dense, nearestAnswers, neighbourRows } from "./neighbours.ts";
import { Ridge, ridgeColumns, ridgeRows } from "./ridge.ts";
import { pick, spreadRows } from "./rows.ts";

export type ProbeKind =
  | "nearest class mean"
  | "nearest standardised class mean"
  | "ridge regression"
  | "nearest neighbours";

/** A simple classifier made from one split. */
export interface Probe {
  readonly kind: ProbeKind;
  /** Answers on its own split, each row left out of what it is compared with. */
  readonly own: Answers;
  readonly ownAgreement: Agreement;
  /** Answers on images of the same size; fewer rows than asked for where it is slow. */
  answer(images: Sample["images"], rows: Int32Array): Answers;
}

/** What simple classifiers say about each split. They know nothing of the person's network. */
export interface ProbeEvidence {
  readonly classes: number;
  /** Made from each split that has pairs. */
  readonly of: Readonly<Partial<Record<SplitName, Probe>>>;
  /** The training probe's answers on the other splits, and their agreement with the labels as paired. */
  readonly transfer: Readonly<Partial<Record<SplitName, { readonly answers: Answers; readonly agreement: Agreement }>>>;
}

/** Operations that a probe may take over one split: all of MNIST's 60,000 images, and 3,500 of them when quick. */
const BUDGET = 5e8;
const QUICK_BUDGET = 8e6;
/** From this lift on a probe reads well enough; below it a stronger one is tried. */
const READS = 0.3;
/** The same for a full diagnosis, where ridge regression is tried too: what is read well shows smaller faults. */
const READS_WELL = 0.6;

/**
 * The probes of all splits. The nearest class mean goes first; where it reads little, columns are standardised, then ridge
 * regression and the nearest neighbours are asked: a probe at chance is never a verdict by itself.
 */
export const probe: Measure<ProbeEvidence> = {
  name: "probe",
  async take(measuring) {
    const { samples } = measuring.case;
    const known = await measuring.get(classes);
    const usable = SPLIT_NAMES.filter((split) => pairs(samples[split]) >= 10);
    if (usable.length === 0) throw new NotMeasured("there are no images with labels");
    if (known.values.length < 2) throw new NotMeasured("all labels are the same");
    const budget = measuring.quick ? QUICK_BUDGET : BUDGET;
    const views = usable.map((split) => viewOf(split, samples[split] as Sample, known, budget));
    return probesOf(views, known.values.length, measuring.quick);
  },
};

const pairs = (sample: Sample | undefined) => (sample === undefined || sample.size === 0 ? 0 : pairCount(sample));

interface View {
  readonly split: SplitName;
  readonly sample: Sample;
  readonly rows: Int32Array;
  readonly labels: Int32Array;
}

function viewOf(split: SplitName, sample: Sample, known: Classes, budget: number): View {
  const perRow = sample.size * (1 + nonzeroShare(sample) * known.values.length);
  const rows = spreadRows(pairCount(sample), Math.max(200, budget / perRow));
  return { split, sample, rows, labels: pick(known.of[split] as Int32Array, rows) };
}

function nonzeroShare({ images }: Sample): number {
  const looked = Math.min(images.length, 20_000);
  const step = Math.max(1, Math.trunc(images.length / looked));
  let nonzero = 0;
  for (let i = 0, at = 0; i < looked; i++, at += step) if (images[at] !== 0) nonzero++;
  return looked === 0 ? 0 : nonzero / looked;
}

function probesOf(views: readonly View[], classCount: number, quick: boolean): ProbeEvidence {
  let best = evidenceOf(views, classCount, plainMeans);
  const better = (make: typeof plainMeans, enough: number) => {
    if (strength(best) >= enough) return;
    const found = evidenceOf(views, classCount, make);
    if (strength(found) > strength(best) + 0.05) best = found;
  };
  better(standardisedMeans, READS);
  const linear = views.every(({ sample }) => ridgeColumns(sample.size, shapeOf(sample)) !== undefined);
  if (!quick && linear) better(ridge, READS_WELL);
  better(neighbours, READS);
  return best;
}

/** The best lift of a split on itself or from training that is not chance: how well this kind of probe reads the data. */
function strength({ of, transfer }: ProbeEvidence): number {
  const all = [...Object.values(of).map((one) => one.ownAgreement), ...Object.values(transfer).map((t) => t.agreement)];
  return Math.max(0, ...all.filter(({ z }) => z > 6).map(lift));
}

function evidenceOf(views: readonly View[], classCount: number, make: typeof plainMeans): ProbeEvidence {
  const of: Partial<Record<SplitName, Probe>> = {};
  for (const view of views) of[view.split] = make(view, classCount);
  const transfer: Partial<Record<SplitName, { answers: Answers; agreement: Agreement }>> = {};
  for (const { split, sample, rows, labels } of views) {
    const { training } = of;
    const size = views.find((view) => view.split === "training")?.sample.size;
    if (split === "training" || training === undefined || size !== sample.size) continue;
    const answers = training.answer(sample.images, rows);
    const own = answers.rows === rows ? labels : labels.slice(0, answers.rows.length);
    const fitting = answers.rows === rows ? own : relabel(answers.rows, rows, labels);
    transfer[split] = { answers, agreement: agreement(fitting, answers.answers, classCount) };
  }
  return { classes: classCount, of, transfer };
}

function relabel(fewer: Int32Array, rows: Int32Array, labels: Int32Array): Int32Array {
  const place = new Map(Array.from(rows, (row, i) => [row, i] as const));
  return Int32Array.from(fewer, (row) => labels[place.get(row) as number]);
}

function plainMeans(view: View, classCount: number): Probe {
  return means(view, classCount, "nearest class mean");
}

function standardisedMeans(view: View, classCount: number): Probe {
  return means(view, classCount, "nearest standardised class mean", inverseVariances(view));
}

function means({ sample, rows, labels }: View, classCount: number, kind: ProbeKind, weights?: Float64Array): Probe {
  const { images, size } = sample;
  const centroids = new Centroids({ images, size, rows, labels }, classCount, weights);
  const own = centroids.answer(images, rows, labels);
  return {
    kind,
    own,
    ownAgreement: agreement(labels, own.answers, classCount),
    answer: (others, which) => centroids.answer(others, which),
  };
}

function ridge({ sample, rows, labels }: View, classCount: number): Probe {
  const { images, size } = sample;
  const shape = shapeOf(sample);
  const most = ridgeRows(ridgeColumns(size, shape)?.columns ?? size);
  const places = spreadRows(rows.length, most);
  const few = pick(rows, places);
  const own = pick(labels, places);
  const model = new Ridge({ images, size, rows: few, labels: own }, shape, classCount);
  const answers = model.answersOf(model.leftOut, few);
  return {
    kind: "ridge regression",
    own: answers,
    ownAgreement: agreement(own, answers.answers, classCount),
    answer(others, which) {
      const asked = pick(which, spreadRows(which.length, most));
      return model.answersOf(model.scores(others, asked), asked);
    },
  };
}

function neighbours(view: View, classCount: number): Probe {
  const { images, size } = view.sample;
  const shape = shapeOf(view.sample);
  const weights = shape !== undefined && shape[0] > 1 ? undefined : inverseVariances(view);
  const fewer = (rows: Int32Array) => {
    const columns = weights === undefined ? size / 4 : size;
    const places = spreadRows(rows.length, neighbourRows(Math.max(1, columns)));
    return { places, rows: pick(rows, places) };
  };
  const { places, rows } = fewer(view.rows);
  const labels = pick(view.labels, places);
  const reference = dense({ images, size, rows }, shape, weights);
  const own = nearestAnswers(reference, labels, reference, rows, classCount, true);
  return {
    kind: "nearest neighbours",
    own,
    ownAgreement: agreement(labels, own.answers, classCount),
    answer(others, which) {
      const asked = fewer(which).rows;
      const queries = dense({ images: others, size, rows: asked }, shape, weights);
      return nearestAnswers(reference, labels, queries, asked, classCount, false);
    },
  };
}

/** 1/σ² of each column over at most 5,000 rows; 0 for a constant one. */
function inverseVariances({ sample: { images, size }, rows }: View): Float64Array {
  const looked = pick(rows, spreadRows(rows.length, 5000));
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  const first = images.subarray(0, size);
  for (const row of looked) {
    for (let j = 0; j < size; j++) {
      const value = images[row * size + j] - first[j];
      if (value * 0 !== 0) continue;
      sums[j] += value;
      squares[j] += value * value;
    }
  }
  return sums.map((sum, j) => {
    const mean = sum / looked.length;
    const variance = squares[j] / looked.length - mean * mean;
    return variance > 1e-12 * (squares[j] / looked.length) && variance > 0 ? 1 / variance : 0;
  });
}
