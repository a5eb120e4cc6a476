import { bothSides } from "../../../../test/support/check-sides.ts";
import {
  goodScores,
  healthyHistories,
  healthyWeights,
  historyOf,
  weightsOf,
} from "../../../../test/support/doctor-measures.ts";
import { history } from "../../evidence/history.ts";
import { scores } from "../../evidence/scores.ts";
import { training } from "../../evidence/training.ts";
import { weights } from "../../evidence/weights.ts";
import { notFinite } from "./not-finite.ts";

bothSides(notFinite, {
  silentOn: {
    ...Object.fromEntries(
      Object.entries(healthyHistories).map(([name, curves]) => [
        name,
        [
          [training, true],
          [history, curves],
        ] as const,
      ]),
    ),
    "finite weights and scores": [
      [training, true],
      [weights, healthyWeights],
      [scores, [goodScores]],
    ],
    "a gap in the log": [
      [training, true],
      [history, historyOf({ loss: [0.5, Number.NaN, 0.4, 0.3] })],
    ],
    "a log that begins later": [
      [training, true],
      [history, historyOf({ loss: [Number.NaN, 0.5, 0.4] })],
    ],
  },
  firesOn: {
    "NaN after a climb, whose cause is another": {
      given: [
        [training, true],
        [history, historyOf({ loss: [1, 2, 5, Number.NaN, Number.NaN] })],
      ],
      confidence: "likely",
      says: "The loss is not a finite number from epoch 4 on (5 the epoch before).",
    },
    "weights that are NaN": {
      given: [
        [training, true],
        [weights, weightsOf([{}, { nonFinite: 300 }])],
      ],
      confidence: "fault",
      says: "300 parameters of layer 2 are NaN or infinite, so every answer is.",
      where: "layer 2",
    },
    "a loss that is NaN from epoch 3 on": {
      given: [
        [training, true],
        [history, historyOf({ loss: [0.5, 0.4, Number.NaN, Number.NaN] })],
      ],
      confidence: "fault",
      says: "The loss is not a finite number from epoch 3 on (0.4 the epoch before).",
      where: "training loss",
    },
    "an infinite loss": {
      given: [
        [training, true],
        [history, historyOf({ loss: [Number.POSITIVE_INFINITY, 3, 3] })],
      ],
      confidence: "fault",
      says: "The loss is not a finite number from epoch 1 on.",
    },
    "a loss that has exploded": {
      given: [
        [training, true],
        [history, historyOf({ loss: [1, 0.9, 1e5] })],
      ],
      confidence: "fault",
      says: "The loss has exploded, from 1 to 100000.",
    },
    "a run that ended in NaN": {
      given: [
        [training, true],
        [history, historyOf({ loss: [1, 0.9], diverged: true })],
      ],
      confidence: "fault",
      says: "Training ended in epoch 3 because the cost was not a finite number.",
      where: "training run",
    },
    "scores that are NaN": {
      given: [
        [training, true],
        [scores, [{ ...goodScores, nonFinite: 10 }]],
      ],
      confidence: "fault",
      says: "10 of the scores are NaN or infinite.",
      where: "test scores",
    },
  },
});
