import { bothSides } from "../../../../test/support/check-sides.ts";
import { healthyHistories, historyOf } from "../../../../test/support/doctor-measures.ts";
import { history } from "../../evidence/history.ts";
import { overfitting } from "./overfitting.ts";

const over = historyOf({ loss: [1, 0.8, 0.5, 0.3, 0.2, 0.1], evaluationLoss: [0.6, 0.5, 0.55, 0.6, 0.7, 0.8] });
bothSides(overfitting, {
  silentOn: {
    ...Object.fromEntries(
      Object.entries(healthyHistories).map(([name, curves]) => [name, [[history, curves]] as const]),
    ),
    "an evaluation loss that wavers": [
      [history, historyOf({ loss: [1, 0.8, 0.7, 0.6, 0.5, 0.4], evaluationLoss: [0.5, 0.45, 0.46, 0.47, 0.45, 0.46] })],
    ],
  },
  firesOn: {
    "a loss that rises again, as advice": {
      given: [[history, over]],
      confidence: "advice",
      says: "The loss on images not trained on was lowest in epoch 2 (0.5); up to epoch 6, the last, it has risen to 0.8 while the training loss fell. Labels and images fit, so this is overfitting.",
    },
    "a loss that takes the accuracy with it": {
      given: [[history, { ...over, evaluationAccuracy: [0.8, 0.85, 0.8, 0.75, 0.7, 0.68] }]],
      confidence: "likely",
      says: "The loss on images not trained on was lowest in epoch 2 (0.5); up to epoch 6, the last, it has risen to 0.8 while the training loss fell, and 17.0 % of accuracy went with it. Labels and images fit, so this is overfitting.",
    },
  },
});
