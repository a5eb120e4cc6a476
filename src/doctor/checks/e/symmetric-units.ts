import type { Check } from "../../check.ts";
import { weights } from "../../evidence/weights.ts";
import { type SymmetricUnits, symmetricUnits as say } from "../../messages/e.ts";

/** E1: hidden units with equal weights and biases get equal gradients for ever. One layer alone can start from zeros. */
export const symmetricUnits: Check<SymmetricUnits> = {
  id: "symmetric-units",
  catalogue: "E1",
  needs: [weights],
  quick: true,
  explains: [
    "underfitting",
    "one-answer",
    "vanishing-start",
    "saturating-start",
    "saturated-units",
    "vanishing-gradient",
    "weights-unchanged",
    "dead-units",
    "learning-rate-too-high",
    "learning-rate-too-low",
    "bottleneck",
    "too-few-steps",
  ],
  run(measured) {
    return measured
      .of(weights)
      .layers.slice(0, -1)
      .filter(({ units, different, nonFinite }) => nonFinite === 0 && units > 1 && different <= units / 2)
      .map(({ layer, units, different }) => ({
        confidence: "fault" as const,
        where: `layer ${layer}`,
        evidence: { layer, units, different },
      }));
  },
  say,
};
