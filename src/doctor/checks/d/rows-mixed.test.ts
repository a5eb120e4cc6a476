import { bothSides } from "../../../../test/support/check-sides.ts";
import { passes } from "../../evidence/passes.ts";
import { rowsMixed } from "./rows-mixed.ts";

bothSides(rowsMixed, {
  silentOn: {
    "answers that stand alone": [[passes, { rows: 32, changed: 0, largestChange: 0, mixed: 0, largestMix: 1e-7 }]],
  },
  firesOn: {
    "a softmax over the batch": {
      given: [[passes, { rows: 32, changed: 0, largestChange: 0, mixed: 32, largestMix: 0.4 }]],
      confidence: "fault",
    },
  },
});
