import { digits, roll, shuffleLabels, table } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { shiftedLabels } from "./label-orders.ts";

const data = digits(1500, 300);

/** Classes 0, 1, 0, 1 …: a shift by two rows fits as well, and must not be named. */
const inTurns = {
  training: table(600, 1, (random, row) => ({ x: [(row % 2) + 0.3 * random.normal()], label: row % 2 })),
  test: table(200, 2, (random, row) => ({ x: [(row % 2) + 0.3 * random.normal()], label: row % 2 })),
};

twoSided(shiftedLabels, {
  silentOn: {
    "healthy digits": () => data,
    "labels a batch late": () => ({ ...data, test: roll(data.test, 128) }),
    "test labels shuffled": () => ({ ...data, test: shuffleLabels(data.test) }),
    "a table of two classes in turns, as paired": () => inTurns,
  },
  firesOn: {
    "test labels a row late": [
      () => ({ ...data, test: roll(data.test, 1) }),
      {
        sentence:
          "The labels of the test set are 1 row late: a simple classifier scores 9.3 % as paired and 72.9 % when every label is moved 1 row earlier.",
        evidence: { shift: 1 },
      },
    ],
    "test labels 7 rows early": [
      () => ({ ...data, test: roll(data.test, -7) }),
      {
        sentence:
          "The labels of the test set are 7 rows early: a simple classifier scores 8.3 % as paired and 73.4 % when every label is moved 7 rows later.",
        evidence: { shift: -7 },
      },
    ],
    "training labels a row late": [
      () => ({ ...data, training: roll(data.training, 1) }),
      {
        sentence:
          "The labels of the training set are 1 row late: a simple classifier scores 9.8 % as paired and 73.9 % when every label is moved 1 row earlier.",
        where: "training labels",
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
