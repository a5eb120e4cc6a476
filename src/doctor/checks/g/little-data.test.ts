import { bothSides } from "../../../../test/support/check-sides.ts";
import { tenClasses } from "../../../../test/support/doctor-measures.ts";
import { classes } from "../../evidence/classes.ts";
import { littleData } from "./little-data.ts";

bothSides(littleData, {
  silentOn: {
    MNIST: [[classes, tenClasses]],
    "no labels to judge on": [[classes, { ...tenClasses, counts: { training: [500, 500] } }]],
  },
  firesOn: {
    "50 rows of training": {
      given: [
        [classes, { values: [0, 1, 2, 3, 4], of: {}, counts: { training: [10, 10, 10, 10, 10], test: [100, 100] } }],
      ],
      confidence: "advice",
      says: "There are 50 training rows for 5 classes: fewer than 20 a class.",
      where: "training set",
    },
    "20 rows to judge on": {
      given: [[classes, { values: [0, 1], of: {}, counts: { training: [500, 500], test: [10, 10] } }]],
      confidence: "advice",
      says: "With 20 test rows an accuracy is known to about ±22.4 % only: smaller differences are luck.",
      where: "test set",
    },
  },
});
