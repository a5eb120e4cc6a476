import { integer } from "../../core/text.ts";
import type { Draft, Words } from "../check.ts";
import { figure, share } from "./figures.ts";

export interface SymmetricUnits {
  /** From 1. */
  readonly layer: number;
  readonly units: number;
  readonly different: number;
}

export function symmetricUnits({ evidence: { layer, units, different } }: Draft<SymmetricUnits>): Words {
  const what = different === 1 ? `All ${units} units` : `The ${units} units`;
  const how = different === 1 ? "have the same weights and bias" : `are copies of ${different}`;
  return {
    sentence: `${what} of layer ${layer} ${how}: they answer alike, get the same gradient, and stay alike for ever.`,
    fix: "Start from random weights, a different number for every weight (and another seed for every layer).",
  };
}

export interface SaturatingStart {
  /** From 1. */
  readonly layer: number;
  readonly slope: number;
  /** Slope and cost of the same network with LeCun-scaled weights. */
  readonly scaledSlope: number;
  readonly cost: number;
  readonly scaledCost: number;
}

/** How far the same steps come with the change. */
function proof(counterfactual: Draft["counterfactual"], change: (to: string) => string): string {
  if (counterfactual === undefined) return "";
  const { asIs, accuracy, to, steps } = counterfactual;
  return ` The same ${integer(Number(steps))} steps reach ${share(Number(asIs))} like this, and ${share(Number(accuracy))} ${change(String(to))}.`;
}

export function saturatingStart({ evidence, counterfactual }: Draft<SaturatingStart>): Words {
  const { layer, slope, scaledSlope } = evidence;
  return {
    sentence: `The weights of layer ${layer} are so large that its units are flat: mean slope ${figure(slope)}, where scaled weights would give ${figure(scaledSlope)}.${proof(counterfactual, (to) => `with ${to} weights`)}`,
    fix: "Draw initial weights with deviation 1/√inputs (lecun-normal or scaled; he-normal for ReLU).",
  };
}

export interface VanishingStart {
  readonly layers: number;
  /** Gradient norms of the first and the last layer. */
  readonly first: number;
  readonly last: number;
  /** Deviation of the outputs from image to image, as a share of the largest of any layer. */
  readonly spread: number;
}

export function vanishingStart({ evidence, counterfactual }: Draft<VanishingStart>): Words {
  const { layers, first, last, spread } = evidence;
  const change = (to: string) => (to === "relu" ? "with ReLU and he-normal weights" : `with ${to} weights`);
  return {
    sentence: `Hardly anything gets through the ${layers} layers: from image to image the outputs vary ${figure(spread)} times as much as the liveliest layer, and the gradient of layer 1 is ${figure(first)} where the last layer has ${figure(last)}.${proof(counterfactual, change)}`,
    fix: "Use relu with he-normal weights, or fewer layers, or weights with deviation 1/√inputs.",
  };
}

export interface WeightsReset {
  readonly epochs: number;
  /** Mean over the epochs, and its relative deviation. */
  readonly loss: number;
  readonly variation: number;
  readonly accuracy: number;
}

export function weightsReset({ evidence: { epochs, loss, accuracy } }: Draft<WeightsReset>): Words {
  return {
    sentence: `Nothing is carried from one epoch to the next: over ${epochs} epochs the loss goes up and down around ${figure(loss)} without a trend, as high at the end as in the first, although the network learns something each time (${share(accuracy)}).`,
    fix: "Create the network and its weights once, before the loop over the epochs.",
  };
}

export interface OutputBias {
  readonly label: number;
  readonly share: number;
}

export function outputBias({ evidence: { label, share: part } }: Draft<OutputBias>): Words {
  return {
    sentence: `${share(part)} of the training rows are class ${label}, and the first epochs go into learning just that.`,
    fix: "Start the output biases at the logarithm of the class shares, and watch the accuracy class by class.",
  };
}
