import { digits, rearrange, relabel, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { classNumbersPermuted } from "./class-numbers-permuted.ts";

const data = digits(1500, 300);

twoSided(classNumbersPermuted, {
  silentOn: {
    "healthy digits": () => data,
    "test images turned on their side": () => ({ ...data, test: rearrange(data.test, (y, x) => x * 28 + y) }),
    "test labels shuffled": () => ({ ...data, test: shuffleLabels(data.test) }),
  },
  firesOn: {
    "two classes exchanged": [
      () => ({ ...data, test: relabel(data.test, (y, i) => [0, 1, 2, 5, 4, 3, 6, 7, 8, 9][y[i]!]!) }),
      {
        evidence: {
          map: [
            [5, 3],
            [3, 5],
          ],
        },
      },
    ],
    "all classes renamed": [
      () => ({ ...data, test: relabel(data.test, (y, i) => (y[i]! + 3) % 10) }),
      { confidence: "fault" },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
