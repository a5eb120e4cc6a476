import type { Json } from "../core/json.ts";
import type { Tensor } from "../formats/safetensors.ts";
import { type ActivationName, LEAK, type Network, type ShapedLayer, type ShapedLayerOf } from "../network/index.ts";
import { takesRows } from "./flat.ts";
import { networkTensors } from "./network-tensors.ts";
import { paddingAfter } from "./padding.ts";

export interface TorchModule {
  /** Class in torch.nn. */
  readonly name: string;
  /** Its keyword arguments. */
  readonly options: { readonly [key: string]: Json };
  /** The layer that it stands for; its activation stands behind it. */
  readonly layer?: ShapedLayer;
}

const MODULES: {
  readonly [Kind in ShapedLayer["kind"]]: (layer: ShapedLayerOf<Kind>, volume: boolean) => Omit<TorchModule, "layer">;
} = {
  dense: ({ inputs, outputs }) => ({ name: "Linear", options: { in_features: inputs, out_features: outputs } }),
  conv: ({ input, output, spec: { kernel, stride } }) => ({
    name: "Conv2d",
    options: { in_channels: input.channels, out_channels: output.channels, kernel_size: kernel, stride },
  }),
  "max-pool": ({ spec: { size, stride } }) => ({ name: "MaxPool2d", options: { kernel_size: size, stride } }),
  "average-pool": ({ spec: { size, stride } }) => ({ name: "AvgPool2d", options: { kernel_size: size, stride } }),
  "global-average-pool": () => ({ name: "AdaptiveAvgPool2d", options: { output_size: 1 } }),
  "batch-norm": ({ input, spec: { epsilon, momentum } }, volume) => ({
    name: !volume ? "BatchNorm1d" : "BatchNorm2d",
    options: { num_features: input.channels, eps: epsilon, momentum },
  }),
  dropout: ({ spec: { rate } }) => ({ name: "Dropout", options: { p: rate } }),
};

const ACTIVATIONS: Readonly<Record<ActivationName, Omit<TorchModule, "layer"> | undefined>> = {
  linear: undefined,
  sigmoid: { name: "Sigmoid", options: {} },
  tanh: { name: "Tanh", options: {} },
  relu: { name: "ReLU", options: {} },
  "leaky-relu": { name: "LeakyReLU", options: { negative_slope: LEAK } },
  softmax: { name: "Softmax", options: { dim: 1 } },
};

/** The modules of an nn.Sequential that computes the network, in order. */
export function torchModules({ layers }: Pick<Network, "layers">): TorchModule[] {
  const modules: TorchModule[] = [];
  let volume = !takesRows({ layers });
  for (const layer of layers) {
    if (layer.kind === "dense" && volume) modules.push({ name: "Flatten", options: {} });
    if (layer.kind === "dense") volume = false;
    if (layer.kind === "conv") modules.push(...zeroPadding(layer));
    const make = MODULES[layer.kind] as (layer: ShapedLayer, volume: boolean) => Omit<TorchModule, "layer">;
    modules.push({ ...make(layer, volume), layer });
    const activation = ACTIVATIONS[layer.activation];
    if (activation) modules.push(activation);
  }
  return modules;
}

/** [left, right, top, bottom] zeros in front of a convolution, where there are any. */
function zeroPadding(layer: ShapedLayerOf<"conv">): TorchModule[] {
  const [bottom, right] = paddingAfter(layer);
  const [top, left] = layer.before;
  const padding = [left, right, top, bottom];
  return padding.some((zeros) => zeros > 0) ? [{ name: "ZeroPad2d", options: { padding } }] : [];
}

/** PyTorch's names of a layer's tensors, by ours. */
const NAMES = { weights: "weight", biases: "bias", mean: "running_mean", variance: "running_var" };

/** The names in the nn.Sequential's state, `1.weight`, and what we call the same: `layer1.weights`. */
export function torchNames(layers: readonly ShapedLayer[]): Map<string, string> {
  const names = new Map<string, string>();
  torchModules({ layers }).forEach(({ layer }, i) => {
    if (!layer || layer.end === layer.weights) return;
    for (const [ours, theirs] of Object.entries(NAMES).slice(0, layer.kind === "batch-norm" ? 4 : 2))
      names.set(`${i}.${theirs}`, `layer${layer.number}.${ours}`);
  });
  return names;
}

/** The network's tensors under the names of the nn.Sequential's state; views. */
export function torchTensors(network: Network): Map<string, Tensor> {
  const tensors = networkTensors(network);
  return new Map(Array.from(torchNames(network.layers), ([theirs, ours]) => [theirs, tensors.get(ours) as Tensor]));
}
