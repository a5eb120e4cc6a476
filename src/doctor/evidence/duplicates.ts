import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, isPicture, pairCount, type Sample } from "../sample.ts";
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
  /**
   * How much the conflicts keep to few pairs of classes: about 1 where labels have nothing to do with each other, far more where
   * some classes look alike by nature (l and I). 0 without conflicts.
   */
  readonly alike: number;
  /** Conflicts of images of a single value, which show nothing. */
  readonly blank: number;
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
      found.push({ split, picture: isPicture(sample), ...count(table.first, known?.of[split], sample) });
    }
    if (found.length === 0) throw new NotMeasured("there are no images");
    return found;
  },
};

function count(first: Int32Array, labels: Int32Array | undefined, sample: Sample) {
  const paired = pairCount(sample);
  const between = new Map<string, number>();
  let blank = 0;
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
    if (isBlank(sample, row)) blank++;
    const pair = [labels[row], labels[earlier]].toSorted((a, b) => a - b).join();
    between.set(pair, (between.get(pair) ?? 0) + 1);
    if (pairs.length < 6) pairs.push([earlier, row]);
  }
  return {
    rows: first.length,
    duplicates,
    twins: duplicates + repeated.size,
    conflicts,
    alike: concentration([...between.values()], new Set(labels).size),
    blank,
    pairs,
  };
}

/** Σ share² over the pairs of classes, against what as many draws from all pairs would have. */
function concentration(counts: readonly number[], classCount: number): number {
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return 0;
  const squares = counts.reduce((sum, n) => sum + (n / total) * (n / total), 0);
  return squares / (2 / (classCount * (classCount - 1)) + 1 / total);
}

function isBlank({ images, size }: Sample, row: number): boolean {
  const first = images[row * size];
  for (let at = row * size; at < (row + 1) * size; at++) if (images[at] !== first) return false;
  return true;
}
