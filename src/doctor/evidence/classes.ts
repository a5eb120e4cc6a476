import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { labelCount, type Sample } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** The classes that occur. Class numbers in evidence are places in `values`. */
export interface Classes {
  /** The distinct label values of all splits, ascending; for one-hot rows the places of the ones. */
  readonly values: readonly number[];
  /** For each label of a split its class (place in `values`), −1 for NaN. */
  readonly of: Readonly<Partial<Record<SplitName, Int32Array>>>;
  /** Labels of each class, per split. */
  readonly counts: Readonly<Partial<Record<SplitName, readonly number[]>>>;
}

/** More distinct labels than this are not classes. */
export const MOST_CLASSES = 1000;

/** Which classes there are. Labels of a few stray values (a file header) become classes of their own. */
export const classes: Measure<Classes> = {
  name: "classes",
  take({ case: { samples } }) {
    const numbers: Partial<Record<SplitName, ArrayLike<number>>> = {};
    const distinct = new Set<number>();
    for (const split of SPLIT_NAMES) {
      const sample = samples[split];
      if (sample === undefined || labelCount(sample) === 0) continue;
      const labels = classNumbers(sample);
      numbers[split] = labels;
      for (let i = 0; i < labels.length; i++) if (!Number.isNaN(labels[i])) distinct.add(labels[i]);
      if (distinct.size > MOST_CLASSES) throw new NotMeasured(`there are more than ${MOST_CLASSES} different labels`);
    }
    if (distinct.size === 0) throw new NotMeasured("there are no labels");
    const values = [...distinct].sort((a, b) => a - b);
    return { values, ...indexed(numbers, values) };
  },
};

/** Class numbers as they are; of a row of numbers the place of the largest. */
export function classNumbers({ labels, labelWidth = 1, ...sample }: Sample): ArrayLike<number> {
  if (labelWidth === 1) return labels;
  const numbers = new Float64Array(labelCount({ labels, labelWidth, ...sample }));
  for (let row = 0; row < numbers.length; row++) {
    let best = 0;
    for (let i = 1; i < labelWidth; i++) if (labels[row * labelWidth + i] > labels[row * labelWidth + best]) best = i;
    numbers[row] = best;
  }
  return numbers;
}

function indexed(numbers: Partial<Record<SplitName, ArrayLike<number>>>, values: readonly number[]) {
  const place = new Map(values.map((value, i) => [value, i]));
  const of: Partial<Record<SplitName, Int32Array>> = {};
  const counts: Partial<Record<SplitName, number[]>> = {};
  for (const split of SPLIT_NAMES) {
    const labels = numbers[split];
    if (labels === undefined) continue;
    const indices = new Int32Array(labels.length);
    const each = new Array<number>(values.length).fill(0);
    for (let i = 0; i < labels.length; i++) {
      const index = place.get(labels[i]) ?? -1;
      indices[i] = index;
      if (index >= 0) each[index]++;
    }
    of[split] = indices;
    counts[split] = each;
  }
  return { of, counts };
}
