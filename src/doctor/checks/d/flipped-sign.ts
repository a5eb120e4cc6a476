import type { Check, Draft, Words } from "../../check.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { figure } from "../../words.ts";

export interface FlippedSign {
  /** Given = ratio × numeric gradient. */
  readonly ratio: number;
}

/** D7: the gradient points the wrong way, so every step goes uphill. */
export const flippedSign: Check<FlippedSign> = {
  id: "flipped-sign",
  catalogue: "D7",
  needs: [gradientCheck],
  explains: ["wrong-gradient", "climbing-loss", "one-answer", "not-finite", "underfitting", "learning-rate-too-high"],
  run(measured) {
    const { layers } = measured.of(gradientCheck);
    if (!layers.every(({ ratio, rest }) => ratio < 0 && rest < 1e-3)) return [];
    return [{ confidence: "fault", where: "gradient", evidence: { ratio: layers[0].ratio } }];
  },
  say,
};

function say({ evidence: { ratio } }: Draft<FlippedSign>): Words {
  return {
    sentence: `The gradient has the wrong sign: it is ${figure(ratio)} times the numeric gradient in every layer, so each step makes the cost larger.`,
    fix: "Subtract the learning rate times the gradient, and take ∂C/∂a as a − y, not y − a.",
  };
}
