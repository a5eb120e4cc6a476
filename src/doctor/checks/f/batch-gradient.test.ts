import { bothSides } from "../../../../test/support/check-sides.ts";
import { gradientOf, rightGradient } from "../../../../test/support/doctor-measures.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { batchGradient } from "./batch-gradient.ts";

bothSides(batchGradient, {
  silentOn: { "a mean over the rows": [[gradientCheck, rightGradient]] },
  firesOn: {
    "the last row only": { given: [[gradientCheck, gradientOf([{}], { lastRowOnly: true })]], confidence: "fault" },
  },
});
