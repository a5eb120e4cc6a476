import { bothSides } from "../../../../test/support/check-sides.ts";
import { passes } from "../../evidence/passes.ts";
import { answersChange } from "./answers-change.ts";

bothSides(answersChange, {
  silentOn: { "the same twice": [[passes, { rows: 32, changed: 0, largestChange: 1e-7, mixed: 0, largestMix: 0 }]] },
  firesOn: {
    "dropout when answering": {
      given: [[passes, { rows: 32, changed: 30, largestChange: 0.3, mixed: 0, largestMix: 0 }]],
      confidence: "fault",
    },
  },
});
