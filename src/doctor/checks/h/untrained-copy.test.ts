import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing, agreementAt, healthyWeights, weightsOf } from "../../../../test/support/doctor-measures.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { reported } from "../../evidence/reported.ts";
import { training } from "../../evidence/training.ts";
import { weights } from "../../evidence/weights.ts";
import { untrainedCopy } from "./untrained-copy.ts";

const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(untrainedCopy, {
  silentOn: {
    "the trained network": [
      [training, true],
      [weights, { ...healthyWeights, trainedDigest: healthyWeights.digest }],
    ],
    "the best epoch, which is not the last": [
      [training, true],
      [weights, { ...healthyWeights, trainedDigest: "cd".repeat(32) }],
    ],
    "a report that agrees": [
      [training, true],
      [reported, agreeing],
    ],
  },
  firesOn: {
    "predictions of another network": {
      given: [
        [training, true],
        [
          answerOrder,
          [{ split: "test", asGiven: agreementAt(0.1, 1000), explanation: { kind: "other network", accuracy: 0.95 } }],
        ],
      ],
      confidence: "fault",
      where: "test predictions",
    },
    "a network as the seed made it": {
      given: [
        [training, true],
        [weights, weightsOf([{ asInitial: true }], { trainedDigest: "cd".repeat(32) })],
      ],
      confidence: "fault",
      where: "network",
    },
    "the accuracy before training": {
      given: [
        [training, true],
        [reported, said({ kind: "untrained", value: 0.09 })],
      ],
      confidence: "likely",
    },
  },
});
