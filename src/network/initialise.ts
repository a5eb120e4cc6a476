import { Random } from "../core/random.ts";
import { type InitialisationName, SCHEMES, type Scheme } from "./schemes.ts";
import type { ShapedLayer } from "./shapes.ts";

/**
 * Fills canonical parameters from the seed's "weights" numbers, in the order in which the book's program draws them: the
 * biases of all layers, then the weights of all layers; in float64, rounded to float32 once. A batch norm draws nothing:
 * γ = 1, β = 0.
 */
export function initialise(
  parameters: Float32Array,
  layers: readonly ShapedLayer[],
  name: InitialisationName,
  seed: number,
): void {
  const scheme: Scheme = SCHEMES[name];
  const random = new Random(seed, "weights");
  const drawn = layers.filter(({ kind }) => kind !== "batch-norm");
  for (const { biases, end } of drawn) for (let i = biases; i < end; i++) parameters[i] = scheme.bias(random);
  for (const { fanIn, fanOut, weights, biases } of drawn) {
    for (let i = weights; i < biases; i++) parameters[i] = scheme.weight(random, fanIn, fanOut);
  }
  for (const { kind, weights, biases } of layers) if (kind === "batch-norm") parameters.fill(1, weights, biases);
}

/** Running statistics at the start: means 0, variances 1. */
export function initialStatistics(layers: readonly ShapedLayer[]): Float32Array<ArrayBuffer> {
  const statistics = new Float32Array(layers.at(-1)!.statistics[1]);
  for (const { statistics: span } of layers) statistics.fill(1, (span[0] + span[1]) / 2, span[1]);
  return statistics;
}
