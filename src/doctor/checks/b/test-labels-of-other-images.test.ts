import { digits, first, origin, relabel, roll } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { testLabelsOfOtherImages } from "./label-orders.ts";

const data = digits(1500, 300);

twoSided(testLabelsOfOtherImages, {
  silentOn: {
    "healthy digits": () => data,
    "tiny data": () => ({ training: first(data.training, 50), test: first(data.test, 20) }),
    "test labels a row late": () => ({ ...data, test: roll(data.test, 1) }),
    "the origin story": () => origin(data),
  },
  firesOn: {
    "test images with the labels of training": [
      () => ({ ...data, test: { ...data.test, labels: first(data.training, 300).labels } }),
      {
        sentence:
          "The labels of the test set are one by one those of the training set, but its images are others: where labels fit (training) a simple classifier scores 77.0 %, on the test set as paired 7.3 % (guessing: 9.9 %).",
        confidence: "fault",
        evidence: { labelsOf: "training" },
      },
    ],
    "labels of quite other shares of classes": [
      () => ({ ...data, test: relabel(data.test, (_y, row) => (row * row) % 3) }),
      {
        sentence:
          "The labels of the test set do not belong to its images: where labels fit (training) a simple classifier scores 77.0 %, on the test set as paired 11.7 % (guessing: 11.8 %), and no shift, reversal or renaming of classes brings it back.",
        confidence: "likely",
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
