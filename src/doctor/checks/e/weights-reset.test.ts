import { bothSides } from "../../../../test/support/check-sides.ts";
import { healthyHistories, historyOf, learned, stuck } from "../../../../test/support/doctor-measures.ts";
import { history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { weightsReset } from "./weights-reset.ts";

const again = historyOf({
  loss: [0.5, 0.52, 0.49, 0.51, 0.5, 0.52, 0.49, 0.5],
  accuracy: [0.7, 0.69, 0.71, 0.7, 0.7, 0.69, 0.71, 0.7],
});
bothSides(weightsReset, {
  silentOn: {
    ...Object.fromEntries(
      Object.entries(healthyHistories).map(([name, curves]) => [
        name,
        [
          [history, curves],
          [progress, learned],
        ] as const,
      ]),
    ),
    "a network that learns nothing at all": [
      [history, again],
      [progress, stuck],
    ],
    "a run that was resumed": [
      [history, { ...again, epochs: [31, 32, 33, 34, 35, 36, 37, 38] }],
      [progress, learned],
    ],
  },
  firesOn: {
    "epochs that end where the first one did": {
      given: [
        [history, again],
        [progress, { ...learned, state: "behind", accuracy: 0.71 }],
      ],
      confidence: "likely",
      says: "Nothing is carried from one epoch to the next: over 8 epochs the loss goes up and down around 0.504 without a trend, as high at the end as in the first, although the network learns something each time (70.0 %).",
    },
  },
});
