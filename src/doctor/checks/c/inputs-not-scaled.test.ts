import { bothSides } from "../../../../test/support/check-sides.ts";
import { activityOf, book, learned, learningTrials, relu, trialsOf } from "../../../../test/support/doctor-measures.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { trials } from "../../evidence/trials.ts";
import { inputsNotScaled } from "./inputs-not-scaled.ts";

const flat = activityOf([{ slope: 0.0002 }, {}], { largestInput: 255 });
bothSides(inputsNotScaled, {
  silentOn: {
    "the book's network on scaled pixels": [[activity, book]],
    "ReLU and He": [[activity, relu]],
    "standardised inputs up to 8": [[activity, activityOf([{ slope: 0.03 }, {}], { largestInput: 8 })]],
    "raw pixels that a network learns all the same": [
      [activity, flat],
      [progress, learned],
    ],
    "raw pixels where small trainings learn": [
      [activity, flat],
      [trials, learningTrials],
    ],
    "a table with large columns and units that are not flat": [
      [activity, activityOf([{ activation: "relu", slope: 0.5 }, {}], { largestInput: 4000 })],
    ],
  },
  firesOn: {
    "raw pixels, before anything is tried": {
      given: [[activity, flat]],
      confidence: "likely",
      says: "The network gets inputs up to 255, so the units of its first layer are flat: mean slope 0.0002.",
    },
    "raw pixels, where division helps": {
      given: [
        [activity, flat],
        [
          trials,
          trialsOf({ lift: 0.1, accuracy: 0.2 }, [
            { change: "inputs", to: "divided by 255", accuracy: 0.6, lift: 0.55 },
          ]),
        ],
      ],
      confidence: "fault",
      says: "The network gets inputs up to 255, so the units of its first layer are flat: mean slope 0.0002. 600 steps reach 20.0 % like this, and 60.0 % with the inputs divided by 255.",
    },
  },
});
