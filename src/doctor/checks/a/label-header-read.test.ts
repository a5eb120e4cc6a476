import { digits } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { labelHeaderRead } from "./header-read.ts";

const data = digits(1500, 300);

twoSided(labelHeaderRead, {
  silentOn: {
    "healthy digits": () => data,
    "labels that begin 0, 0, 8, 1 by chance": () => ({
      test: { ...data.test, labels: [0, 0, 8, 1, 9, 9, 9, 9, ...Array.from(data.test.labels)] },
    }),
  },
  firesOn: {
    "the header before the labels": [
      () => ({ test: { ...data.test, labels: [0, 0, 8, 1, 0, 0, 1, 44, ...Array.from(data.test.labels)] } }),
      { where: "test labels", evidence: { bytes: 8, first: [0, 0, 8, 1, 0, 0, 1, 44] } },
    ],
  },
});
