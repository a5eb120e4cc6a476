import { ACTIVATIONS, softmax } from "./activations/index.ts";
import type { ShapedLayer, ShapedLayerOf } from "./shapes.ts";

/** The numbers of a network. */
export interface NetworkNumbers {
  readonly layers: readonly ShapedLayer[];
  readonly parameters: ArrayLike<number>;
  /** Running means and variances of the batch norms. */
  readonly statistics: ArrayLike<number>;
}

/** What one row becomes in a layer, channel by channel: what its activation takes, and what goes out. */
export interface LayerAnswer {
  readonly z: Float64Array;
  readonly a: Float64Array;
}

/**
 * One row through all layers in float64 and plain loops, as a network answers: batch norms with their running statistics, nothing
 * falls away. For looking at layers; the engine answers many rows.
 *
 * @param input divided, channel by channel, each row by row
 */
export function answerRow(network: NetworkNumbers, input: Float64Array): LayerAnswer[] {
  let x = input;
  return network.layers.map((layer) => {
    const z = weightedInput(layer, network, x);
    x = activated(layer, z);
    return { z, a: x };
  });
}

/** Slope of the activation at each of a layer's values; of softmax a·(1 − a). */
export function slopesOf({ activation }: ShapedLayer, { z, a }: LayerAnswer): Float64Array {
  if (activation === "softmax") return a.map((value) => value * (1 - value));
  const { slope } = ACTIVATIONS[activation];
  return a.map((value, i) => slope(z[i]!, value));
}

function activated({ activation }: ShapedLayer, z: Float64Array): Float64Array {
  if (activation === "softmax") return Float64Array.from(softmax([...z]));
  const { value } = ACTIVATIONS[activation];
  return z.map((number) => value(number));
}

function weightedInput(layer: ShapedLayer, network: NetworkNumbers, x: Float64Array): Float64Array {
  switch (layer.kind) {
    case "dense":
      return dense(layer, network, x);
    case "conv":
      return conv(layer, network, x);
    case "max-pool":
    case "average-pool":
      return pool(layer, x);
    case "global-average-pool":
      return channelMeans(layer, x);
    case "batch-norm":
      return normalised(layer, network, x);
    case "dropout":
      return x;
  }
}

function dense(layer: ShapedLayer, { parameters }: NetworkNumbers, x: Float64Array): Float64Array {
  const { inputs, outputs, weights, biases } = layer;
  const places: number[] = [];
  for (let k = 0; k < inputs; k++) if (x[k] !== 0) places.push(k);
  const sums = new Float64Array(outputs);
  for (let u = 0; u < outputs; u++) {
    let z = parameters[biases + u]!;
    for (const k of places) z += parameters[weights + u * inputs + k]! * x[k]!;
    sums[u] = z;
  }
  return sums;
}

/** Every weight's picture, shifted, is added to the filter's sums: places where it lies in the zeros around are left out. */
function conv(layer: ShapedLayerOf<"conv">, { parameters }: NetworkNumbers, x: Float64Array): Float64Array {
  const { input, output, spec, weights, biases } = layer;
  const [kh, kw] = spec.kernel;
  const z = new Float64Array(layer.outputs);
  const area = output.height * output.width;
  for (let f = 0; f < spec.filters; f++) {
    z.fill(parameters[biases + f]!, f * area, (f + 1) * area);
    for (let c = 0; c < input.channels; c++)
      for (let tap = 0; tap < kh * kw; tap++) {
        const w = parameters[weights + (f * input.channels + c) * kh * kw + tap]!;
        addShifted(layer, w, [Math.floor(tap / kw), tap % kw], { x, from: c * input.height * input.width }, { z, to: f * area }); // biome-ignore format: short
      }
  }
  return z;
}

function addShifted(
  { input, output, before, spec }: ShapedLayerOf<"conv">,
  w: number,
  [ky, kx]: readonly [number, number],
  { x, from }: { x: Float64Array; from: number },
  { z, to }: { z: Float64Array; to: number },
): void {
  const [down, right] = spec.stride;
  for (let oy = 0; oy < output.height; oy++) {
    const y = oy * down - before[0] + ky;
    if (y < 0 || y >= input.height) continue;
    const [row, out] = [from + y * input.width, to + oy * output.width];
    for (let ox = 0; ox < output.width; ox++) {
      const column = ox * right - before[1] + kx;
      if (column >= 0 && column < input.width) z[out + ox]! += w * x[row + column]!;
    }
  }
}

function pool(layer: ShapedLayerOf<"max-pool"> | ShapedLayerOf<"average-pool">, x: Float64Array): Float64Array {
  const { input, output, spec } = layer;
  const [height, width] = spec.size;
  const area = output.height * output.width;
  return Float64Array.from({ length: layer.outputs }, (_, o) => {
    const [c, place] = [Math.floor(o / area), o % area];
    const top = Math.floor(place / output.width) * spec.stride[0];
    const left = (place % output.width) * spec.stride[1];
    let [sum, most] = [0, -Infinity];
    for (let y = top; y < top + height; y++)
      for (let column = left; column < left + width; column++) {
        const value = x[(c * input.height + y) * input.width + column]!;
        sum += value;
        if (value > most) most = value;
      }
    return layer.kind === "max-pool" ? most : sum / (height * width);
  });
}

function channelMeans({ input }: ShapedLayer, x: Float64Array): Float64Array {
  const area = input.height * input.width;
  return Float64Array.from({ length: input.channels }, (_, c) => {
    return x.subarray(c * area, (c + 1) * area).reduce((sum, value) => sum + value, 0) / area;
  });
}

function normalised(
  layer: ShapedLayerOf<"batch-norm">,
  { parameters, statistics }: NetworkNumbers,
  x: Float64Array,
): Float64Array {
  const { input, weights, biases } = layer;
  const area = input.height * input.width;
  const [from] = layer.statistics;
  return x.map((value, i) => {
    const c = Math.floor(i / area);
    const scale = parameters[weights + c]! / Math.sqrt(statistics[from + input.channels + c]! + layer.spec.epsilon);
    return scale * (value - statistics[from + c]!) + parameters[biases + c]!;
  });
}

/** A stored picture, whose channels stand side by side, channel by channel and divided: as layers take it. */
export function channelByChannel(image: ArrayLike<number>, channels: number, divideBy: number): Float64Array {
  const area = image.length / channels;
  return Float64Array.from(image, (_, i) => image[(i % area) * channels + Math.floor(i / area)]! / divideBy);
}
