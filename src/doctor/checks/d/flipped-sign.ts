import type { Check } from "../../check.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { type FlippedSign, flippedSign as say } from "../../messages/d.ts";

/** D7: the gradient points the wrong way, so every step goes uphill. */
export const flippedSign: Check<FlippedSign> = {
  id: "flipped-sign",
  catalogue: "D7",
  needs: [gradientCheck],
  explains: ["wrong-gradient", "climbing-loss", "one-answer", "not-finite", "underfitting", "learning-rate-too-high"],
  run(measured) {
    const { layers } = measured.of(gradientCheck);
    if (!layers.every(({ ratio, rest }) => ratio < 0 && rest < 1e-3)) return [];
    return [{ confidence: "fault", where: "gradient", evidence: { seen: "gradient", ratio: layers[0].ratio } }];
  },
  say,
};
