import { bothSides } from "../../../../test/support/check-sides.ts";
import {
  hopeless,
  learned,
  learningTrials,
  rising,
  stuck,
  trialsOf,
} from "../../../../test/support/doctor-measures.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { trials } from "../../evidence/trials.ts";
import { learningRateTooHigh } from "./learning-rate.ts";

const high = trialsOf({ lift: 0, accuracy: 0.1, cost: 0.5 }, [{ change: "learning rate", factor: 0.1, to: "10" }], {
  learningRate: 100,
});
bothSides(learningRateTooHigh, {
  silentOn: {
    "the book's 3.0": [[trials, learningTrials]],
    "a network that no rate moves": [[trials, hopeless]],
    "a rate at which the whole run has learned": [
      [trials, high],
      [progress, learned],
    ],
    "a slow network that rises": [
      [trials, high],
      [progress, rising],
    ],
    "a warm-up still to come": [
      [trials, high],
      [settings, { warmupEpochs: 2 }],
    ],
    "a larger rate that helps, which is F2": [
      [trials, trialsOf({ lift: 0 }, [{ change: "learning rate", factor: 10, to: "30" }])],
    ],
  },
  firesOn: {
    "100, where 10 learns": {
      given: [[trials, high]],
      confidence: "fault",
      says: "The learning rate is too high. At 100 the network reads 10.0 % after 600 steps, with cost 0.5; at 10 the same steps reach 60.0 % and cost 0.3.",
    },
    "a run at chance": {
      given: [
        [trials, high],
        [progress, stuck],
      ],
      confidence: "fault",
      says: "The learning rate is too high. At 100 the network reads 10.0 % after 600 steps, with cost 0.5; at 10 the same steps reach 60.0 % and cost 0.3.",
    },
    "a run that diverged": {
      given: [
        [
          trials,
          trialsOf({ finite: false, lift: 0, accuracy: 0.1 }, [{ change: "learning rate", factor: 0.01, to: "0.1" }]),
        ],
      ],
      confidence: "fault",
      says: "The learning rate is too high. At 3 the network reads 10.0 % after 600 steps, with a cost that is not a number; at 0.1 the same steps reach 60.0 % and cost 0.3.",
    },
  },
});
