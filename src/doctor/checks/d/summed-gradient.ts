import type { Check, Draft, Words } from "../../check.ts";
import { gradientCheck } from "../../evidence/gradient-check.ts";
import { figure } from "../../words.ts";

export interface SummedGradient {
  /** Length of the gradient of a batch with every row twice, over that of the batch. */
  readonly doubled: number;
  readonly rows: number;
}

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

function say({ evidence: { doubled, rows } }: Draft<SummedGradient>): Words {
  return {
    sentence: `The gradient of a mini-batch is a sum over its rows, not a mean: with each of ${rows} rows twice in the batch it becomes ${figure(doubled)} times as long, so each step grows with the batch size.`,
    fix: "Divide the gradient by the number of rows of the mini-batch, or the learning rate by the batch size.",
  };
}
