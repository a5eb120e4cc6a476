import { bothSides } from "../../../../test/support/check-sides.ts";
import {
  activityOf,
  book,
  deep,
  learned,
  rising,
  stuck,
  trialsOf,
  untrained,
} from "../../../../test/support/doctor-measures.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { trials } from "../../evidence/trials.ts";
import { vanishingStart } from "./vanishing-start.ts";

const dying = activityOf([
  { gradientNorm: 1e-9 },
  { spread: 1e-4, gradientNorm: 1e-6 },
  { spread: 1e-7, gradientNorm: 1e-3 },
  { spread: 1e-9, gradientNorm: 0.5 },
]);
bothSides(vanishingStart, {
  silentOn: {
    "the book's network at chance": [
      [activity, book],
      [progress, stuck],
    ],
    "five sigmoid layers that rise": [
      [activity, deep],
      [progress, rising],
    ],
    "a network that has learned": [
      [activity, dying],
      [progress, learned],
    ],
    "dead layers, which is F10": [
      [activity, activityOf([{ dead: 30, gradientNorm: 0 }, {}, {}])],
      [progress, stuck],
    ],
  },
  firesOn: {
    "six layers with tiny weights": {
      given: [
        [activity, dying],
        [progress, stuck],
      ],
      confidence: "likely",
      says: "Hardly anything gets through the 4 layers: from image to image the outputs vary 5e-9 times as much as the liveliest layer, and the gradient of layer 1 is 1e-9 where the last layer has 0.5.",
    },
    "the same before training, as advice": {
      given: [
        [activity, dying],
        [progress, untrained],
      ],
      confidence: "advice",
      says: "Hardly anything gets through the 4 layers: from image to image the outputs vary 5e-9 times as much as the liveliest layer, and the gradient of layer 1 is 1e-9 where the last layer has 0.5.",
    },
    "the same, where ReLU learns": {
      given: [
        [activity, dying],
        [progress, stuck],
        [trials, trialsOf({ lift: 0, accuracy: 0.1 }, [{ change: "activation", to: "relu" }])],
      ],
      confidence: "fault",
      says: "Hardly anything gets through the 4 layers: from image to image the outputs vary 5e-9 times as much as the liveliest layer, and the gradient of layer 1 is 1e-9 where the last layer has 0.5. The same 600 steps reach 10.0 % like this, and 60.0 % with ReLU and he-normal weights.",
    },
  },
});
