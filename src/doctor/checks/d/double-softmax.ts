import type { Check } from "../../check.ts";
import { scores } from "../../evidence/scores.ts";
import { type DoubleSoftmax, doubleSoftmax as say } from "../../messages/d.ts";

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
