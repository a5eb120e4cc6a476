import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, type Sample } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { type PixelStatistics, pixels } from "./pixels.ts";
import { spreadRows } from "./rows.ts";

/** How well a split can be told apart from training without looking at labels. */
export interface Domain {
  readonly split: SplitName;
  /** Area under the ROC curve of a linear classifier, on rows that it was not made from: 0.5 is not at all. */
  readonly auc: number;
  /** (mean of the split − mean of training) / deviation of training, over all values. */
  readonly brighter: number;
  /** Deviation of the split / deviation of training. */
  readonly contrast: number;
}

const ROWS = 1000;

/** Domain probe: training images against those of another split, by the difference of their column means. */
export const domain: Measure<readonly Domain[]> = {
  name: "domain",
  async take(measuring) {
    const { samples } = measuring.case;
    const statistics = await measuring.get(pixels);
    const { training } = samples;
    const known = statistics.find(({ split }) => split === "training");
    if (training === undefined || known === undefined) throw new NotMeasured("there are no training images");
    const found = SPLIT_NAMES.flatMap((split): Domain[] => {
      const sample = samples[split];
      const other = statistics.find((one) => one.split === split);
      if (split === "training" || sample === undefined || other === undefined || sample.size !== training.size)
        return [];
      if (imageCount(sample) < 40 || imageCount(training) < 40) return [];
      const { mean, deviation } = known;
      const scale = deviation > 0 ? deviation : 1;
      return [
        {
          split,
          auc: aucOf(training, sample, known),
          brighter: (other.mean - mean) / scale,
          contrast: other.deviation / scale,
        },
      ];
    });
    if (found.length === 0) throw new NotMeasured("there are not two sets to compare");
    return found;
  },
};

/** Weights (μ₂ − μ₁)/(σ² + ε) from every second row, judged on the others. */
function aucOf(training: Sample, other: Sample, { columnDeviations, deviation }: PixelStatistics): number {
  const sides = [training, other].map((sample) => ({ sample, rows: spreadRows(imageCount(sample), ROWS) }));
  const [a, b] = sides.map(({ sample, rows }) =>
    means(
      sample,
      rows.filter((_, i) => i % 2 === 0),
    ),
  );
  const least = 0.01 * deviation * deviation;
  const weights = a.map((mean, j) => (b[j] - mean) / (columnDeviations[j] * columnDeviations[j] + least + 1e-12));
  const [low, high] = sides.map(({ sample, rows }) =>
    Float64Array.from(
      rows.filter((_, i) => i % 2 === 1),
      (row) => score(sample, row, weights),
    ),
  );
  let wins = 0;
  for (const x of low) for (const y of high) wins += y > x ? 1 : y === x ? 0.5 : 0;
  return wins / (low.length * high.length);
}

function means({ images, size }: Sample, rows: Int32Array): Float64Array {
  const sums = new Float64Array(size);
  for (const row of rows) for (let j = 0; j < size; j++) sums[j] += finite(images[row * size + j]) / rows.length;
  return sums;
}

function score({ images, size }: Sample, row: number, weights: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < size; j++) sum += weights[j] * finite(images[row * size + j]);
  return sum;
}

const finite = (value: number) => (value * 0 === 0 ? value : 0);
