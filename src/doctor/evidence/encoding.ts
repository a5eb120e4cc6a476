import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { labelCount, type Sample } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** How the labels of a split are written. */
export interface LabelCode {
  readonly split: SplitName;
  readonly rows: number;
  /** 1 for class numbers, else columns of a label row. */
  readonly width: number;
  /** Of class numbers. */
  readonly lowest: number;
  readonly highest: number;
  /** True where every whole number from lowest to highest occurs. */
  readonly gapless: boolean;
  /** True where a few of the first labels lie far above all others: a file header that was read as labels. */
  readonly stray: boolean;
  /** The first label that is no whole number. */
  readonly fraction?: { readonly row: number; readonly value: number };
  /** Rows that do not add up to 1, and the first of them. */
  readonly notOneHot?: { readonly count: number; readonly row: number; readonly sum: number };
  /** How often each column is the largest of its row; empty for class numbers. */
  readonly used: readonly number[];
}

/** Are labels whole class numbers, or rows with a single 1? */
export const encoding: Measure<readonly LabelCode[]> = {
  name: "encoding",
  take({ case: { samples } }) {
    const found = SPLIT_NAMES.flatMap((split): LabelCode[] => {
      const sample = samples[split];
      if (sample === undefined || labelCount(sample) === 0) return [];
      return [(sample.labelWidth ?? 1) > 1 ? ofRows(split, sample) : ofNumbers(split, sample)];
    });
    if (found.length === 0) throw new NotMeasured("there are no labels");
    return found;
  },
};

function ofNumbers(split: SplitName, { labels }: Sample): LabelCode {
  const different = new Map<number, number>();
  let fraction: { row: number; value: number } | undefined;
  let lastRare = 0;
  for (let row = 0; row < labels.length; row++) {
    const value = labels[row];
    if (Number.isNaN(value)) continue;
    if (fraction === undefined && Math.trunc(value) !== value) fraction = { row, value };
    if (different.size <= 1000) different.set(value, (different.get(value) ?? 0) + 1);
  }
  const values = [...different.keys()].sort((a, b) => a - b);
  const common = values.filter((value) => (different.get(value) as number) > 2);
  const top = common.at(-1) ?? 0;
  for (let row = 0; row < labels.length; row++) if (labels[row] > top) lastRare = row + 1;
  const [lowest = 0, highest = 0] = [values[0], values.at(-1)];
  const gapless = values.length === highest - lowest + 1;
  const stray = highest > top && lastRare <= 16 && labels.length > 100;
  return {
    split,
    rows: labels.length,
    width: 1,
    lowest,
    highest,
    gapless,
    stray,
    used: [],
    ...(fraction && { fraction }),
  };
}

function ofRows(split: SplitName, sample: Sample): LabelCode {
  const { labels, labelWidth: width = 1 } = sample;
  const rows = labelCount(sample);
  const used = new Array<number>(width).fill(0);
  let bad: { count: number; row: number; sum: number } | undefined;
  for (let row = 0; row < rows; row++) {
    let [sum, best] = [0, 0];
    for (let k = 0; k < width; k++) {
      const value = labels[row * width + k];
      sum += value;
      if (value > labels[row * width + best]) best = k;
    }
    used[best]++;
    // Soft labels add up to 1 too; their sums are rounded.
    if (Math.abs(sum - 1) > 0.01 || Number.isNaN(sum))
      bad = bad ? { ...bad, count: bad.count + 1 } : { count: 1, row, sum };
  }
  const shared = { split, rows, width, lowest: 0, highest: width - 1, gapless: true, stray: false, used };
  return bad === undefined ? shared : { ...shared, notOneHot: bad };
}
