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
      { confidence: "fault", evidence: { fault: "not-one-hot", count: 1500, row: 0, sum: 2 } },
    ],
    "a column too many": [
      () => ({ training: oneHot(data.training, 11) }),
      { confidence: "likely", evidence: { fault: "unused-column", width: 11, column: 10 } },
    ],
    "labels from 1 for outputs from 0": [
      () => ({ training: shift(data.training, 1), network: Network.create([784, 10]) }),
      { evidence: { fault: "outputs", lowest: 1, highest: 10, outputs: 10 } },
    ],
    "sets that count from different numbers": [
      () => ({ ...data, test: shift(data.test, 1) }),
      { evidence: { fault: "offset", training: [0, 9], other: [1, 10] } },
    ],
    "labels divided by 255": [
      () => ({ training: relabel(data.training, (y, i) => y[i]! / 255) }),
      { evidence: { fault: "fractions" } },
    ],
  },
  notCheckedOn: {
    "images without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
