import type { Check } from "../../check.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { type SummedGradient, summedGradient as say } from "../../messages/d.ts";

/** D6 and F6: the gradient of a batch is the sum over its rows, not the mean. */
export const summedGradient: Check<SummedGradient> = {
  id: "summed-gradient",
  catalogue: "D6",
  needs: [gradientCheck],
  explains: ["wrong-gradient", "learning-rate-too-high", "one-answer", "saturated-units"],
  run(measured) {
    const { doubled, rows, lastRowOnly } = measured.of(gradientCheck);
    if (lastRowOnly || !(Math.abs(doubled - 2) < 0.01)) return [];
    return [{ confidence: "fault", where: "gradient of a mini-batch", evidence: { doubled, rows } }];
  },
  say,
};
