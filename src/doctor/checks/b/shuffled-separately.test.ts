import { circles, digits, pureNoise, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { shuffledSeparately } from "./label-orders.ts";

const data = digits(1500, 300);

twoSided(shuffledSeparately, {
  silentOn: {
    "healthy digits": () => data,
    "circles, which class means cannot read": () => circles,
    "a table whose labels nothing explains": () => pureNoise,
  },
  firesOn: {
    "test labels shuffled": [
      () => ({ ...data, test: shuffleLabels(data.test) }),
      {
        sentence:
          "No order explains the labels of the test set: a simple classifier scores 77.0 % on the training set but 8.3 % here (guessing: 10.0 %), although each class occurs as often as the images say. Images and labels were probably shuffled separately (or the labels belong to other images).",
        where: "test labels",
      },
    ],
    "training labels shuffled": [
      () => ({ ...data, training: shuffleLabels(data.training) }),
      {
        sentence:
          "No order explains the labels of the training set: a simple classifier scores 71.7 % on the test set but 9.5 % here (guessing: 10.1 %), although each class occurs as often as the images say. Images and labels were probably shuffled separately (or the labels belong to other images).",
        confidence: "likely",
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
