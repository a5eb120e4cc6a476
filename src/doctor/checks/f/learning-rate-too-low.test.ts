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
import { trials } from "../../evidence/trials.ts";
import { learningRateTooLow } from "./learning-rate.ts";

const low = trialsOf({ lift: 0, accuracy: 0.1, cost: 1.999 }, [{ change: "learning rate", factor: 10_000, to: "1" }], {
  learningRate: 1e-4,
});
bothSides(learningRateTooLow, {
  silentOn: {
    "the book's 3.0": [[trials, learningTrials]],
    "a network that no rate moves": [[trials, hopeless]],
    "a run that has learned": [
      [trials, low],
      [progress, learned],
    ],
    "a slow network that rises": [
      [trials, trialsOf({ lift: 0.1, cost: 1.9 }, [{ change: "learning rate", factor: 10, to: "1" }])],
      [progress, rising],
    ],
    "enough steps for a small rate": [[trials, { ...low, asIs: { ...low.asIs, cost: 1.96 }, allSteps: 100_000 }]],
  },
  firesOn: {
    "0.0001, where 1 learns": {
      given: [[trials, { ...low, allSteps: 6000 }]],
      confidence: "fault",
      says: "The learning rate is too low. At 0.0001 the network reads 10.0 % after 600 steps, with cost 2; at 1 the same steps reach 60.0 % and cost 0.3.",
    },
    "the same with the number of steps unknown": {
      given: [[trials, low]],
      confidence: "likely",
      says: "The learning rate is too low. At 0.0001 the network reads 10.0 % after 600 steps, with cost 2; at 1 the same steps reach 60.0 % and cost 0.3.",
    },
    "a run at chance": {
      given: [
        [trials, low],
        [progress, stuck],
      ],
      confidence: "fault",
      says: "The learning rate is too low. At 0.0001 the network reads 10.0 % after 600 steps, with cost 2; at 1 the same steps reach 60.0 % and cost 0.3.",
    },
  },
});
