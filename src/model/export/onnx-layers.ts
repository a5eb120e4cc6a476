import type { OnnxAttribute, OnnxNode, OnnxTensor } from "../../formats/onnx.ts";
import type { Tensor } from "../../formats/safetensors.ts";
import { type ActivationName, LEAK, type Network, type ShapedLayer, type ShapedLayerOf } from "../../network/index.ts";
import { takesRows } from "../flat.ts";
import { networkTensors } from "../network-tensors.ts";
import { paddingAfter } from "../padding.ts";

type Attributes = Readonly<Record<string, OnnxAttribute>>;

/** Nodes one behind the other; each takes what the one before it gave. */
export class OnnxGraph {
  readonly initializers = new Map<string, OnnxTensor>();
  readonly #nodes: OnnxNode[] = [];
  #last: string;
  /** True where what flows has one axis behind the batch. */
  #flat: boolean;

  readonly #network: ReadonlyMap<string, Tensor>;

  constructor(network: Network, input: string) {
    this.#network = networkTensors(network);
    this.#last = input;
    this.#flat = takesRows(network);
  }

  /** @param more names of the inputs beside what flows */
  node(op: string, name: string, attributes: Attributes, ...more: readonly string[]): void {
    this.#nodes.push({ op, name, inputs: [this.#last, ...more], outputs: [name], attributes });
    this.#last = name;
  }

  /** Takes a layer's tensors into the file. @returns their names */
  tensors(layer: string, ...names: readonly string[]): string[] {
    return names.map((name) => this.tensor(`${layer}.${name}`, this.#network.get(`${layer}.${name}`)!));
  }

  tensor(name: string, { shape, data }: { shape: readonly number[]; data: unknown }): string {
    this.initializers.set(name, { shape, data: data as Float32Array });
    return name;
  }

  flatten(name: string): void {
    if (!this.#flat) this.node("Flatten", `${name}.flatten`, { axis: 1 });
    this.#flat = true;
  }

  activate(name: string, activation: ActivationName): void {
    const [op, attributes] = ACTIVATIONS[activation] ?? [];
    if (op !== undefined) this.node(op, `${name}.${activation}`, attributes ?? {});
  }

  /** All nodes; the last one gives the output. */
  nodes(output: string): readonly OnnxNode[] {
    return this.#nodes.map((node, i) => (i === this.#nodes.length - 1 ? { ...node, outputs: [output] } : node));
  }
}

const ACTIVATIONS: Readonly<Record<ActivationName, readonly [op: string, attributes?: Attributes] | undefined>> = {
  linear: undefined,
  sigmoid: ["Sigmoid"],
  tanh: ["Tanh"],
  relu: ["Relu"],
  "leaky-relu": ["LeakyRelu", { alpha: { float: Math.fround(LEAK) } }],
  softmax: ["Softmax", { axis: -1 }],
};

type Add<Layer> = (graph: OnnxGraph, name: string, layer: Layer) => void;

/** The nodes of each kind of layer; a kind that is missing leaves no trace. */
const NODES: { readonly [Kind in ShapedLayer["kind"]]?: Add<ShapedLayerOf<Kind>> } = {
  dense(graph, name) {
    graph.flatten(name);
    graph.node("Gemm", name, { transB: 1 }, ...graph.tensors(name, "weights", "biases"));
  },
  conv(graph, name, layer) {
    const { spec, before } = layer;
    const attributes = { kernel_shape: spec.kernel, strides: spec.stride, pads: [...before, ...paddingAfter(layer)] };
    graph.node("Conv", name, attributes, ...graph.tensors(name, "weights", "biases"));
  },
  "max-pool"(graph, name, { spec }) {
    graph.node("MaxPool", name, { kernel_shape: spec.size, strides: spec.stride });
  },
  "average-pool"(graph, name, { spec }) {
    graph.node("AveragePool", name, { kernel_shape: spec.size, strides: spec.stride });
  },
  "global-average-pool"(graph, name) {
    graph.node("GlobalAveragePool", name, {});
  },
  "batch-norm"(graph, name, { spec }) {
    const inputs = graph.tensors(name, "weights", "biases", "mean", "variance");
    graph.node("BatchNormalization", name, { epsilon: { float: Math.fround(spec.epsilon) } }, ...inputs);
  },
};

export function addLayer(graph: OnnxGraph, layer: ShapedLayer): void {
  const name = `layer${layer.number}`;
  const add = NODES[layer.kind] as Add<ShapedLayer> | undefined;
  add?.(graph, name, layer);
  graph.activate(name, layer.activation);
}
