import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { type Agreement, agreementOfAll } from "./agreement.ts";
import { placesOf } from "./answer-places.ts";
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
    const found: Partial<Record<SplitName, Agreement>> = {};
    for (const split of SPLIT_NAMES) {
      const given = predictions[split];
      const labels = known.of[split];
      if (given === undefined || labels === undefined) continue;
      const answers = placesOf(given, known.values);
      const both = Math.min(labels.length, answers.length);
      found[split] = agreementOfAll(labels.subarray(0, both), answers.subarray(0, both), known.values.length);
    }
    if (Object.keys(found).length === 0) throw new NotMeasured("there are no predictions");
    return found;
  },
};
