import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing, agreementAt, healthyWeights, weightsOf } from "../../../../test/support/doctor-measures.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { reported } from "../../evidence/reported.ts";
import { weights } from "../../evidence/weights.ts";
import { untrainedCopy } from "./untrained-copy.ts";

const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(untrainedCopy, {
  silentOn: {
    "answers below chance, which is H2": [
      [
        answerOrder,
        [
          {
            split: "test",
            asGiven: agreementAt(0.01, 1000),
            behind: { training: 0.99, probe: 0.8, belowChance: true },
          },
        ],
      ],
    ],
    "the trained network": [[weights, { ...healthyWeights, trainedDigest: healthyWeights.digest }]],
    "the best epoch, which is not the last": [[weights, { ...healthyWeights, trainedDigest: "cd".repeat(32) }]],
    "a report that agrees": [[reported, agreeing]],
  },
  firesOn: {
    "test answers at chance beside good training answers and a good probe": {
      given: [
        [
          answerOrder,
          [
            {
              split: "test",
              asGiven: agreementAt(0.1, 1000),
              behind: { training: 0.99, probe: 0.8, belowChance: false },
            },
          ],
        ],
      ],
      confidence: "likely",
      says: "10.0 % of the test predictions fit, where the same network has 99.0 % of its training images right and a simple classifier reads 80.0 % of the test images: they are not the answers of the trained network to these images, but those of another network (a copy made before training), or to other inputs.",
      where: "test predictions",
    },
    "predictions of another network": {
      given: [
        [
          answerOrder,
          [{ split: "test", asGiven: agreementAt(0.1, 1000), explanation: { kind: "other network", accuracy: 0.95 } }],
        ],
      ],
      confidence: "fault",
      says: "The test predictions are not this network's: 10.0 % of them fit, while the network itself, asked about the same images, is right in 95.0 %.",
      where: "test predictions",
    },
    "a network as the seed made it": {
      given: [[weights, weightsOf([{ asInitial: true }], { trainedDigest: "cd".repeat(32) })]],
      confidence: "fault",
      says: "This is the network as it was before training: its weights have the digest abababababab…, those of the trained network cdcdcdcdcdcd….",
      where: "network",
    },
    "the accuracy before training": {
      given: [[reported, said({ kind: "untrained", value: 0.09 })]],
      confidence: "likely",
      says: "The reported 97.3 % is the accuracy of the network before training; after it, it is 95.0 %.",
    },
  },
});
