import { classes } from "../evidence/classes.ts";
import { type Measure, NotMeasured } from "../evidence/measure.ts";

/** Share of each class among the training labels; classes that do not occur there have 0. */
export const classShares: Measure<readonly number[]> = {
  name: "class shares",
  async take(measuring) {
    const counts = (await measuring.get(classes)).counts.training ?? [];
    const total = counts.reduce((sum, n) => sum + n, 0);
    if (total === 0) throw new NotMeasured("there are no training labels");
    return counts.map((n) => n / total);
  },
};
