import type { Activation } from "./activation.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { linear } from "./linear.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { tanh } from "./tanh.ts";

export type { Activation } from "./activation.ts";
export { LEAK } from "./leaky-relu.ts";
export { softmax } from "./softmax.ts";

/** The activations that work unit by unit. */
export const ACTIVATIONS = { sigmoid, tanh, relu, "leaky-relu": leakyRelu, linear } satisfies Record<
  string,
  Activation
>;

export type UnitActivationName = keyof typeof ACTIVATIONS;
/** Softmax is for the output layer only. */
export type ActivationName = UnitActivationName | "softmax";

export const ACTIVATION_NAMES: readonly ActivationName[] = [
  ...(Object.keys(ACTIVATIONS) as UnitActivationName[]),
  "softmax",
];
