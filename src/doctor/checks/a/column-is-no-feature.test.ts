import { digits, imbalanced, integersTable, table } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { columnIsNoFeature } from "./column-is-no-feature.ts";

const data = digits(1500, 300);

twoSided(columnIsNoFeature, {
  silentOn: {
    "a table of features": () => imbalanced,
    "a table of whole numbers": () => integersTable,
  },
  firesOn: {
    "a table with its row numbers": [
      () => ({ training: table(100, 1, (random, row) => ({ x: [row, random.normal()], label: row % 2 })) }),
      { confidence: "likely", evidence: { fault: "row-number", column: 0, start: 0 } },
    ],
    "a table with the label among its features": [
      () => ({ training: table(100, 1, (random, row) => ({ x: [random.normal(), row % 3], label: row % 3 })) }),
      { confidence: "fault", evidence: { fault: "label", column: 1 } },
    ],
  },
  notCheckedOn: {
    pictures: [() => data, "there is no table: the data are pictures"],
  },
});
