import { digits, revalue } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { notFiniteValues } from "./not-finite-values.ts";

const data = digits(1500, 300);

function withValue(value: number) {
  const training = revalue(data.training, (x) => x / 255);
  training.images[1234] = value;
  return { training };
}

twoSided(notFiniteValues, {
  silentOn: {
    bytes: () => data,
    "floats, some below zero": () => ({ training: revalue(data.training, (x) => x / 78 - 0.42) }),
  },
  firesOn: {
    "one NaN": [
      () => withValue(Number.NaN),
      {
        sentence:
          "The training set has 1 NaN, the first in row 1 at place 450: a single one turns every weight it meets into NaN.",
        evidence: { nan: 1, infinite: 0, row: 1, place: 450 },
      },
    ],
    "an infinite value": [
      () => withValue(-Infinity),
      {
        sentence:
          "The training set has 1 infinite value, the first in row 1 at place 450: a single one turns every weight it meets into NaN.",
        evidence: { nan: 0, infinite: 1 },
      },
    ],
  },
  notCheckedOn: {
    "labels only": [
      () => ({ training: { ...data.training, images: new Uint8Array(0), size: 0 } }),
      "there are no images",
    ],
  },
});
