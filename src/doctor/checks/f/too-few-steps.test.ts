import { bothSides } from "../../../../test/support/check-sides.ts";
import { healthyHistories, historyOf } from "../../../../test/support/doctor-measures.ts";
import { history } from "../../evidence/history.ts";
import { tooFewSteps } from "./too-few-steps.ts";

bothSides(tooFewSteps, {
  silentOn: {
    "the book's run": [[history, healthyHistories["the book's run"]]],
    "one epoch only": [[history, healthyHistories["one epoch only"]]],
    "batch size 1, with noise": [[history, healthyHistories["batch size 1, with noise"]]],
  },
  firesOn: {
    "a loss that still falls by a fifth": {
      given: [[history, historyOf({ loss: [2, 1.6, 1.28, 1.02] })]],
      confidence: "advice",
    },
  },
});
