import { bothSides } from "../../../../test/support/check-sides.ts";
import { tenClasses } from "../../../../test/support/doctor-measures.ts";
import { classes } from "../../evidence/classes.ts";
import { history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { learnedThenLost } from "./learned-then-lost.ts";

const given = (state: string, loss: number[], accuracy: number[]) =>
  [
    [history, { source: "history", epochs: loss.map((_, i) => i + 1), loss, accuracy, diverged: false }],
    [progress, { state, accuracy: accuracy.at(-1), majority: 0.11, trained: true }],
    [classes, tenClasses],
  ] as const;
bothSides(learnedThenLost, {
  silentOn: {
    "a network that learns": given("learned", [1.2, 0.6, 0.3], [0.7, 0.9, 0.95]),
    "a restart of the schedule": given("learned", [1.2, 0.4, 2, 0.3], [0.7, 0.9, 0.4, 0.95]),
    "overfitting, which keeps its accuracy": given("learned", [1.2, 0.4, 0.1], [0.7, 0.9, 0.99]),
    "never learned": given("stuck", [2.4, 2.3, 2.3], [0.1, 0.11, 0.1]),
  },
  firesOn: {
    "a learning rate that grows": {
      given: given("stuck", [1.2, 0.3, 0.5, 8, 24], [0.7, 0.96, 0.9, 0.2, 0.1]),
      confidence: "likely",
      says: "The network had 96.0 % right in epoch 2 and has 10.0 % at the end, while the loss rose from 0.3 to 24: the steps became too large for what was learned.",
    },
    "a first step far beyond everything": {
      given: given("stuck", [98_258, 2.31, 2.3], [0.1, 0.1, 0.1]),
      confidence: "likely",
      says: "In epoch 1 the loss was 98300, where guessing costs about 2.3, and the network has learned nothing since: a step went far beyond all sense.",
    },
  },
});
