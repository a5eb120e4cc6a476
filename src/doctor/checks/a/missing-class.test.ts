import { digits, first, relabel, take } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import type { Sample } from "../../sample.ts";
import { missingClass } from "./missing-class.ts";

const data = digits(1500, 300);

const without = (sample: Sample, label: number) =>
  take(
    sample,
    Array.from({ length: sample.labels.length }, (_, i) => i).filter((i) => sample.labels[i] !== label),
  );

twoSided(missingClass, {
  silentOn: {
    "healthy digits": () => data,
    "a test set without a class": () => ({ ...data, test: without(data.test, 7) }),
  },
  firesOn: {
    "no 7 in training": [
      () => ({ ...data, training: without(data.training, 7) }),
      {
        sentence:
          "Training has no example of class 7, but 27 rows of the test set carry it: a network cannot answer what it never saw.",
        confidence: "fault",
        evidence: { missing: [7], present: 9 },
      },
    ],
    "a rare class that tiny training data lack": [
      () => ({ ...data, training: without(first(data.training, 60), 7) }),
      {
        sentence:
          "Training has no example of class 7, but 27 rows of the test set carry it: a network cannot answer what it never saw.",
        confidence: "advice",
      },
    ],
    "one class only": [
      () => ({ training: relabel(data.training, () => 4) }),
      { sentence: "All training labels are the same: there is nothing to tell apart.", evidence: { present: 1 } },
    ],
  },
  notCheckedOn: {
    "images without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
