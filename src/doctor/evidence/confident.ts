import type { Examples } from "../check.ts";
import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { pairCount, type Sample, shapeOf } from "../sample.ts";
import { agreement, lift } from "./agreement.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { pairing } from "./pairing.ts";
import { largest } from "./pass.ts";
import { Ridge, ridgeColumns, ridgeRows } from "./ridge.ts";
import { pick, spreadRows } from "./rows.ts";
import { independentErrors } from "./scattered.ts";

/** Labels of training that a linear classifier is confident are another class. */
export interface Confident {
  readonly rows: number;
  readonly suspects: number;
  /** Estimated share of wrong labels among the rows that were looked at. */
  readonly share: number;
  /** Lift of the classifier on the rows, each left out: how well it can tell at all. */
  readonly reads: number;
  /** The same share on another split, asked with the same classifier; its rows. */
  readonly elsewhere?: { readonly split: SplitName; readonly rows: number; readonly share: number };
  /** The two classes, as label values, that are taken for each other more than in the other split, most of all such pairs. */
  readonly exchanged?: {
    readonly labels: readonly [number, number];
    /** Share of the rows of both classes that is doubted, here and there, and the distance in deviations. */
    readonly here: number;
    readonly there: number;
    readonly z: number;
  };
  /** True where the labels of suspects have nothing to do with the class that they look like. */
  readonly independent: boolean;
  /** The most frequent doubt, as label values, and its rows. */
  readonly most?: { readonly label: number; readonly looksLike: number; readonly rows: number };
  /** The twelve rows that are doubted most. */
  readonly examples: Examples;
}

const ROWS = 4000;

/**
 * Confident learning (Northcutt et al. 2021) with probabilities from ridge regression, each training row left out of the fit.
 */
export const confident: Measure<Confident> = {
  name: "confident learning",
  async take(measuring) {
    if (measuring.quick) throw new NotMeasured("it takes longer than the quick checks may");
    const { splits } = await measuring.get(pairing);
    const kind = splits.find(({ split }) => split === "training")?.kind;
    if (kind !== "fits" && kind !== "scattered") throw new NotMeasured("training labels do not fit their images");
    const known = await measuring.get(classes);
    const training = measuring.case.samples.training as Sample;
    const count = known.values.length;
    const read = readerOf(training, known.of.training as Int32Array, count);
    const found = confidentJoint(read.own, read.labels, count);
    const other = SPLIT_NAMES.find((split) => split !== "training" && fits(splits, split));
    const elsewhere = other && comparedWith(other, measuring.case.samples[other], known.of[other]);
    return {
      rows: read.labels.length,
      suspects: found.suspects.length,
      share: found.share,
      reads: lift(agreement(read.labels, largest(read.own, count), count)),
      ...elsewhere,
      independent: independentErrors(
        pick(read.labels, found.suspects),
        pick(found.classes, found.suspects),
        read.labels,
        count,
      ),
      ...mostOf(found.joint, known.values),
      examples: gallery(found.suspects, found.classes),
    };

    function comparedWith(split: SplitName, sample: Sample | undefined, labels: Int32Array | undefined) {
      if (sample?.size !== training.size || labels === undefined) return undefined;
      const rows = spreadRows(pairCount(sample), ROWS);
      const { share, joint, counts } = confidentJoint(read.probabilities(sample, rows), pick(labels, rows), count);
      const pair = exchangedPair(found, { joint, counts }, known.values);
      return { elsewhere: { split, rows: rows.length, share }, ...(pair && { exchanged: pair }) };
    }

    function gallery(suspects: Int32Array, looksLike: Int32Array): Examples {
      const doubt = (i: number) => read.own[i * count + looksLike[i]] - read.own[i * count + read.labels[i]];
      const top = Array.from(suspects)
        .sort((a, b) => doubt(b) - doubt(a) || a - b)
        .slice(0, 12);
      return {
        split: "training",
        rows: top.map((i) => read.rows[i]),
        labels: top.map((i) => known.values[read.labels[i]]),
        fitting: top.map((i) => known.values[looksLike[i]]),
      };
    }
  },
};

const fits = (splits: readonly { split: SplitName; kind: string }[], split: SplitName) =>
  splits.some((one) => one.split === split && one.kind === "fits");

