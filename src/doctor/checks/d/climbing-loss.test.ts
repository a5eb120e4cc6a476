import { bothSides } from "../../../../test/support/check-sides.ts";
import { healthyHistories, historyOf, stuck } from "../../../../test/support/doctor-measures.ts";
import { history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { climbingLoss } from "./climbing-loss.ts";

bothSides(climbingLoss, {
  silentOn: {
    ...Object.fromEntries(
      Object.entries(healthyHistories).map(([name, curves]) => [name, [[history, curves]] as const]),
    ),
    "a loss that rises while accuracy does too": [
      [history, historyOf({ loss: [1, 1.1, 1.2], accuracy: [0.5, 0.6, 0.7] })],
    ],
  },
  firesOn: {
    "a loss that rises to its ceiling, at chance": {
      given: [
        [history, historyOf({ loss: [4.45, 4.49, 4.494, 4.495, 4.4951] })],
        [progress, stuck],
      ],
      confidence: "likely",
      says: "The loss has risen from 4.45 to 4.5 in 5 epochs and never fell: the steps go uphill, or far too wide.",
    },
    "a loss that has never fallen": {
      given: [[history, historyOf({ loss: [1, 1.5, 2.5, 4], accuracy: [0.1, 0.08, 0.05, 0.03] })]],
      confidence: "likely",
      says: "The loss has risen from 1 to 4 in 4 epochs and never fell: the steps go uphill, or far too wide.",
    },
  },
});
