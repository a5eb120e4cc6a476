import { type BatchNormSpec, type LayerSpec, Network, type ShapedLayer } from "../network/index.ts";
import { joined } from "./joined.ts";

/**
 * The same network as it answers, without what only training needs: dropout left out; a batch norm right behind a
 * convolution or dense layer without activation becomes part of its weights, w′ = w·s and b′ = (b − μ)·s + β with
 * s = γ/√(σ² + ε), in float64, rounded to float32 once. Other batch norms stay.
 *
 * @returns the network itself where there is nothing to do
 */
export function inferenceNetwork(network: Network): Network {
  const kept = network.layers.filter(({ kind }) => kind !== "dropout");
  const parts: Part[] = [];
  for (const layer of kept) {
    const before = parts.at(-1);
    if (layer.kind === "batch-norm" && before && canTake(before.spec))
      parts[parts.length - 1] = folded(before, layer.spec, normOf(network, layer));
    else parts.push(partOf(network, layer));
  }
  if (parts.length === network.layers.length) return network;
  const spec = { ...network.spec, layers: parts.map((part) => part.spec) };
  return new Network(
    spec,
    joined(parts.flatMap(({ weights, biases }) => [weights, biases])),
    joined(parts.map(({ statistics }) => statistics)),
  );
}

/** A layer with its numbers. */
interface Part {
  readonly spec: LayerSpec;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly statistics: Float32Array;
}

function partOf(network: Network, { number, spec, statistics }: ShapedLayer): Part {
  const numbers = { weights: network.weights(number), biases: network.biases(number) };
  return { spec, ...numbers, statistics: network.statistics.subarray(...statistics) };
}

function canTake(spec: LayerSpec): spec is LayerSpec & { activation: "linear" } {
  return (spec.kind === undefined || spec.kind === "dense" || spec.kind === "conv") && spec.activation === "linear";
}

export interface Norm {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** The numbers of a batch norm, a channel each. */
export function normOf(network: Network, { number, statistics: [from, to] }: ShapedLayer): Norm {
  const middle = (from + to) / 2;
  return {
    gamma: network.weights(number),
    beta: network.biases(number),
    mean: network.statistics.subarray(from, middle),
    variance: network.statistics.subarray(middle, to),
  };
}

function folded(part: Part, { activation, epsilon }: BatchNormSpec, { gamma, beta, mean, variance }: Norm): Part {
  const scale = Float64Array.from(gamma, (g, unit) => g / Math.sqrt(variance[unit]! + epsilon));
  const each = part.weights.length / scale.length;
  return {
    spec: { ...part.spec, activation } as LayerSpec,
    weights: part.weights.map((w, i) => w * scale[Math.floor(i / each)]!),
    biases: part.biases.map((b, unit) => (b - mean[unit]!) * scale[unit]! + beta[unit]!),
    statistics: part.statistics,
  };
}
