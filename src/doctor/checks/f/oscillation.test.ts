import { bothSides } from "../../../../test/support/check-sides.ts";
import { healthyHistories, historyOf } from "../../../../test/support/doctor-measures.ts";
import { history } from "../../evidence/history.ts";
import { oscillation } from "./oscillation.ts";

bothSides(oscillation, {
  silentOn: {
    ...Object.fromEntries(
      Object.entries(healthyHistories).map(([name, curves]) => [name, [[history, curves]] as const]),
    ),
  },
  firesOn: {
    "a loss that jumps up and down": {
      given: [[history, historyOf({ loss: [1, 0.5, 0.9, 0.4, 0.95, 0.45, 0.9, 0.4, 1, 0.5] })]],
      confidence: "advice",
    },
  },
});
