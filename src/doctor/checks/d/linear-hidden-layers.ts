import { list } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { specification } from "../../evidence/specification.ts";

export interface LinearHiddenLayers {
  /** Layers, from 1. */
  readonly linear: readonly number[];
  readonly all: boolean;
}

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
    const linear = hidden.flatMap(({ activation, number }) => (activation === "linear" ? [number] : []));
    if (linear.length === 0) return [];
    const all = linear.length === hidden.length;
    return [{ confidence: all ? "likely" : "advice", where: `layer ${linear[0]}`, evidence: { linear, all } }];
  },
  say,
};

function say({ evidence: { linear, all } }: Draft<LinearHiddenLayers>): Words {
  const layers = `${linear.length > 1 ? "Layers" : "Layer"} ${list(linear.map(String))} ${linear.length > 1 ? "have" : "has"} no activation`;
  return {
    sentence: all
      ? `${layers}: layer upon layer of linear sums is one linear sum, so the network is no more than a straight-line classifier.`
      : `${layers}: together with the next layer it is one linear sum.`,
    fix: "Give the hidden layers an activation, such as relu or sigmoid.",
  };
}
