import { bothSides } from "../../../../test/support/check-sides.ts";
import { gradientOf, rightGradient } from "../../../../test/support/doctor-measures.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { summedGradient } from "./summed-gradient.ts";

bothSides(summedGradient, {
  silentOn: {
    "a mean": [[gradientCheck, rightGradient]],
    "the last row only": [[gradientCheck, gradientOf([{}], { doubled: 1, lastRowOnly: true })]],
  },
  firesOn: {
    "a sum": { given: [[gradientCheck, gradientOf([{ ratio: 5, error: 0.8 }], { doubled: 2 })]], confidence: "fault" },
  },
});