function readerOf(training: Sample, all: Int32Array, count: number) {
  const { images, size } = training;
  const shape = shapeOf(training);
  const made = ridgeColumns(size, shape);
  if (made === undefined) throw new NotMeasured("the table has too many columns");
  const rows = spreadRows(pairCount(training), Math.min(ROWS, ridgeRows(made.columns))).filter((row) => all[row] >= 0);
  if (rows.length < 200) throw new NotMeasured("there are fewer than 200 training rows");
  const labels = pick(all, rows);
  const ridge = new Ridge({ images, size, rows, labels }, shape, count);
  return {
    rows,
    labels,
    own: asProbabilities(ridge.leftOut, count),
    probabilities: (sample: Sample, which: Int32Array) => asProbabilities(ridge.scores(sample.images, which), count),
  };
}

/** Least squares on one-hot rows estimates probabilities, but leaves 0 … 1: cut there, each row adds up to 1 again. */
function asProbabilities(scores: Float64Array, classCount: number): Float64Array {
  const p = scores.map((score) => Math.min(1, Math.max(0, score)));
  for (let from = 0; from < p.length; from += classCount) {
    let sum = 0;
    for (let k = 0; k < classCount; k++) sum += p[from + k];
    for (let k = 0; sum > 0 && k < classCount; k++) p[from + k] /= sum;
  }
  return p;
}

/**
 * Threshold of class j: tⱼ = the mean of pⱼ over the rows labelled j. A row labelled i counts in C[i][j] where j has the
 * largest pⱼ of the classes with pⱼ ≥ tⱼ; with j ≠ i it is a suspect. The share of wrong labels is that of the joint
 * Q[i][j] = C[i][j]/Σⱼ C[i][j] · (rows labelled i)/N beside its diagonal.
 *
 * @param p [rows][classes]
 */
export function confidentJoint(p: Float64Array, labels: Int32Array, classCount: number) {
  const counts = new Float64Array(classCount);
  for (const label of labels) if (label >= 0) counts[label]++;
  const thresholds = new Float64Array(classCount);
  labels.forEach((label, i) => {
    if (label >= 0) thresholds[label] += p[i * classCount + label] / counts[label];
  });
  const joint = new Float64Array(classCount * classCount);
  const looksLike = new Int32Array(labels.length).fill(-1);
  labels.forEach((label, i) => {
    for (let j = 0; label >= 0 && j < classCount; j++) {
      const here = p[i * classCount + j];
      // A class without rows has no threshold.
      if (here < thresholds[j] || thresholds[j] <= 0) continue;
      if (looksLike[i] < 0 || here > p[i * classCount + looksLike[i]]) looksLike[i] = j;
    }
    if (looksLike[i] >= 0) joint[label * classCount + looksLike[i]]++;
  });
  const suspects = Int32Array.from(labels.keys()).filter((i) => looksLike[i] >= 0 && looksLike[i] !== labels[i]);
  return { thresholds, counts, joint, classes: looksLike, suspects, share: offDiagonal(joint, counts, classCount) };
}

function offDiagonal(joint: Float64Array, counts: Float64Array, n: number): number {
  let [share, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    let [row, off] = [0, 0];
    for (let j = 0; j < n; j++) {
      row += joint[i * n + j];
      if (j !== i) off += joint[i * n + j];
    }
    total += counts[i];
    if (row > 0) share += (off / row) * counts[i];
  }
  return total === 0 ? 0 : share / total;
}

interface Doubts {
  /** [label][looks like] */
  readonly joint: Float64Array;
  /** Rows of each label. */
  readonly counts: Float64Array;
}

/** The pair whose doubts are most deviations above those of the other split. */
function exchangedPair(here: Doubts, there: Doubts, values: readonly number[]): Confident["exchanged"] {
  const n = values.length;
  let best: Confident["exchanged"];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [here, there].map(({ joint, counts }) => ({
        doubts: joint[i * n + j] + joint[j * n + i],
        rows: counts[i] + counts[j],
      }));
      if (a.rows < 20 || b.rows < 20) continue;
      const pooled = (a.doubts + b.doubts + 1) / (a.rows + b.rows + 2);
      const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / a.rows + 1 / b.rows));
      const z = (a.doubts / a.rows - b.doubts / b.rows) / deviation;
      if (best === undefined || z > best.z)
        best = { labels: [values[j], values[i]], here: a.doubts / a.rows, there: b.doubts / b.rows, z };
    }
  }
  return best;
}

function mostOf(joint: Float64Array, values: readonly number[]): Pick<Confident, "most"> {
  const n = values.length;
  let best = -1;
  joint.forEach((rows, at) => {
    if (Math.trunc(at / n) !== at % n && rows > 0 && (best < 0 || rows > joint[best])) best = at;
  });
  if (best < 0) return {};
  return { most: { label: values[Math.trunc(best / n)], looksLike: values[best % n], rows: joint[best] } };
}
