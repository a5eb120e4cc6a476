import { bothSides } from "../../../../test/support/check-sides.ts";
import { activityOf, book, deep, learned, rising, stuck, untrained } from "../../../../test/support/doctor-measures.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { vanishingGradient } from "./vanishing-gradient.ts";

const dying = activityOf([{ gradientNorm: 1e-6 }, { gradientNorm: 1e-4 }, { gradientNorm: 0.1 }]);
bothSides(vanishingGradient, {
  silentOn: {
    "five sigmoid layers that rise": [
      [activity, deep],
      [progress, rising],
    ],
    "the book's network": [
      [activity, book],
      [progress, stuck],
    ],
    "a network before training": [
      [activity, dying],
      [progress, untrained],
    ],
    "a network that has learned": [
      [activity, dying],
      [progress, learned],
    ],
  },
  firesOn: {
    "a first layer without gradient, at chance": {
      given: [
        [activity, dying],
        [progress, stuck],
      ],
      confidence: "likely",
      says: "The gradient dies on its way back through 3 layers: 0.000001 in layer 1, 0.1 in the last; the network reads 11.0 % of its training images.",
    },
  },
});
