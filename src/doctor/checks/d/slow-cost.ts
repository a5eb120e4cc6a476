import type { Check, Draft, Words } from "../../check.ts";
import { specification } from "../../evidence/specification.ts";

export interface SlowCost {
  readonly output: string;
}

/** D5: the quadratic cost on sigmoid outputs works (the book begins with it) and learns slowly where it is very wrong. */
export const slowCost: Check<SlowCost> = {
  id: "slow-cost",
  catalogue: "D5",
  needs: [specification],
  run(measured) {
    const { cost, layers } = measured.of(specification);
    const output = layers.at(-1)?.activation ?? "";
    if (cost !== "quadratic" || !["sigmoid", "tanh"].includes(output)) return [];
    return [{ confidence: "advice", where: "cost", evidence: { output } }];
  },
  say,
};

function say({ evidence: { output } }: Draft<SlowCost>): Words {
  return {
    sentence: `The quadratic cost on ${output} outputs works, and learns slowly where an output is very wrong, because its gradient has the factor act'(z).`,
    fix: 'Try the cost "cross-entropy", or "log-likelihood" with softmax outputs, with a smaller learning rate.',
  };
}
