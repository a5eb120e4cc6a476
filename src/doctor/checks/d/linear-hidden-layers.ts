import type { Check } from "../../check.ts";
import { specification } from "../../evidence/specification.ts";
import { type LinearHiddenLayers, linearHiddenLayers as say } from "../../messages/d.ts";

/** D4: hidden layers without an activation: W₂(W₁x + b₁) + b₂ is one layer. */
export const linearHiddenLayers: Check<LinearHiddenLayers> = {
  id: "linear-hidden-layers",
  catalogue: "D4",
  needs: [specification],
  quick: true,
  explains: ["underfitting", "bottleneck", "saturated-units"],
  run(measured) {
    const { layers } = measured.of(specification);
    const hidden = layers.slice(0, -1);
    const linear = hidden.flatMap(({ activation }, i) => (activation === "linear" ? [i + 1] : []));
    if (linear.length === 0) return [];
    const all = linear.length === hidden.length;
    return [{ confidence: all ? "likely" : "advice", where: `layer ${linear[0]}`, evidence: { linear, all } }];
  },
  say,
};
