import type { Check } from "../../check.ts";
import { specification } from "../../evidence/specification.ts";
import { type SlowCost, slowCost as say } from "../../messages/d.ts";

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
