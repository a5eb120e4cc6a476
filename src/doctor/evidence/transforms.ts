import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageOf, isPicture, type Sample, shapeOf } from "../sample.ts";
import { type Agreement, agreement, confusion, lift, margins } from "./agreement.ts";
import type { Answers } from "./centroid.ts";
import { classes } from "./classes.ts";
import type { Measure } from "./measure.ts";
import { overlap } from "./overlap.ts";
import { type PixelStatistics, pixels } from "./pixels.ts";
import { probe } from "./probe.ts";
import { pick, spreadRows } from "./rows.ts";

export type Geometry =
  | "none"
  | "transposed"
  | "mirrored left to right"
  | "mirrored top to bottom"
  | "rotated by 180°"
  | "rotated by 90°"
  | "rotated by 270°"
  | "transposed along the other diagonal"
  | "moved on by 16 values"
  | "moved on by 8 values"
  | "with their columns in reverse order"
  | `with their columns moved by ${number}`;
export type ValueChange =
  | "none"
  | "inverted"
  | "divided by 255"
  | "multiplied by 255"
  | "of another mean and deviation";

/** A change of the images of a split after which the training probe reads them again. */
export interface Restoring {
  /** What is wrong with the split's images, as compared with training. */
  readonly geometry: Geometry;
  readonly values: ValueChange;
  readonly agreement: Agreement;
}

export interface TransformSearch {
  readonly split: SplitName;
  /** As they are, on the same rows. */
  readonly asIs: Agreement;
  /** What the probe reaches in training (leave-one-out). */
  readonly expected: Agreement;
  /** The accuracy that training promises for the classes as they occur in this split. */
  readonly promised: number;
  /** False where there was no alarm: the probe reads the split as well as training, or its images are training's own. */
  readonly searched: boolean;
  readonly restoring?: Restoring;
  /** The best candidate, though it may not bring the probe back far enough. */
  readonly nearest?: Agreement;
}

/** Rows that each candidate is tried on. */
const ROWS = 400;
/** Multiplications a candidate may take: so many rows of ten classes of MNIST. */
const BUDGET = 4e6;

/**
 * Dihedral group × {as is, inverted} × {as is, ÷255, ×255, mean and deviation of training}, and images read from the wrong
 * byte on: which of them makes the training probe read a split again? Done only where it reads the split worse.
 */
export const transforms: Measure<readonly TransformSearch[]> = {
  name: "transforms",
  async take(measuring) {
    const { samples } = measuring.case;
    const { of, transfer, classes: classCount } = await measuring.get(probe);
    const statistics = await measuring.get(pixels);
    const labels = (await measuring.get(classes)).of;
    const copies = (await measuring.maybe(overlap)) ?? [];
    const { training } = of;
    return SPLIT_NAMES.flatMap((split): TransformSearch[] => {
      const passed = transfer[split];
      const sample = samples[split];
      if (passed === undefined || sample === undefined || training === undefined) return [];
      const expected = training.ownAgreement;
      const promised = promisedFor(
        training.own,
        labels.training as Int32Array,
        labels[split] as Int32Array,
        classCount,
      );
      const quiet = { split, asIs: passed.agreement, expected, promised, searched: false };
      const copied = copies.some((one) => one.split === split && one.shared > 0.5 * one.rows);
      if (copied || !readsWorse(passed.agreement, expected)) return [quiet];
      const rows = spreadRows(
        passed.answers.rows.length,
        Math.max(60, Math.min(ROWS, BUDGET / (sample.size * classCount))),
      );
      const which = pick(passed.answers.rows, rows);
      const truth = pick(labels[split] as Int32Array, which);
      const scales = scalesOf(statistics, split);
      const read = (change: Change) => {
        const images = changed(sample, which, change, scales);
        const answered = training.answer(images, spreadRows(which.length, which.length));
        return agreement(pick(truth, answered.rows), answered.answers, classCount);
      };
      const asIs = read(AS_IS);
      const nearest = bestOf(candidates(sample, scales), read);
      const restoring = nearest && restores(nearest, asIs, expected) ? nearest : undefined;
      return [
        {
          ...quiet,
          asIs,
          searched: true,
          ...(nearest && { nearest: nearest.agreement }),
          ...(restoring && { restoring }),
        },
      ];
    });
  },
};

