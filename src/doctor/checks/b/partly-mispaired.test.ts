import { expect } from "vitest";
import { digits, mispair, noise, relabel, revalue } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { partlyMispaired } from "./label-orders.ts";

const data = digits(1500, 300);

twoSided(partlyMispaired, {
  silentOn: {
    "healthy digits": () => data,
    "5 % wrong labels in both sets": () => ({ training: noise(data.training, 0.05), test: noise(data.test, 0.05) }),
    "a test set of thicker pictures": () => ({ ...data, test: revalue(data.test, (x) => Math.min(255, 1.5 * x)) }),
  },
  firesOn: {
    "a quarter of the test rows": [
      () => ({ ...data, test: mispair(data.test, 0.3) }),
      {
        sentence:
          "About 35.6 % of the rows of the test set, spread over all of it, carry labels that have nothing to do with their images: where a simple classifier is surest it is wrong that often here, and hardly ever in the training set.",
        confidence: "likely",
      },
    ],
    "a stretch of training": [
      () => ({ ...data, training: relabel(data.training, (y, i) => (i >= 500 && i < 700 ? y[1199 - i]! : y[i]!)) }),
      {
        sentence:
          "In rows 501 to 699 of the training set (13.3 % of it) labels agree with images only by chance, while before and after they fit: these rows carry labels of other images.",
        confidence: "likely",
        where: expect.stringMatching(/^rows \d+ to \d+ of the training set$/),
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
