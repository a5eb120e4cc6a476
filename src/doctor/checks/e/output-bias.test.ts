import { bothSides } from "../../../../test/support/check-sides.ts";
import { specified, tenClasses } from "../../../../test/support/doctor-measures.ts";
import { Network } from "../../../network/index.ts";
import { classes } from "../../evidence/classes.ts";
import { specification } from "../../evidence/specification.ts";
import { outputBias } from "./output-bias.ts";

const { spec } = Network.create([8, 4, 2]);
bothSides(outputBias, {
  silentOn: {
    "ten equal classes": [
      [classes, tenClasses],
      [specification, specified(spec)],
    ],
    "one class only, which is A10": [
      [classes, { ...tenClasses, counts: { training: [100, 0] } }],
      [specification, specified(spec)],
    ],
  },
  firesOn: {
    "95 : 5": {
      given: [
        [classes, { values: [0, 1], of: {}, counts: { training: [950, 50] } }],
        [specification, specified(spec)],
      ],
      confidence: "advice",
      says: "95.0 % of the training rows are class 0, and the first epochs go into learning just that.",
    },
  },
});
