import type { ActivationName } from "./activations/index.ts";
import type { CostName } from "./costs/index.ts";
import type { InitialisationName } from "./initialise.ts";

/** One fully connected layer: a = act(W·x + b), W (units, inputs), b (units). */
export interface LayerSpec {
  readonly units: number;
  readonly activation: ActivationName;
}

/** What goes in, and how it is scaled: the preprocessing of training travels with the network. */
export interface InputSpec {
  /** Height and width of a picture; a table of D columns is [1, D]. */
  readonly shape: readonly [height: number, width: number];
  /** A pixel goes in as pixel / divideBy: 255 for bytes, 256 as in the book, 1 for ready numbers. */
  readonly divideBy: number;
}

/** A network without its numbers, as plain JSON. */
export interface NetworkSpec {
  readonly input: InputSpec;
  readonly layers: readonly LayerSpec[];
  readonly cost: CostName;
  readonly initialisation: InitialisationName;
  /** Seed of the initial parameters, and of training unless the settings name another; an integer 0 … 2⁵³ − 1. */
  readonly seed: number;
  /** Names of the classes, one an output. */
  readonly classes?: readonly string[];
}

/** [inputs, units of layer 1, …, outputs] */
export function layerSizes(spec: NetworkSpec): number[] {
  return [spec.input.shape[0] * spec.input.shape[1], ...spec.layers.map((layer) => layer.units)];
}

/** Weights and biases of all layers. */
export function parameterCount(sizes: readonly number[]): number {
  let count = 0;
  for (let layer = 1; layer < sizes.length; layer++) count += (sizes[layer - 1]! + 1) * sizes[layer]!;
  return count;
}
