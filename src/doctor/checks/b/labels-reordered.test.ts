import { digits, relabel, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { labelsReordered } from "./label-orders.ts";

const data = digits(1500, 300);

twoSided(labelsReordered, {
  silentOn: {
    "healthy digits": () => data,
    "test labels shuffled": () => ({ ...data, test: shuffleLabels(data.test) }),
  },
  firesOn: {
    "test labels backwards": [
      () => ({ ...data, test: relabel(data.test, (y, i, n) => y[n - 1 - i]!) }),
      {
        sentence:
          "The labels of the test set run backwards: a simple classifier scores 10.0 % as paired and 73.0 % with the labels read from the end.",
        evidence: { order: "reversed" },
      },
    ],
    "training labels backwards": [
      () => ({ ...data, training: relabel(data.training, (y, i, n) => y[n - 1 - i]!) }),
      {
        sentence:
          "The labels of the training set run backwards: a simple classifier scores 10.1 % as paired and 73.9 % with the labels read from the end.",
        where: "training labels",
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
