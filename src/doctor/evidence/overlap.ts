import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, labelCount, pairCount, type Sample } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { trainingRows } from "./training-rows.ts";

/** Images of a split that are training images too, byte for byte. */
export interface SplitOverlap {
  readonly split: SplitName;
  /** Rows that were looked up: as many as get paired with a label, or all where there are no labels. */
  readonly rows: number;
  /** For each row the first equal training row, or −1. */
  readonly match: Int32Array;
  readonly shared: number;
  /** Training rows that a later training row equals: of these it is not known which one a row was copied from. */
  readonly repeated: ReadonlySet<number>;
  /** Of them, those that stand in the same row of both sets. */
  readonly sameRow: number;
  /** True where the split's labels are the first of the training labels, one by one (at least 20, not all equal). */
  readonly labelsAreTraining: boolean;
}

/** Test and validation images in training, found by their bytes alone (labels may differ: that is the point). */
export const overlap: Measure<readonly SplitOverlap[]> = {
  name: "overlap",
  async take(measuring) {
    const { samples } = measuring.case;
    const training = samples.training;
    const others = SPLIT_NAMES.filter((split) => split !== "training" && samples[split] !== undefined);
    if (training === undefined || others.length === 0) throw new NotMeasured("there are not two sets to compare");
    const table = imageCount(training) > 0 ? await measuring.get(trainingRows) : undefined;
    const repeated = new Set<number>();
    table?.first.forEach((first, row) => {
      if (first !== row) repeated.add(first);
    });
    return others.map((split) => {
      const sample = samples[split] as Sample;
      const rows = labelCount(sample) === 0 ? imageCount(sample) : pairCount(sample);
      const match = table?.find(sample.images, sample.size, rows) ?? new Int32Array(rows).fill(-1);
      let [shared, sameRow] = [0, 0];
      match.forEach((at, row) => {
        if (at >= 0) shared++;
        if (at === row) sameRow++;
      });
      return { split, rows, match, shared, repeated, sameRow, labelsAreTraining: sameStart(training, sample) };
    });
  },
};

function sameStart(training: Sample, other: Sample): boolean {
  const n = other.labels.length;
  if (labelCount(other) < 20 || training.labels.length < n || training.labelWidth !== other.labelWidth) return false;
  let changes = 0;
  for (let i = 0; i < n; i++) {
    if (training.labels[i] !== other.labels[i]) return false;
    if (i > 0 && other.labels[i] !== other.labels[i - 1]) changes++;
  }
  return changes >= 8;
}
