import { integer, list } from "../../core/text.ts";
import type { Draft, Words } from "../check.ts";
import type { SplitName } from "../input.ts";
import { figure, share } from "./figures.ts";

export interface OutputWidth {
  readonly what: "outputs" | "inputs";
  readonly has: number;
  readonly needed: number;
  readonly largestLabel?: number;
  readonly split?: SplitName;
}

export function outputWidth({ evidence }: Draft<OutputWidth>): Words {
  const { what, has, needed, largestLabel, split } = evidence;
  if (what === "inputs")
    return {
      sentence: `The network takes ${integer(has)} values, but the ${split} images have ${integer(needed)}.`,
      fix: `Give the network images of ${integer(has)} values, or make its first size ${integer(needed)}.`,
    };
  return {
    sentence: `There are ${has} outputs for ${needed} classes (largest label ${largestLabel}): some classes can never be answered.`,
    fix: `Give the last layer ${needed} outputs, one a class.`,
  };
}

export interface DoubleSoftmax {
  readonly split: SplitName;
  readonly rows: number;
  readonly width: number;
  readonly largest: number;
  readonly bound: number;
}

export function doubleSoftmax({ evidence: { split, rows, width, largest, bound } }: Draft<DoubleSoftmax>): Words {
  return {
    sentence: `Softmax is applied twice: no probability of the ${integer(rows)} ${split} answers is above ${figure(largest)}, ${width} classes allow ${figure(bound)} at most after a second softmax, and undoing one leaves probabilities again.`,
    fix: "Take away one of the two: the activation of the last layer, or the softmax inside the loss (pass logits).",
  };
}

export interface DeadOutputs {
  readonly split: SplitName;
  readonly rows: number;
  readonly width: number;
  readonly zeroOutputs: readonly number[];
  readonly tied: number;
}

export function deadOutputs({ evidence: { split, rows, width, zeroOutputs, tied } }: Draft<DeadOutputs>): Words {
  const which =
    zeroOutputs.length === 0
      ? `in ${share(tied)} of the ${integer(rows)} ${split} rows all outputs are the same number`
      : `${zeroOutputs.length} of ${width} outputs (${list(zeroOutputs.slice(0, 10).map(String))}) are 0 in all ${integer(rows)} ${split} rows`;
  return {
    sentence: `The last layer cannot go below 0, and ${which}: such an output gets no gradient, and its class is never answered.`,
    fix: "Use softmax with cross-entropy (log-likelihood), or sigmoid, as the activation of the last layer; not ReLU.",
  };
}

export interface LinearHiddenLayers {
  /** Layers, from 1. */
  readonly linear: readonly number[];
  readonly all: boolean;
}

export function linearHiddenLayers({ evidence: { linear, all } }: Draft<LinearHiddenLayers>): Words {
  const layers = `${linear.length > 1 ? "Layers" : "Layer"} ${list(linear.map(String))} ${linear.length > 1 ? "have" : "has"} no activation`;
  return {
    sentence: all
      ? `${layers}: layer upon layer of linear sums is one linear sum, so the network is no more than a straight-line classifier.`
      : `${layers}: together with the next layer it is one linear sum.`,
    fix: "Give the hidden layers an activation, such as relu or sigmoid.",
  };
}

export interface SlowCost {
  readonly output: string;
}

export function slowCost({ evidence: { output } }: Draft<SlowCost>): Words {
  return {
    sentence: `The quadratic cost on ${output} outputs works, and learns slowly where an output is very wrong, because its gradient has the factor act'(z).`,
    fix: 'Try the cost "cross-entropy", or "log-likelihood" with softmax outputs, with a smaller learning rate.',
  };
}

export interface SummedGradient {
  /** Length of the gradient of a batch with every row twice, over that of the batch. */
  readonly doubled: number;
  readonly rows: number;
}

export function summedGradient({ evidence: { doubled, rows } }: Draft<SummedGradient>): Words {
  return {
    sentence: `The gradient of a mini-batch is a sum over its rows, not a mean: with each of ${rows} rows twice in the batch it becomes ${figure(doubled)} times as long, so each step grows with the batch size.`,
    fix: "Divide the gradient by the number of rows of the mini-batch, or the learning rate by the batch size.",
  };
}

export type FlippedSign =
  | { readonly seen: "gradient"; readonly ratio: number }
  | { readonly seen: "history"; readonly first: number; readonly last: number; readonly epochs: number };

export function flippedSign({ evidence }: Draft<FlippedSign>): Words {
  if (evidence.seen === "gradient")
    return {
      sentence: `The gradient has the wrong sign: it is ${figure(evidence.ratio)} times the numeric gradient in every layer, so each step makes the cost larger.`,
      fix: "Subtract the learning rate times the gradient, and take ∂C/∂a as a − y, not y − a.",
    };
  const { first, last, epochs } = evidence;
  return {
    sentence: `The loss has risen from ${figure(first)} to ${figure(last)} in ${epochs} epochs and never fell: the steps go uphill, or far too wide.`,
    fix: "Look at the sign of the update (weights −= learning rate × gradient), then try a tenth of the learning rate.",
  };
}

export interface RowsMixed {
  readonly rows: number;
  readonly mixed: number;
  /** Largest difference of a score. */
  readonly difference: number;
}

export function rowsMixed({ evidence: { rows, mixed, difference } }: Draft<RowsMixed>): Words {
  return {
    sentence: `The answer to an image depends on the images beside it: ${mixed} of ${rows} images get other scores (by up to ${figure(difference)}) when they are asked about alone.`,
    fix: "Look for a softmax, a mean or a normalisation over the batch axis, and use the statistics of training when answering.",
  };
}

export interface Bottleneck {
  /** From 1. */
  readonly layer: number;
  readonly units: number;
  readonly classes: number;
  readonly accuracy: number;
  readonly probe: number | null;
}

export function bottleneck({ evidence, counterfactual }: Draft<Bottleneck>): Words {
  const { layer, units, classes, accuracy, probe } = evidence;
  const proof =
    counterfactual === undefined
      ? probe === null
        ? ""
        : ` A simple classifier reads ${share(probe)}.`
      : ` The same ${integer(Number(counterfactual.steps))} steps reach ${share(Number(counterfactual.asIs))} like this and ${share(Number(counterfactual.wider))} with 30 units.`;
  return {
    sentence: `All ${classes} classes must pass through the ${units} ${units === 1 ? "unit" : "units"} of layer ${layer}, and the network reads ${share(accuracy)} of its training images.${proof}`,
    fix: `Give layer ${layer} more units, for example 30.`,
  };
}
