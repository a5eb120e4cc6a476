import { bothSides } from "../../../../test/support/check-sides.ts";
import { tenClasses } from "../../../../test/support/doctor-measures.ts";
import { classes } from "../../evidence/classes.ts";
import { otherClassShares } from "./other-class-shares.ts";

const shares = (training: number[], test: number[]) => ({
  values: training.map((_, i) => i),
  of: {},
  counts: { training, test },
});
bothSides(otherClassShares, {
  silentOn: {
    "equal shares": [[classes, tenClasses]],
    "small differences": [[classes, shares([500, 500], [120, 100])]],
    "a tiny test set": [[classes, shares([500, 500], [3, 9])]],
  },
  firesOn: {
    "10 % of one set, 40 % of the other": {
      given: [[classes, shares([900, 100], [600, 400])]],
      confidence: "advice",
      says: "Class 0 is 90.0 % of the training labels and 60.0 % of the test labels, so the accuracies of the two sets do not mean the same.",
      where: "test labels",
    },
  },
});
