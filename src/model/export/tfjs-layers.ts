import type { Json } from "../../core/json.ts";
import { type ActivationName, LEAK, type Network, type ShapedLayer, type ShapedLayerOf } from "../../network/index.ts";
import { takesRows } from "../flat.ts";
import { normOf } from "../fold.ts";

export interface KerasLayer {
  readonly className: string;
  readonly name: string;
  readonly config: { readonly [key: string]: Json };
  readonly weights: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;
}

type Made = Omit<KerasLayer, "name">;

const LAYERS: {
  readonly [Kind in ShapedLayer["kind"]]: (layer: ShapedLayerOf<Kind>, network: Network) => Made | undefined;
} = {
  dense({ input, inputs, outputs, number }, network) {
    const kernel = {
      shape: [inputs, outputs],
      data: filtersLast(network.weights(number), inputs, input.channels, outputs),
    };
    const bias = { shape: [outputs], data: network.biases(number) };
    return { className: "Dense", config: { units: outputs, use_bias: true }, weights: { kernel, bias } };
  },
  conv({ input, output, number, spec }, network) {
    const { kernel, stride, padding, filters } = spec;
    const shape = [...kernel, input.channels, output.channels];
    const data = filtersLast(network.weights(number), input.channels * kernel[0] * kernel[1], input.channels, filters);
    const config = {
      filters,
      kernel_size: kernel,
      strides: stride,
      padding,
      data_format: "channels_last",
      use_bias: true,
    };
    const bias = { shape: [filters], data: network.biases(number) };
    return { className: "Conv2D", config, weights: { kernel: { shape, data }, bias } };
  },
  "max-pool": ({ spec }) => pooling("MaxPooling2D", spec),
  "average-pool": ({ spec }) => pooling("AveragePooling2D", spec),
  "global-average-pool": () => ({
    className: "GlobalAveragePooling2D",
    config: { data_format: "channels_last" },
    weights: {},
  }),
  "batch-norm"(layer, network) {
    const { gamma, beta, mean, variance } = normOf(network, layer);
    const arrays = { gamma, beta, moving_mean: mean, moving_variance: variance };
    const weights = Object.entries(arrays).map(([key, data]) => [key, { shape: [data.length], data }] as const);
    const config = { axis: -1, epsilon: layer.spec.epsilon, center: true, scale: true };
    return { className: "BatchNormalization", config, weights: Object.fromEntries(weights) };
  },
  dropout: () => undefined,
};

function pooling(className: string, { size, stride }: { size: readonly number[]; stride: readonly number[] }): Made {
  const config = { pool_size: size, strides: stride, padding: "valid", data_format: "channels_last" };
  return { className, config, weights: {} };
}

/** The layers of a Keras Sequential that computes the network, in order. */
export function kerasLayers(network: Network): KerasLayer[] {
  const out: KerasLayer[] = [];
  let flat = takesRows(network);
  for (const layer of network.layers) {
    const name = `layer${layer.number}`;
    if (layer.kind === "dense" && !flat)
      out.push({ className: "Flatten", name: `${name}_flatten`, config: {}, weights: {} });
    if (layer.kind === "dense" || layer.kind === "global-average-pool") flat = true;
    const make = LAYERS[layer.kind] as (layer: ShapedLayer, network: Network) => Made | undefined;
    const made = make(layer, network);
    if (made) out.push({ ...made, name });
    out.push(...activation(`${name}_activation`, layer.activation));
  }
  return out;
}

function activation(name: string, activation: ActivationName): KerasLayer[] {
  if (activation === "linear") return [];
  if (activation === "leaky-relu") return [{ className: "LeakyReLU", name, config: { alpha: LEAK }, weights: {} }];
  return [{ className: "Activation", name, config: { activation }, weights: {} }];
}

/** Weights [filter][channel][place] as [place][channel][filter]. */
function filtersLast(weights: Float32Array, inputs: number, channels: number, filters: number): Float32Array {
  const places = inputs / channels;
  const out = new Float32Array(weights.length);
  for (let filter = 0; filter < filters; filter++)
    for (let c = 0; c < channels; c++)
      for (let place = 0; place < places; place++)
        out[(place * channels + c) * filters + filter] = weights[filter * inputs + c * places + place]!;
  return out;
}