/** Σ share of class k in the split × share of its rows that the probe reads in training. */
function promisedFor({ rows, answers }: Answers, training: Int32Array, split: Int32Array, classCount: number): number {
  const table = confusion(pick(training, rows), answers, classCount);
  const { rows: of } = margins(table, classCount);
  let [sum, total] = [0, 0];
  for (const label of split) {
    if (label < 0 || of[label] === 0) continue;
    sum += table[label * classCount + label] / of[label];
    total++;
  }
  return total === 0 ? 0 : sum / total;
}

/** True where the second reads clearly worse than the first promises: less than 85 % of its lift, by five deviations. */
export function readsWorse(found: Agreement, expected: Agreement): boolean {
  if (expected.z < 6 || lift(expected) < 0.05) return false;
  const promised = found.chance + lift(expected) * (1 - found.chance);
  const deviation = Math.sqrt((promised * (1 - promised)) / Math.max(1, found.total));
  return lift(found) < 0.85 * lift(expected) && promised - found.accuracy > 5 * deviation;
}

interface Change {
  readonly geometry: Geometry;
  readonly values: ValueChange;
}
const AS_IS: Change = { geometry: "none", values: "none" };

/** The simplest change after which the probe reads best. */
function bestOf(all: readonly Change[], read: (change: Change) => Agreement): Restoring | undefined {
  let best: Restoring | undefined;
  for (const change of all) {
    const found = read(change);
    if (best === undefined || lift(found) > lift(best.agreement) + 0.02) best = { ...change, agreement: found };
  }
  return best;
}

/** True where a change brings the probe back, and clearly more than as it is. */
function restores({ agreement: found }: Restoring, asIs: Agreement, expected: Agreement): boolean {
  // In lift: a change that makes the probe answer the most frequent class alone raises accuracy, and chance with it.
  const gain = lift(found) - lift(asIs);
  const deviation = Math.sqrt(0.5 / found.total);
  const enough = lift(found) >= 0.8 * lift(expected) && found.z > 6;
  return enough && gain > Math.max(0.1 * lift(expected), 5 * deviation);
}

const DIHEDRAL: readonly Geometry[] = [
  "transposed",
  "mirrored left to right",
  "mirrored top to bottom",
  "rotated by 180°",
  "rotated by 90°",
  "rotated by 270°",
  "transposed along the other diagonal",
];
const VALUES: readonly ValueChange[] = [
  "inverted",
  "divided by 255",
  "multiplied by 255",
  "of another mean and deviation",
];

/** From simple to compound. */
function candidates(sample: Sample, scales: Scales): Change[] {
  const grid = gridOf(sample);
  const picture = grid[0] > 1;
  // The negative of a table, whose columns have each their own unit, means nothing.
  const values = VALUES.filter((change) => plausible(change, scales) && (picture || change !== "inverted"));
  const square = picture && grid[0] === grid[1];
  const geometries = DIHEDRAL.filter((name) => square || (picture && /mirrored|180/.test(name)));
  const rolls: Geometry[] = isPicture(sample)
    ? ["moved on by 16 values", "moved on by 8 values"]
    : columnOrders(sample.size);
  return [
    ...values.map((one) => ({ geometry: "none" as const, values: one })),
    ...[...geometries, ...rolls].map((geometry) => ({ geometry, values: "none" as const })),
    ...geometries.flatMap((geometry) => values.map((one) => ({ geometry, values: one }))),
  ];
}

/** Columns that are looked for on either side. */
const MOVED = 16;

/** Tables: an index column more or less moves all others; some readers turn their order around. */
function columnOrders(size: number): Geometry[] {
  if (size < 2) return [];
  const steps = Array.from({ length: Math.min(MOVED, size - 1) }, (_, i) => i + 1);
  const both = [...steps, ...steps.filter((step) => size - step > MOVED).map((step) => -step)];
  const moved = both.map((step) => `with their columns moved by ${step}` as const);
  return size > 2 ? [...moved, "with their columns in reverse order"] : moved;
}

