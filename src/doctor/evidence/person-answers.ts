import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { type Agreement, agreement } from "./agreement.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/**
 * How far the person's own predictions agree with the labels: where a network reads a split well, its labels belong to its
 * images, whatever simple probes can or cannot read.
 */
export const answersOfPerson: Measure<Readonly<Partial<Record<SplitName, Agreement>>>> = {
  name: "agreement of the given predictions",
  async take(measuring) {
    const { predictions } = measuring.case;
    const known = await measuring.get(classes);
    const place = new Map(known.values.map((value, i) => [value, i]));
    const found: Partial<Record<SplitName, Agreement>> = {};
    for (const split of SPLIT_NAMES) {
      const given = predictions[split];
      const labels = known.of[split];
      if (given === undefined || labels === undefined) continue;
      const answers = Int32Array.from(classNumbersOf(given.values, given.width), (value) => place.get(value) ?? -1);
      found[split] = agreement(labels, answers, known.values.length);
    }
    if (Object.keys(found).length === 0) throw new NotMeasured("there are no predictions");
    return found;
  },
};

/** Class numbers as they are; of a row of scores the place of the first largest. */
export function classNumbersOf(values: ArrayLike<number>, width: number): ArrayLike<number> {
  if (width === 1) return values;
  return Int32Array.from({ length: Math.trunc(values.length / width) }, (_, row) => {
    let best = 0;
    for (let k = 1; k < width; k++) if (values[row * width + k] > values[row * width + best]) best = k;
    return best;
  });
}
