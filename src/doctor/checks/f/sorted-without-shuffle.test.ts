import { bothSides } from "../../../../test/support/check-sides.ts";
import { order } from "../../evidence/order.ts";
import { settings } from "../../evidence/settings.ts";
import { sortedWithoutShuffle } from "./sorted-without-shuffle.ts";

const rows = (changes: object) => ({
  split: "training" as const,
  rows: 60_000,
  changes: 9,
  expected: 53_982,
  classes: 10,
  z: -700,
  sorted: true,
  ...changes,
});
bothSides(sortedWithoutShuffle, {
  silentOn: {
    "MNIST in file order, not shuffled": [
      [order, [rows({ changes: 54_149, sorted: false })]],
      [settings, { shuffle: false }],
    ],
    "sorted rows that are shuffled": [
      [order, [rows({})]],
      [settings, { shuffle: true }],
    ],
    "sorted rows, shuffling unknown": [
      [order, [rows({})]],
      [settings, { batchSize: 10 }],
    ],
    "full batches, in which order does not matter": [
      [order, [rows({})]],
      [settings, { shuffle: false, batchSize: 60_000 }],
    ],
  },
  firesOn: {
    "sorted rows in file order": {
      given: [
        [order, [rows({})]],
        [settings, { shuffle: false, batchSize: 10 }],
      ],
      confidence: "fault",
      says: "The 60,000 training rows are sorted by class and taken in that order: the label changes 9 times where random order would have 53,982, so the network forgets each of the 10 classes while it learns the next.",
    },
  },
});