/** [height, width]: rows of numbers without a shape may be small pictures, if they are a square number. */
function gridOf(sample: Sample): readonly [height: number, width: number] {
  const { size } = sample;
  const shape = shapeOf(sample);
  if (shape !== undefined && shape[0] > 1 && shape[0] * shape[1] === size) return shape;
  const side = Math.floor(Math.sqrt(size) + 0.5);
  return side >= LEAST_SIDE && side * side === size ? [side, side] : [1, size];
}

/** Below this side a square number of columns says nothing. */
const LEAST_SIDE = 5;

/** A change of scale is one only where values are on another scale as they are, and on that of training without it. */
function plausible(change: ValueChange, { training, split }: Scales): boolean {
  if (change === "inverted" || !(training.deviation > 0 && split.deviation > 0)) return true;
  const ratio = split.deviation / training.deviation;
  const moved = Math.abs(split.mean - training.mean) / training.deviation;
  if (change === "of another mean and deviation") return ratio < 0.8 || ratio > 1.25 || moved > 0.25;
  const without = change === "divided by 255" ? ratio * 255 : ratio / 255;
  return without > 0.25 && without < 4;
}

interface Scales {
  readonly training: PixelStatistics;
  readonly split: PixelStatistics;
}

function scalesOf(statistics: readonly PixelStatistics[], split: SplitName): Scales {
  const find = (name: SplitName) => statistics.find((one) => one.split === name) as PixelStatistics;
  return { training: find("training"), split: find(split) };
}

/** The rows with the change undone. */
function changed(sample: Sample, rows: Int32Array, change: Change, scales: Scales): Float64Array {
  const { size } = sample;
  const images = new Float64Array(rows.length * size);
  const value = undoValues(change.values, scales);
  const place = sources(change.geometry, gridOf(sample));
  for (let i = 0; i < rows.length; i++) {
    const row = imageOf(sample, rows[i]);
    for (let j = 0; j < size; j++) images[i * size + j] = value(row[place[j]]);
  }
  return images;
}

function undoValues(change: ValueChange, { training, split }: Scales): (x: number) => number {
  if (change === "inverted") return (x) => split.min + split.max - x;
  if (change === "divided by 255") return (x) => x * 255;
  if (change === "multiplied by 255") return (x) => x / 255;
  if (change === "none") return (x) => x;
  const factor = split.deviation > 0 ? training.deviation / split.deviation : 1;
  return (x) => (x - split.mean) * factor + training.mean;
}

/** For each place of the restored image the place in the image as it is. */
function sources(geometry: Geometry, [height, width]: readonly [number, number]): Int32Array {
  const size = height * width;
  const [h, w] = [height - 1, width - 1];
  const columns = /columns moved by (-?[0-9]+)/.exec(geometry);
  if (columns !== null) {
    const step = Number(columns[1]);
    return Int32Array.from({ length: size }, (_, at) => (at + step + size) % size);
  }
  const from: Readonly<Record<string, (y: number, x: number) => number>> = {
    none: (y, x) => y * width + x,
    transposed: (y, x) => x * width + y,
    "mirrored left to right": (y, x) => y * width + w - x,
    "mirrored top to bottom": (y, x) => (h - y) * width + x,
    "rotated by 180°": (y, x) => (h - y) * width + w - x,
    "rotated by 90°": (y, x) => (h - x) * width + y,
    "rotated by 270°": (y, x) => x * width + w - y,
    "transposed along the other diagonal": (y, x) => (h - x) * width + w - y,
    "moved on by 16 values": (y, x) => (y * width + x + 16) % size,
    "moved on by 8 values": (y, x) => (y * width + x + 8) % size,
    "with their columns in reverse order": (y, x) => size - 1 - (y * width + x),
  };
  return Int32Array.from({ length: size }, (_, at) => from[geometry](Math.trunc(at / width), at % width));
}
