import { bothSides } from "../../../../test/support/check-sides.ts";
import { answersOf } from "../../../../test/support/doctor-measures.ts";
import { answered } from "../../evidence/answered.ts";
import { overlap } from "../../evidence/overlap.ts";
import { tooGood } from "./too-good.ts";

const overlapOf = (shared: number) => [
  {
    split: "test" as const,
    rows: 1000,
    match: Int32Array.from({ length: 1000 }, (_, row) => (row < shared ? row : -1)),
    shared,
    sameRow: 0,
    labelsAreTraining: false,
  },
];
const labels = Int32Array.from({ length: 1000 }, (_, i) => i % 10);
const leaked = answersOf({
  labels,
  answers: labels.map((label, i) => (i < 600 || i % 10 < 7 ? label : (label + 1) % 10)),
});
bothSides(tooGood, {
  silentOn: {
    "no shared images": [
      [answered, { test: answersOf() }],
      [overlap, overlapOf(0)],
    ],
    "a few near-duplicates": [
      [answered, { test: leaked }],
      [overlap, overlapOf(5)],
    ],
    "shared images that are read no better": [
      [answered, { test: answersOf({ right: 0.9 }) }],
      [overlap, overlapOf(500)],
    ],
  },
  firesOn: {
    "a test set of which 60 % was trained on": {
      given: [
        [answered, { test: leaked }],
        [overlap, overlapOf(600)],
      ],
      confidence: "likely",
      says: "The test accuracy of 88.0 % is too good: 600 of the images were trained on, and on them the network reads 100.0 %, on the others 70.0 %.",
    },
  },
});
