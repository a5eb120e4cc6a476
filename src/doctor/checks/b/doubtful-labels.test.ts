import { digits, noise, relabel, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { doubtfulLabels } from "./doubtful-labels.ts";

const data = digits(1500, 700);

twoSided(doubtfulLabels, {
  silentOn: {
    "healthy digits": () => data,
    "training labels shuffled": () => ({ ...data, training: shuffleLabels(data.training) }),
    "training labels alone, and healthy": () => ({ training: data.training }),
  },
  firesOn: {
    "40 % wrong labels": [
      () => ({ ...data, training: noise(data.training, 0.4) }),
      {
        sentence:
          "About 42.9 % of the labels of the training set look wrong: where a simple classifier is surest of its answer the label disagrees that often, spread evenly over rows and classes.",
        confidence: "likely",
      },
    ],
    "a third of one class labelled as another": [
      () => ({ ...data, training: relabel(data.training, (y, row) => (y[row]! < 4 && row % 3 === 0 ? 9 : y[row]!)) }),
      {
        sentence:
          "By confident learning about 26.6 % of the training labels look wrong, of the test set 11.4 % (276 rows of 1,500 that were looked at). Most often: label 9 on what looks like 0. Half of such doubts are right, as a rule.",
        confidence: "advice",
        evidence: { seen: "confident learning" },
      },
    ],
    "30 % wrong labels in both sets": [
      () => ({ training: noise(data.training, 0.3), test: noise(data.test, 0.3) }),
      {
        sentence:
          "By confident learning about 45.6 % of the training labels look wrong (614 rows of 1,500 that were looked at). Most often: label 9 on what looks like 4. Half of such doubts are right, as a rule.",
        confidence: "advice",
        evidence: { seen: "confident learning" },
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
