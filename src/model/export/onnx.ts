import { canonicalJson } from "../../core/json.ts";
import { channelsOf } from "../../core/picture-shape.ts";
import { VERSION } from "../../core/version.ts";
import { type OnnxModel, writeOnnx } from "../../formats/onnx.ts";
import type { Network } from "../../network/index.ts";
import { takesRows } from "../flat.ts";
import { inferenceNetwork } from "../fold.ts";
import { ONNX_KEY } from "../keys.ts";
import { channelsFirst, type Exported } from "./exported.ts";
import { addLayer, OnnxGraph } from "./onnx-layers.ts";

/** Name of the one input: pixels as the training data had them. */
const INPUT = "pixels";
/** Name of the one output: a number a class. */
const OUTPUT = "scores";

/**
 * The network as an ONNX file: `pixels` (batch, channels, height, width), of a table (batch, columns), as the training data
 * had them → `scores` (batch, classes). Preprocessing and softmax are inside, batch norm is folded in.
 */
export function toOnnx({ network, classes, example }: Exported): Uint8Array<ArrayBuffer> {
  const pixels = channelsFirst(example.pixels, network.spec.input.shape);
  const folded = inferenceNetwork(network);
  const texts = { classes, example: { pixels, scores: example.scores }, [ONNX_KEY]: folded.spec };
  const metadata = Object.entries(texts).map(([key, value]) => [key, canonicalJson(value)] as const);
  return writeOnnx({ ...onnxGraph(folded), metadata: new Map(metadata) });
}

/** The graph that computes a network without dropout: what is written, and what a file is compared with when it is read. */
export function onnxGraph(network: Network): OnnxModel {
  const { shape, divideBy } = network.spec.input;
  const graph = new OnnxGraph(network, INPUT);
  if (divideBy !== 1)
    graph.node("Div", "divide", {}, graph.tensor("divideBy", { shape: [], data: Float32Array.of(divideBy) }));
  for (const layer of network.layers) addLayer(graph, layer);
  const sizes = takesRows(network) ? [shape[1]] : [channelsOf(shape), shape[0], shape[1]];
  return {
    producer: "Myelin",
    producerVersion: VERSION,
    graph: "network",
    nodes: graph.nodes(OUTPUT),
    initializers: graph.initializers,
    inputs: [{ name: INPUT, shape: ["batch", ...sizes] }],
    outputs: [{ name: OUTPUT, shape: ["batch", network.sizes.at(-1)!] }],
    metadata: new Map(),
  };
}
