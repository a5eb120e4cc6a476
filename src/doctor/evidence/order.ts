import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** How labels follow each other in a split. */
export interface LabelOrder {
  readonly split: SplitName;
  readonly rows: number;
  /** Neighbouring rows with different labels. */
  readonly changes: number;
  /** What random order would give: (N − 1)·(1 − Σ pₖ²). */
  readonly expected: number;
  /** Classes that occur. */
  readonly classes: number;
  /** (changes − expected) / deviation; far below 0 where equal labels stand together. */
  readonly z: number;
  /** True where the rows lie class by class: as many changes as there are classes, less one, or nearly. */
  readonly sorted: boolean;
}

/** Run test (Wald and Wolfowitz, for several classes): are labels in random order, or class by class? */
export const order: Measure<readonly LabelOrder[]> = {
  name: "order",
  async take(measuring) {
    const known = await measuring.get(classes);
    const found = SPLIT_NAMES.flatMap((split): LabelOrder[] => {
      const labels = known.of[split];
      const each = known.counts[split];
      return labels === undefined || each === undefined || labels.length < 2 ? [] : [orderOf(split, labels, each)];
    });
    if (found.length === 0) throw new NotMeasured("there are no labels");
    return found;
  },
};

function orderOf(split: SplitName, labels: Int32Array, each: readonly number[]): LabelOrder {
  const rows = labels.length;
  let changes = 0;
  for (let i = 1; i < rows; i++) if (labels[i] !== labels[i - 1]) changes++;
  let [squares, present] = [0, 0];
  for (const n of each) {
    squares += (n / rows) * (n / rows);
    if (n > 0) present++;
  }
  const expected = (rows - 1) * (1 - squares);
  const deviation = Math.sqrt(Math.max(1e-9, (rows - 1) * squares * (1 - squares)));
  const z = present < 2 ? 0 : (changes - expected) / deviation;
  const sorted = present >= 2 && rows >= 5 * present && changes <= 2 * (present - 1) && z < -4;
  return { split, rows, changes, expected, classes: present, z, sorted };
}
