import { bothSides } from "../../../../test/support/check-sides.ts";
import { gradientOf, rightGradient } from "../../../../test/support/doctor-measures.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { flippedSign } from "./flipped-sign.ts";

bothSides(flippedSign, {
  silentOn: {
    "a right gradient": [[gradientCheck, rightGradient]],
    "one layer with the wrong sign, which is F4": [[gradientCheck, gradientOf([{ ratio: -1, error: 1 }, {}])]],
  },
  firesOn: {
    "a gradient that goes uphill": {
      given: [
        [
          gradientCheck,
          gradientOf([
            { ratio: -1, error: 1 },
            { ratio: -1, error: 1 },
          ]),
        ],
      ],
      confidence: "fault",
      says: "The gradient has the wrong sign: it is -1 times the numeric gradient in every layer, so each step makes the cost larger.",
    },
  },
});
