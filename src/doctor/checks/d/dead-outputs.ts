import { integer, list } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { activity } from "../../evidence/activity.ts";
import { type Scores, scores } from "../../evidence/scores.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export interface DeadOutputs {
  readonly split: SplitName;
  readonly rows: number;
  readonly width: number;
  readonly zeroOutputs: readonly number[];
  readonly tied: number;
}

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

function say({ evidence: { split, rows, width, zeroOutputs, tied } }: Draft<DeadOutputs>): Words {
  const which =
    zeroOutputs.length === 0
      ? `in ${share(tied)} of the ${integer(rows)} ${split} rows all outputs are the same number`
      : `${zeroOutputs.length} of ${width} outputs (${list(zeroOutputs.slice(0, 10).map(String))}) are 0 in all ${integer(rows)} ${split} rows`;
  return {
    sentence: `The last layer cannot go below 0, and ${which}: such an output gets no gradient, and its class is never answered.`,
    fix: "Use softmax with cross-entropy (log-likelihood), or sigmoid, as the activation of the last layer; not ReLU.",
  };
}
