import { digits, first, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { trainingLabelsOfOtherImages } from "./label-orders.ts";

const data = digits(1500, 300);

twoSided(trainingLabelsOfOtherImages, {
  silentOn: {
    "healthy digits": () => data,
    "test labels shuffled": () => ({ ...data, test: shuffleLabels(data.test) }),
  },
  firesOn: {
    "training images with the labels of the test set": [
      () => ({ training: { ...first(data.training, 300), labels: data.test.labels }, test: data.test }),
      {
        sentence:
          "The labels of the training set are one by one those of the test set, but its images are others: where labels fit (test) a simple classifier scores 71.7 %, on the training set as paired 8.3 % (guessing: 9.9 %).",
        confidence: "fault",
        where: "training labels",
        evidence: { labelsOf: "test" },
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
