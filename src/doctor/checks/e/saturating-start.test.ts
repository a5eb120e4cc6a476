import { bothSides } from "../../../../test/support/check-sides.ts";
import {
  activityOf,
  book,
  deep,
  learningTrials,
  relu,
  stuck,
  trialsOf,
  untrained,
} from "../../../../test/support/doctor-measures.ts";
import { activity } from "../../evidence/activity.ts";
import { movement } from "../../evidence/movement.ts";
import { progress } from "../../evidence/progress.ts";
import { trials } from "../../evidence/trials.ts";
import { saturatingStart } from "./saturating-start.ts";

const flat = activityOf([{ slope: 4e-4 }, {}]);
bothSides(saturatingStart, {
  silentOn: {
    "the book's network": [[activity, book]],
    "ReLU and He": [[activity, relu]],
    "five sigmoid layers": [[activity, deep]],
    "large inputs, which is C1": [[activity, activityOf([{ slope: 1e-4 }, {}], { largestInput: 255 })]],
    "flat units that learn in small trainings": [
      [activity, flat],
      [trials, learningTrials],
    ],
    "units that training has made flat": [
      [activity, flat],
      [progress, stuck],
    ],
  },
  firesOn: {
    "weights with deviation 100": {
      given: [[activity, flat]],
      confidence: "likely",
      says: "The weights of layer 1 are so large that its units are flat: mean slope 0.0004, where scaled weights would give 0.204.",
      where: "layer 1",
    },
    "weights with deviation 100, where scaled ones learn": {
      given: [
        [activity, flat],
        [progress, untrained],
        [trials, trialsOf({ lift: 0, accuracy: 0.1 }, [{ change: "initialisation", to: "lecun-normal" }])],
      ],
      confidence: "fault",
      says: "The weights of layer 1 are so large that its units are flat: mean slope 0.0004, where scaled weights would give 0.204. The same 600 steps reach 10.0 % like this, and 60.0 % with lecun-normal weights.",
      where: "layer 1",
    },
    "weights that training has hardly moved": {
      given: [
        [activity, flat],
        [progress, stuck],
        [movement, [{ layer: 1, epochs: 3, total: 0.02, largest: 0.01, smallest: 0.001, slope: 1e-4, dead: 0 }]],
      ],
      confidence: "likely",
      says: "The weights of layer 1 are so large that its units are flat: mean slope 0.0004, where scaled weights would give 0.204.",
      where: "layer 1",
    },
  },
});
