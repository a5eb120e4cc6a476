import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, isPicture, pairCount } from "../sample.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { SampleRows } from "./row-table.ts";
import { trainingRows } from "./training-rows.ts";

/** Equal images inside one split. */
export interface SplitDuplicates {
  readonly split: SplitName;
  readonly rows: number;
  /** True for pictures: they are not the same by accident. */
  readonly picture: boolean;
  /** Rows that equal an earlier one. */
  readonly duplicates: number;
  /** Rows that some other row equals: first ones and later ones. */
  readonly twins: number;
  /** Those of them whose label differs from the earlier one's. */
  readonly conflicts: number;
  /** The first conflicts: [earlier row, later row]. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** Images that occur more than once in a split, and whether their labels agree. */
export const duplicates: Measure<readonly SplitDuplicates[]> = {
  name: "duplicates",
  async take(measuring) {
    const { samples } = measuring.case;
    const known = await measuring.maybe(classes);
    const found: SplitDuplicates[] = [];
    for (const split of SPLIT_NAMES) {
      const sample = samples[split];
      if (sample === undefined || imageCount(sample) === 0) continue;
      if (measuring.quick && split !== "training") continue;
      const table =
        split === "training" ? await measuring.get(trainingRows) : new SampleRows(sample.images, sample.size);
      found.push({ split, picture: isPicture(sample), ...count(table.first, known?.of[split], pairCount(sample)) });
    }
    if (found.length === 0) throw new NotMeasured("there are no images");
    return found;
  },
};

function count(first: Int32Array, labels: Int32Array | undefined, paired: number) {
  let [duplicates, conflicts] = [0, 0];
  const repeated = new Set<number>();
  const pairs: [number, number][] = [];
  for (let row = 0; row < first.length; row++) {
    const earlier = first[row];
    if (earlier === row) continue;
    duplicates++;
    repeated.add(earlier);
    if (labels === undefined || row >= paired || labels[row] === labels[earlier]) continue;
    conflicts++;
    if (pairs.length < 6) pairs.push([earlier, row]);
  }
  return { rows: first.length, duplicates, twins: duplicates + repeated.size, conflicts, pairs };
}
