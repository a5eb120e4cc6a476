import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { scores } from "../../evidence/scores.ts";
import type { SplitName } from "../../input.ts";
import { figure } from "../../words.ts";

export interface DoubleSoftmax {
  readonly split: SplitName;
  readonly rows: number;
  readonly width: number;
  readonly largest: number;
  readonly bound: number;
}

/** D2: probabilities that are softmax of probabilities. In Myelin's own networks softmax can stand only once. */
export const doubleSoftmax: Check<DoubleSoftmax> = {
  id: "double-softmax",
  catalogue: "D2",
  needs: [scores],
  explains: ["too-few-steps", "underfitting", "learning-rate-too-low"],
  run(measured) {
    const found = measured.of(scores).find(({ twice }) => twice);
    if (found === undefined) return [];
    const { split, rows, width, largest, bound } = found;
    return [{ confidence: "fault", where: "output layer", evidence: { split, rows, width, largest, bound } }];
  },
  say,
};

function say({ evidence: { split, rows, width, largest, bound } }: Draft<DoubleSoftmax>): Words {
  return {
    sentence: `Softmax is applied twice: no probability of the ${integer(rows)} ${split} answers is above ${figure(largest)}, ${width} classes allow ${figure(bound)} at most after a second softmax, and undoing one leaves probabilities again.`,
    fix: "Take away one of the two: the activation of the last layer, or the softmax inside the loss (pass logits).",
  };
}
