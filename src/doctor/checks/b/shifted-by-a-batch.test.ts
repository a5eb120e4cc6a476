import { digits, roll } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { shiftedByABatch } from "./label-orders.ts";

const data = digits(1500, 300);

twoSided(shiftedByABatch, {
  silentOn: {
    "healthy digits": () => data,
    "labels a row late": () => ({ ...data, test: roll(data.test, 1) }),
    "labels 64 rows late, in batches of 10": () => ({
      ...data,
      test: roll(data.test, 64),
      settings: { batchSize: 10 },
    }),
  },
  firesOn: {
    "labels 64 rows late": [
      () => ({ ...data, test: roll(data.test, 64) }),
      {
        sentence:
          "Each image of the test set is paired with a label 64 rows away, the size of a batch: as paired a simple classifier scores 9.7 %, with the label 64 rows later 72.9 %.",
        evidence: { shift: 64 },
      },
    ],
    "labels 10 rows late, in batches of 10": [
      () => ({ ...data, test: roll(data.test, 10), settings: { batchSize: 10 } }),
      {
        sentence:
          "Each image of the test set is paired with a label 10 rows away, the size of a batch: as paired a simple classifier scores 6.0 %, with the label 10 rows later 73.4 %.",
        confidence: "fault",
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
