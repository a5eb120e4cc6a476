import { bothSides } from "../../../../test/support/check-sides.ts";
import { healthyWeights, weightsOf } from "../../../../test/support/doctor-measures.ts";
import { weights } from "../../evidence/weights.ts";
import { symmetricUnits } from "./symmetric-units.ts";

bothSides(symmetricUnits, {
  silentOn: {
    "random weights": [[weights, healthyWeights]],
    "a network of one layer that starts from zeros": [[weights, weightsOf([{ units: 10, different: 1 }])]],
    "NaN everywhere, which is F9": [[weights, weightsOf([{ nonFinite: 9, different: 1 }, {}])]],
    "two units that happen to agree": [[weights, weightsOf([{ different: 29 }, {}])]],
  },
  firesOn: {
    zeros: {
      given: [[weights, weightsOf([{ different: 1 }, { units: 10, different: 10 }])]],
      confidence: "fault",
      says: "All 30 units of layer 1 have the same weights and bias: they answer alike, get the same gradient, and stay alike for ever.",
      where: "layer 1",
    },
    "copies of three units": {
      given: [[weights, weightsOf([{ different: 3 }, {}])]],
      confidence: "fault",
      says: "The 30 units of layer 1 are copies of 3: they answer alike, get the same gradient, and stay alike for ever.",
      where: "layer 1",
    },
  },
});
