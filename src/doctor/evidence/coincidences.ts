import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, isPicture, type Sample } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { spreadRows } from "./rows.ts";

/** How often rows of a split are equal without being copies of each other. */
export interface Coincidences {
  readonly split: SplitName;
  readonly rows: number;
  /**
   * Chance that two rows have the same values, Πⱼ Σᵥ pⱼᵥ², columns taken as independent; 0 for pictures and wherever a column
   * never repeats. Columns that go together make it more, so that it is a lower bound: compare with a wide margin.
   */
  readonly chance: number;
}

/** Rows that the values of each column are counted on. */
const ROWS = 1000;

/** Rows that tables of few different values repeat by nature. */
export const coincidences: Measure<readonly Coincidences[]> = {
  name: "coincidences",
  take({ case: { samples } }) {
    const found = SPLIT_NAMES.flatMap((split): Coincidences[] => {
      const sample = samples[split];
      if (sample === undefined || imageCount(sample) === 0) return [];
      return [{ split, rows: imageCount(sample), chance: isPicture(sample) ? 0 : chanceOfEqual(sample) }];
    });
    if (found.length === 0) throw new NotMeasured("there are no images");
    return found;
  },
};

/** Pairs of equal rows that a split has by chance: n(n − 1)/2 pairs. */
export function expectedPairs({ rows, chance }: Coincidences): number {
  return (chance * rows * (rows - 1)) / 2;
}

function chanceOfEqual(sample: Sample): number {
  const { images, size } = sample;
  const looked = spreadRows(imageCount(sample), ROWS);
  const pairs = looked.length * (looked.length - 1);
  let chance = pairs > 0 ? 1 : 0;
  for (let column = 0; column < size && chance > 1e-15; column++) {
    const times = new Map<number, number>();
    for (const row of looked) {
      const value = images[row * size + column];
      times.set(value, (times.get(value) ?? 0) + 1);
    }
    let equal = 0;
    for (const n of times.values()) equal += n * (n - 1);
    chance *= equal / pairs;
  }
  return chance;
}
