import type { Check, Draft, Words } from "../../check.ts";
import { weights } from "../../evidence/weights.ts";

export interface SymmetricUnits {
  /** From 1. */
  readonly layer: number;
  readonly units: number;
  readonly different: number;
  /** Of a convolution. */
  readonly filters?: boolean;
}

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
      .map(({ layer, filters, units, different }) => ({
        confidence: "fault" as const,
        where: `layer ${layer}`,
        evidence: { layer, units, different, ...(filters && { filters }) },
      }));
  },
  say,
};

function say({ evidence: { layer, units, different, filters = false } }: Draft<SymmetricUnits>): Words {
  const what = `${different === 1 ? "All" : "The"} ${units} ${filters ? "filters" : "units"}`;
  const how = different === 1 ? "have the same weights and bias" : `are copies of ${different}`;
  return {
    sentence: `${what} of layer ${layer} ${how}: they answer alike, get the same gradient, and stay alike for ever.`,
    fix: "Start from random weights, a different number for every weight (and another seed for every layer).",
  };
}
