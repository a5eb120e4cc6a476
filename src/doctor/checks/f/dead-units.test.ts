import { bothSides } from "../../../../test/support/check-sides.ts";
import { activityOf, book, learned, relu, rising, stuck } from "../../../../test/support/doctor-measures.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { deadUnits } from "./dead-units.ts";

const half = activityOf([{ activation: "relu", dead: 20 }, {}]);
bothSides(deadUnits, {
  silentOn: {
    "the book's network": [[activity, book]],
    "ReLU and He, sparse and sound": [
      [activity, relu],
      [progress, learned],
    ],
    "weights that are NaN, which is F9": [
      [activity, activityOf([{ activation: "relu", dead: 30 }, {}], { cost: Number.NaN })],
    ],
    "most units dead, and learned all the same": [
      [activity, half],
      [progress, learned],
    ],
    "most units dead, and rising": [
      [activity, half],
      [progress, rising],
    ],
  },
  firesOn: {
    "a layer that is dead altogether": {
      given: [[activity, activityOf([{ activation: "relu", dead: 30 }, {}])]],
      confidence: "fault",
      says: "All 30 units of layer 1 have slope 0 for every one of 512 images: they get no gradient and cannot recover.",
      where: "layer 1",
    },
    "most units dead, at chance": {
      given: [
        [activity, half],
        [progress, stuck],
      ],
      confidence: "likely",
      says: "20 of the 30 units of layer 1 have slope 0 for every one of 512 images: they get no gradient and cannot recover.",
      where: "layer 1",
    },
  },
});
