import { bothSides } from "../../../../test/support/check-sides.ts";
import { activityOf, goodScores } from "../../../../test/support/doctor-measures.ts";
import { activity } from "../../evidence/activity.ts";
import { scores } from "../../evidence/scores.ts";
import { deadOutputs } from "./dead-outputs.ts";

bothSides(deadOutputs, {
  silentOn: {
    probabilities: [[scores, [goodScores]]],
    "linear outputs of both signs": [[scores, [{ ...goodScores, probabilities: false, lowest: -3 }]]],
    "ReLU outputs that all live": [[scores, [{ ...goodScores, probabilities: false, lowest: 0, tied: 0.01 }]]],
    "a few rows": [[scores, [{ ...goodScores, rows: 5, probabilities: false, lowest: 0, zeroOutputs: [3] }]]],
  },
  firesOn: {
    "three outputs that are always 0": {
      given: [[scores, [{ ...goodScores, probabilities: false, lowest: 0, zeroOutputs: [1, 4, 7] }]]],
      confidence: "likely",
      says: "The last layer cannot go below 0, and 3 of 10 outputs (1, 4 and 7) are 0 in all 1,000 test rows: such an output gets no gradient, and its class is never answered.",
    },
    "dead ReLU outputs of the network": {
      given: [
        [scores, [{ ...goodScores, probabilities: false, lowest: 0, zeroOutputs: [1] }]],
        [activity, activityOf([{}, { activation: "relu", units: 10, dead: 1 }])],
      ],
      confidence: "fault",
      says: "The last layer cannot go below 0, and 1 of 10 outputs (1) are 0 in all 1,000 test rows: such an output gets no gradient, and its class is never answered.",
    },
    "rows in which all outputs are 0": {
      given: [[scores, [{ ...goodScores, probabilities: false, lowest: 0, tied: 0.2 }]]],
      confidence: "likely",
      says: "The last layer cannot go below 0, and in 20.0 % of the 1,000 test rows all outputs are the same number: such an output gets no gradient, and its class is never answered.",
    },
  },
});
