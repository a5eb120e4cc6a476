import { bothSides } from "../../../../test/support/check-sides.ts";
import { healthyHistories, healthyWeights, historyOf, weightsOf } from "../../../../test/support/doctor-measures.ts";
import { history } from "../../evidence/history.ts";
import { movement } from "../../evidence/movement.ts";
import { settings } from "../../evidence/settings.ts";
import { training } from "../../evidence/training.ts";
import { weights } from "../../evidence/weights.ts";
import { weightsUnchanged } from "./weights-unchanged.ts";

bothSides(weightsUnchanged, {
  silentOn: {
    "trained weights": [
      [training, true],
      [weights, { ...healthyWeights, epochs: 30 }],
    ],
    "a network before training": [
      [training, true],
      [weights, weightsOf([{ asInitial: true }, { asInitial: true }])],
    ],
    ...Object.fromEntries(
      Object.entries(healthyHistories).map(([name, curves]) => [
        name,
        [
          [training, true],
          [history, curves],
        ] as const,
      ]),
    ),
    "a loss that is 0 in every epoch": [
      [training, true],
      [history, historyOf({ loss: [0, 0, 0, 0] })],
    ],
    "a loss rounded to two digits": [
      [training, true],
      [history, historyOf({ loss: [0.12, 0.12, 0.12] })],
    ],
  },
  firesOn: {
    "a learning rate of 0": {
      given: [
        [training, true],
        [settings, { learningRate: 0 }],
      ],
      confidence: "fault",
      says: "The learning rate is 0, so no step changes anything.",
      where: "learning rate",
    },
    "a network as it began, after 30 epochs": {
      given: [
        [training, true],
        [weights, weightsOf([{ asInitial: true }, { asInitial: true }], { epochs: 30 })],
      ],
      confidence: "fault",
      says: "All weights are still after 30 epochs, bit for bit, the ones that the seed gave: training never changes them.",
      where: "network",
    },
    "a frozen layer": {
      given: [
        [training, true],
        [weights, weightsOf([{ asInitial: true }, {}])],
      ],
      confidence: "fault",
      says: "The weights of layer 1 are still, bit for bit, the ones that the seed gave: training never changes them.",
      where: "layer 1",
    },
    "a layer that the log shows at rest": {
      given: [
        [training, true],
        [movement, [{ layer: 2, epochs: 3, total: 0, largest: 0, smallest: 0, slope: 0.1, dead: 0 }]],
      ],
      confidence: "fault",
      says: "The weights of layer 2 are still after 3 epochs, bit for bit, the ones that the seed gave: training never changes them.",
      where: "layer 2",
    },
    "the same loss to the last digit": {
      given: [
        [training, true],
        [history, historyOf({ loss: [2.302585, 2.302585, 2.302585] })],
      ],
      confidence: "fault",
      says: "The loss is 2.302585 in all 3 epochs, to the last digit: the weights are never changed.",
      where: "training loss",
    },
  },
});
