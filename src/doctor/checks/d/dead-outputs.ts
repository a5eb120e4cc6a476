import type { Check } from "../../check.ts";
import { activity } from "../../evidence/activity.ts";
import { type Scores, scores } from "../../evidence/scores.ts";
import { type DeadOutputs, deadOutputs as say } from "../../messages/d.ts";

/** Share of rows in which all outputs tie, so that the answer is the first class by default. */
const TIED = 0.05;

/** D3: outputs that cannot go below 0 and stay at 0: ReLU (or an absolute value) as output activation. */
export const deadOutputs: Check<DeadOutputs> = {
  id: "dead-outputs",
  catalogue: "D3",
  needs: [scores],
  uses: [activity],
  explains: ["one-answer", "underfitting", "dead-units", "accuracy-hides-imbalance"],
  run(measured) {
    const found = measured.of(scores).find(isClipped);
    if (found === undefined) return [];
    const { split, rows, width, zeroOutputs, tied } = found;
    const layer = measured.maybe(activity)?.layers.at(-1);
    const gradient = layer !== undefined && layer.activation === "relu" && layer.dead > 0;
    const evidence = { split, rows, width, zeroOutputs, tied };
    return [{ confidence: gradient ? "fault" : "likely", where: "output layer", evidence }];
  },
  say,
};

function isClipped({ lowest, zeroOutputs, tied, rows, width, probabilities }: Scores): boolean {
  if (rows < 20 || lowest < 0 || probabilities || zeroOutputs.length === width) return zeroOutputs.length === width;
  return zeroOutputs.length > 0 || (lowest === 0 && tied > TIED);
}
