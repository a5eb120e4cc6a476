import { bothSides } from "../../../../test/support/check-sides.ts";
import { gradientOf, rightGradient } from "../../../../test/support/doctor-measures.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { wrongGradient } from "./wrong-gradient.ts";

bothSides(wrongGradient, {
  silentOn: {
    "a right gradient": [[gradientCheck, rightGradient]],
    "float32 rounding": [[gradientCheck, gradientOf([{ error: 2e-3, rest: 2e-3 }, {}])]],
    "a sum, which is D6": [
      [
        gradientCheck,
        gradientOf(
          [
            { error: 0.8, ratio: 5 },
            { error: 0.8, ratio: 5 },
          ],
          { doubled: 2 },
        ),
      ],
    ],
    "the wrong sign everywhere, which is D7": [
      [
        gradientCheck,
        gradientOf([
          { error: 1, ratio: -1 },
          { error: 1, ratio: -1 },
        ]),
      ],
    ],
    "the last row only, which is F5": [
      [
        gradientCheck,
        gradientOf(
          [
            { error: 1, rest: 0.7 },
            { error: 1, rest: 0.7 },
          ],
          { lastRowOnly: true },
        ),
      ],
    ],
  },
  firesOn: {
    "a missing σ′ in layer 1": {
      given: [[gradientCheck, gradientOf([{ error: 0.8, rest: 0.3, ratio: 4.4 }, {}])]],
      confidence: "fault",
      says: "Backpropagation is wrong: on 5 rows the gradient of layer 1 points elsewhere (relative error 0.8), and not by a mere factor; 1 other layer is right.",
      where: "layer 1",
    },
    "a layer that is skipped": {
      given: [[gradientCheck, gradientOf([{ error: 1, ratio: 0, zero: true }, {}])]],
      confidence: "fault",
      says: "Backpropagation is wrong: on 5 rows the gradient of layer 1 is 0, though the cost does depend on these weights; 1 other layer is right.",
      where: "layer 1",
    },
    "a factor of 2 everywhere": {
      given: [
        [
          gradientCheck,
          gradientOf([
            { error: 0.5, ratio: 2 },
            { error: 0.5, ratio: 2 },
          ]),
        ],
      ],
      confidence: "fault",
      says: "Backpropagation is wrong: on 5 rows the gradient of layer 2 is 2 times the numeric one, as in every layer.",
      where: "layer 2",
    },
    "NaN in one layer": {
      given: [[gradientCheck, gradientOf([{ error: 1, ratio: 0, rest: 1, finite: false }, {}])]],
      confidence: "fault",
      says: "Backpropagation is wrong: on 5 rows the gradient of layer 1 has values that are NaN or infinite, at weights where the cost is tame; 1 other layer is right.",
      where: "layer 1",
    },
    "the wrong sign in one layer": {
      given: [[gradientCheck, gradientOf([{ error: 1, ratio: -1 }, {}])]],
      confidence: "fault",
      says: "Backpropagation is wrong: on 5 rows the gradient of layer 1 is -1 times the numeric one: the sign is wrong; 1 other layer is right.",
    },
  },
});
