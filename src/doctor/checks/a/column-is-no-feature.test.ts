import { digits, imbalanced, integersTable, table } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { columnIsNoFeature } from "./column-is-no-feature.ts";

const data = digits(1500, 300);

twoSided(columnIsNoFeature, {
  silentOn: {
    "a table of features": () => imbalanced,
    "a table of whole numbers": () => integersTable,
    "ranks: whole numbers, each once, in more than one column": () => ({
      training: table(100, 1, (_, row) => ({ x: [(row * 37) % 100, (row * 61) % 100], label: row % 2 })),
    }),
    "a threshold on a column, on both sides of which there are values": () => ({
      training: table(200, 1, (random) => {
        const x = random.normal();
        return { x: [x, random.normal()], label: x > 0 ? 1 : 0 };
      }),
    }),
    "blobs that lie far apart in one column, and apart in another": () => ({
      training: table(200, 1, (random, row) => ({
        x: [9 * (row % 2) + random.uniform(), 2 * (row % 2) + random.uniform()],
        label: row % 2,
      })),
    }),
    "blobs that two columns tell apart": () => ({
      training: table(200, 1, (random, row) => ({
        x: [9 * (row % 2) + 0.3 * random.normal(), 9 * (row % 2) + 0.3 * random.normal()],
        label: row % 2,
      })),
    }),
  },
  firesOn: {
    "a table with its row numbers": [
      () => ({ training: table(100, 1, (random, row) => ({ x: [row, random.normal()], label: row % 2 })) }),
      {
        sentence: "Column 0 of the training set counts 0, 1, 2 … from row to row: it is a row number, not a feature.",
        confidence: "likely",
        evidence: { fault: "row-number", column: 0, start: 0 },
      },
    ],
    "row numbers that begin again, downwards and by ten": [
      () => ({
        training: table(100, 1, (random, row) => ({ x: [1000 - 10 * row, random.normal()], label: row % 2 })),
        test: table(50, 2, (random, row) => ({ x: [500 - 10 * row, random.normal()], label: row % 2 })),
      }),
      {
        sentence:
          "Column 0 of the training set counts 1000, 990, 980 … from row to row: it is a row number, not a feature.",
        confidence: "likely",
        evidence: { fault: "row-number", start: 1000, step: -10 },
      },
    ],
    "a day number that goes on in the test set, as advice": [
      () => ({
        training: table(100, 1, (random, row) => ({ x: [row + 1, random.normal()], label: row % 2 })),
        test: table(50, 2, (random, row) => ({ x: [row + 101, random.normal()], label: row % 2 })),
      }),
      {
        sentence: "Column 0 of the training set counts 1, 2, 3 … from row to row: it is a row number, not a feature.",
        confidence: "advice",
        evidence: { fault: "row-number" },
      },
    ],
    "row numbers that were shuffled with their rows": [
      () => ({
        training: table(100, 1, (random, row) => ({ x: [(row * 37) % 100, random.normal()], label: row % 2 })),
      }),
      {
        sentence:
          "Column 0 has 100 whole numbers from 0 on, each of them once: it numbers the rows, and is no feature.",
        confidence: "likely",
        evidence: { fault: "shuffled-number", column: 0 },
      },
    ],
    "shuffled row numbers of each set for itself": [
      () => ({
        training: table(100, 1, (random, row) => ({ x: [(row * 37) % 100, random.normal()], label: row % 2 })),
        test: table(50, 2, (random, row) => ({ x: [(row * 17) % 50, random.normal()], label: row % 2 })),
      }),
      {
        sentence:
          "Column 0 has 100 whole numbers from 0 on, each of them once: it numbers the rows, and is no feature.",
        confidence: "likely",
        evidence: { fault: "shuffled-number", rows: 100 },
      },
    ],
    "a sign that is the concept, as advice": [
      () => ({
        training: table(100, 1, (random, row) => ({ x: [random.normal(), row % 2 === 0 ? -1 : 1], label: row % 2 })),
      }),
      {
        sentence:
          "Column 1 of the training set tells the label by itself, class by class far apart, in all 100 rows: the answer is among the features.",
        confidence: "advice",
        evidence: { fault: "label", column: 1 },
      },
    ],
    "the label, scaled and with a little noise": [
      () => ({
        training: table(100, 1, (random, row) => ({
          x: [random.normal(), 3.7 * (row % 3) - 2 + 0.1 * random.normal()],
          label: row % 3,
        })),
      }),
      {
        sentence:
          "Column 1 of the training set tells the label by itself, class by class far apart, in all 100 rows: the answer is among the features.",
        confidence: "likely",
        evidence: { fault: "label", column: 1, equal: false },
      },
    ],
    "a table with the label among its features": [
      () => ({ training: table(100, 1, (random, row) => ({ x: [random.normal(), row % 3], label: row % 3 })) }),
      {
        sentence: "Column 1 of the training set equals the label in all 100 rows: the answer is among the features.",
        confidence: "likely",
        evidence: { fault: "label", column: 1, equal: true },
      },
    ],
  },
  notCheckedOn: {
    pictures: [() => data, "there is no table: the data are pictures"],
  },
});
