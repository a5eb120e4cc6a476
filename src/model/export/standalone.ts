import type { Network, ShapedLayer } from "../../network/index.ts";
import { inferenceNetwork, normOf } from "../fold.ts";
import { toBase85 } from "../standalone/base85.ts";
import type { StandaloneLayer, StandaloneModel } from "../standalone/model.ts";
import type { Exported } from "./exported.ts";

/** Largest whole number of 24 bits with a sign. */
const MOST = 8_388_607;

/** The network as plain JSON for a page or function: each array of weights in steps of its largest value / (2²³ − 1). */
export function standaloneModel({ network, classes, example }: Exported): StandaloneModel {
  const folded = inferenceNetwork(network);
  const arrays = folded.layers.flatMap((layer) => numbersOf(folded, layer));
  const steps = arrays.map((array) => largest(array) / MOST);
  const { shape, divideBy } = network.spec.input;
  const bytes = divideBy !== 1;
  return {
    shape,
    divideBy,
    classes,
    layers: folded.layers.map((layer) => ({ ...shown(layer), activation: layer.activation })),
    arrays: arrays.map(({ length }, i) => [length, steps[i]!]),
    numbers: toBase85(packed(arrays, steps)),
    example: {
      pixels: bytes ? toBase85(Uint8Array.from(example.pixels)) : example.pixels,
      scores: example.scores,
    },
  };
}

function largest(array: Float32Array | Float64Array): number {
  let most = 0;
  for (const value of array) most = Math.max(most, Math.abs(value));
  return most;
}

function packed(arrays: readonly (Float32Array | Float64Array)[], steps: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(3 * arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  arrays.forEach((array, i) => {
    for (const value of array) {
      const whole = steps[i] === 0 ? 0 : Math.floor(value / steps[i]! + 0.5);
      for (let shift = 0; shift < 24; shift += 8) bytes[at++] = (whole >> shift) & 255;
    }
  });
  return bytes;
}

function numbersOf(network: Network, layer: ShapedLayer): (Float32Array | Float64Array)[] {
  if (layer.kind === "dense" || layer.kind === "conv")
    return [network.weights(layer.number), network.biases(layer.number)];
  if (layer.kind !== "batch-norm") return [];
  const { gamma, beta, mean, variance } = normOf(network, layer);
  const scale = Float64Array.from(gamma, (g, i) => g / Math.sqrt(variance[i]! + layer.spec.epsilon));
  return [scale, scale.map((factor, i) => beta[i]! - mean[i]! * factor)];
}

function shown(layer: ShapedLayer): StandaloneLayer {
  if (layer.kind === "conv") {
    const { filters, kernel, stride } = layer.spec;
    const { before, output } = layer;
    return { kind: "conv", filters, kernel, stride, before, output: [output.height, output.width] };
  }
  if (layer.kind === "max-pool" || layer.kind === "average-pool")
    return { kind: layer.kind, size: layer.spec.size, stride: layer.spec.stride };
  if (layer.kind === "global-average-pool") return { kind: "global-average-pool" };
  return layer.kind === "dense" ? { kind: "dense", units: layer.outputs } : { kind: "scale" };
}
