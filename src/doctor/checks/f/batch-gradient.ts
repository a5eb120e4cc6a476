import type { Check } from "../../check.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { type BatchGradient, batchGradient as say } from "../../messages/f.ts";

/** F5: only the last row of a mini-batch counts. */
export const batchGradient: Check<BatchGradient> = {
  id: "batch-gradient",
  catalogue: "F5",
  needs: [gradientCheck],
  explains: ["wrong-gradient", "summed-gradient", "underfitting", "oscillation"],
  run(measured) {
    const { lastRowOnly, rows } = measured.of(gradientCheck);
    return lastRowOnly ? [{ confidence: "fault", where: "gradient of a mini-batch", evidence: { rows } }] : [];
  },
  say,
};
