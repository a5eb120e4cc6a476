import { bothSides } from "../../../../test/support/check-sides.ts";
import { activityOf, book, learned, rising, stuck, untrained } from "../../../../test/support/doctor-measures.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { saturatedUnits } from "./saturated-units.ts";

const flat = activityOf([{ slope: 1e-4 }, {}]);
bothSides(saturatedUnits, {
  silentOn: {
    "the book's network": [
      [activity, book],
      [progress, stuck],
    ],
    "flat units of a network that has learned": [
      [activity, flat],
      [progress, learned],
    ],
    "flat units of one that rises": [
      [activity, flat],
      [progress, rising],
    ],
    "a network before training, which is E2": [
      [activity, flat],
      [progress, untrained],
    ],
  },
  firesOn: {
    "flat units at chance": {
      given: [
        [activity, flat],
        [progress, stuck],
      ],
      confidence: "likely",
      says: "The units of layer 1 sit at their ends (mean slope 0.0001 of 0.25 at most), so hardly any gradient passes, and the network stands at 11.0 % of its training images.",
      where: "layer 1",
    },
  },
});
