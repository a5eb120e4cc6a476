import { bothSides } from "../../../../test/support/check-sides.ts";
import { answersOf, tenClasses } from "../../../../test/support/doctor-measures.ts";
import { answered } from "../../evidence/answered.ts";
import { classes } from "../../evidence/classes.ts";
import { accuracyHidesImbalance } from "./accuracy-hides-imbalance.ts";

const labels = Int32Array.from({ length: 1000 }, (_, i) => (i % 20 === 0 ? 1 : 0));
const two = { ...tenClasses, values: [0, 1] };
bothSides(accuracyHidesImbalance, {
  silentOn: {
    "ten equal classes": [
      [answered, { test: answersOf() }],
      [classes, tenClasses],
    ],
    "95 : 5, both read": [
      [answered, { test: answersOf({ labels, answers: labels }) }],
      [classes, two],
    ],
  },
  firesOn: {
    "95 : 5, and always the same answer": {
      given: [
        [answered, { test: answersOf({ labels, answers: new Int32Array(1000) }) }],
        [classes, two],
      ],
      confidence: "advice",
      says: "95.0 % of the test rows are right, and 95.0 % of them are class 0: the mean over the classes is 50.0 %.",
    },
  },
});
