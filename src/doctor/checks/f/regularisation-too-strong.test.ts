import { bothSides } from "../../../../test/support/check-sides.ts";
import { hopeless, learned, learningTrials, trialsOf } from "../../../../test/support/doctor-measures.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { trials } from "../../evidence/trials.ts";
import { regularisationTooStrong } from "./regularisation-too-strong.ts";

const strong = trialsOf({ lift: 0.2, accuracy: 0.28 }, [
  { change: "penalties", to: "without dropout", accuracy: 0.9, lift: 0.88 },
]);
bothSides(regularisationTooStrong, {
  silentOn: {
    "the book's run": [
      [trials, learningTrials],
      [settings, {}],
    ],
    "a network that nothing helps": [
      [trials, hopeless],
      [settings, { l2: 5 }],
    ],
    "dropout of a run that has learned": [
      [trials, strong],
      [settings, { dropout: 0.5 }],
      [progress, learned],
    ],
  },
  firesOn: {
    "dropout 0.95": {
      given: [
        [trials, strong],
        [settings, { dropout: 0.95, l2: 0 }],
      ],
      confidence: "fault",
      says: "The regularisation (dropout 0.95) keeps the network from learning: 600 steps reach 28.0 % with it and 90.0 % without.",
    },
  },
});
