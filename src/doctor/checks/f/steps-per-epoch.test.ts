import { bothSides } from "../../../../test/support/check-sides.ts";
import { learned } from "../../../../test/support/doctor-measures.ts";
import { counts } from "../../evidence/counts.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { stepsPerEpoch } from "./steps-per-epoch.ts";

const sides = [{ split: "training" as const, images: 60_000, labels: 60_000, names: { images: "x", labels: "y" } }];
bothSides(stepsPerEpoch, {
  silentOn: {
    "mini-batches of 10": [
      [settings, { batchSize: 10 }],
      [counts, sides],
    ],
    "full batches that learned": [
      [settings, { batchSize: 60_000 }],
      [counts, sides],
      [progress, learned],
    ],
    "a small table as one batch": [
      [settings, { batchSize: 100 }],
      [counts, [{ ...sides[0], images: 100 }]],
    ],
  },
  firesOn: {
    "60,000 rows a step": {
      given: [
        [settings, { batchSize: 60_000, epochs: 30 }],
        [counts, sides],
      ],
      confidence: "advice",
      says: "With 60,000 of 60,000 rows in a mini-batch an epoch has 1 step, 30 in all 30 epochs.",
    },
  },
});
