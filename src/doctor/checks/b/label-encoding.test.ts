import { digits, relabel } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { Network } from "../../../network/index.ts";
import type { Sample } from "../../sample.ts";
import { labelEncoding } from "./label-encoding.ts";

const data = digits(1500, 300);

const shift = (sample: Sample, by: number) => relabel(sample, (y, i) => y[i]! + by);

function oneHot(sample: Sample, width: number, soft = 0) {
  const labels = Array.from(sample.labels).flatMap((label) =>
    Array.from({ length: width }, (_, k) => (k === label ? 1 - soft : 0) + (k < 10 && soft > 0 ? soft / 10 : 0)),
  );
  return { ...sample, labels, labelWidth: width };
}

twoSided(labelEncoding, {
  silentOn: {
    "class numbers": () => data,
    "one-hot rows": () => ({ training: oneHot(data.training, 10) }),
    "soft labels": () => ({ training: oneHot(data.training, 10, 0.1) }),
    "names from 1 in both sets": () => ({ training: shift(data.training, 1), test: shift(data.test, 1) }),
  },
  firesOn: {
    "rows that add up to 2": [
      () => ({
        training: { ...oneHot(data.training, 10), labels: oneHot(data.training, 10).labels.map((v) => 2 * v) },
      }),
      {
        sentence:
          "1,500 label rows of the training set (of 1,500) do not add up to 1, the first in row 0, which adds up to 2: a one-hot row has a single 1.",
        confidence: "fault",
        evidence: { fault: "not-one-hot", count: 1500, row: 0, sum: 2 },
      },
    ],
    "a column too many": [
      () => ({ training: oneHot(data.training, 11) }),
      {
        sentence:
          "The one-hot labels have 11 columns, but column 10 is never used in any row: 10 classes need 10 columns.",
        confidence: "likely",
        evidence: { fault: "unused-column", width: 11, column: 10 },
      },
    ],
    "labels from 1 for outputs from 0": [
      () => ({ training: shift(data.training, 1), network: Network.create([784, 10]) }),
      {
        sentence: "The labels of the training set run from 1 to 10, but the network's 10 outputs stand for 0 to 9.",
        evidence: { fault: "outputs", lowest: 1, highest: 10, outputs: 10 },
      },
    ],
    "sets that count from different numbers": [
      () => ({ ...data, test: shift(data.test, 1) }),
      {
        sentence:
          "Training labels run from 0 to 9, the labels of the test set from 1 to 10: the same classes are numbered from different starts.",
        evidence: { fault: "offset", training: [0, 9], other: [1, 10] },
      },
    ],
    "labels divided by 255": [
      () => ({ training: relabel(data.training, (y, i) => y[i]! / 255) }),
      {
        sentence:
          "Labels of the training set are not whole numbers (row 0 has 0.011764705882352941): they were scaled or cast like pixels, and no class has such a number.",
        evidence: { fault: "fractions" },
      },
    ],
  },
  notCheckedOn: {
    "images without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
