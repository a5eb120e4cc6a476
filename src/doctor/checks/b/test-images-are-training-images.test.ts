import { digits, first, origin, relabel, roll, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { testImagesAreTrainingImages } from "./test-images-are-training-images.ts";

const data = digits(1500, 300);
const odd = { training: relabel(data.training, (y, i) => y[i]! % 2), test: relabel(data.test, (y, i) => y[i]! % 2) };

twoSided(testImagesAreTrainingImages, {
  silentOn: {
    "healthy digits": () => data,
    "test images that are training images, with the same labels": () => ({ ...data, test: first(data.training, 300) }),
    "the same with a third of the labels wrong": () => ({
      ...data,
      test: relabel(first(data.training, 300), (y, i) => (i % 3 ? y[i]! : (y[i]! + 1) % 10)),
    }),
    "test labels shuffled": () => ({ ...data, test: shuffleLabels(data.test) }),
  },
  firesOn: {
    "the origin story": [
      () => origin(data),
      {
        sentence:
          "Your test images are byte for byte your first 300 training images, but they carry other labels: those of the test set. As paired, a simple classifier scores 8.3 % on them; the same images with their own training labels score 75.0 %.",
        confidence: "fault",
        where: "test images",
        evidence: { shared: 300, sameRow: 300, rows: 300 },
      },
    ],
    "the origin story with two classes, where half of the labels agree by chance": [
      () => origin(odd),
      {
        sentence:
          "Your test images are byte for byte your first 300 training images, but they carry other labels: those of the test set. As paired, a simple classifier scores 49.7 % on them; the same images with their own training labels score 79.3 %.",
        confidence: "fault",
        evidence: { shared: 300 },
      },
    ],
    "training images in another order": [
      () => origin({ ...data, training: data.training, test: { ...data.test, labels: roll(data.test, 3).labels } }),
      {
        sentence:
          "Your test images are byte for byte your first 300 training images, but they carry other labels: those of the test set. As paired, a simple classifier scores 11.3 % on them; the same images with their own training labels score 75.0 %.",
        confidence: "fault",
      },
    ],
    "a validation set of training images with test labels": [
      () => ({ ...data, validation: origin(data).test }),
      {
        sentence:
          "Your validation images are byte for byte your first 300 training images, but they carry other labels: those of the validation set. As paired, a simple classifier scores 8.3 % on them; the same images with their own training labels score 75.0 %.",
        where: "validation images",
      },
    ],
  },
  notCheckedOn: {
    "training alone": [() => ({ training: data.training }), "there are not two sets to compare"],
  },
});
