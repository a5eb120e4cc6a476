import type { Check, Draft, Words } from "../../check.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";

export interface BatchGradient {
  readonly rows: number;
}

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

function say({ evidence: { rows } }: Draft<BatchGradient>): Words {
  return {
    sentence: `Only the last row of a mini-batch counts: the gradient of ${rows} rows equals that of the last one alone.`,
    fix: "Add the gradients of all rows up (+=) before the step, and begin each mini-batch from 0.",
  };
}
