import { inputError, type MyelinError } from "../../core/errors.ts";
import { canonicalJson } from "../../core/json.ts";
import { list, printable } from "../../core/text.ts";
import { parseJson } from "../../formats/json.ts";
import { type NamedBytes, shownName } from "../../formats/named.ts";
import { type OnnxModel, readOnnx } from "../../formats/onnx.ts";
import type { Tensor } from "../../formats/safetensors.ts";
import type { Network } from "../../network/index.ts";
import { onnxGraph } from "../export/onnx.ts";
import { ONNX_KEY } from "../keys.ts";
import { readSpec } from "../network-file.ts";
import { networkFromTensors } from "../network-tensors.ts";

/**
 * Reads an ONNX file that Myelin wrote: the spec from its metadata, the numbers from its initializers. The graph must be
 * the one that this network is written as, so that what is read is what a runtime computes.
 *
 * @throws MyelinError of kind "input": ONNX_…, PROTOBUF_…, MODEL_FOREIGN, MODEL_SPEC, MODEL_TENSORS, MODEL_SHAPE,
 * MODEL_GRAPH (a graph that was changed).
 */
export function networkFromOnnx(file: NamedBytes): Network {
  const model = readOnnx(file);
  const text = model.metadata.get(ONNX_KEY);
  if (text === undefined) {
    const ops = [...new Set(model.nodes.map(({ op }) => printable(op, 30)))].slice(0, 12);
    const found = ops.length === 0 ? "found an empty graph" : `found a graph of ${list(ops)}`;
    throw refuse(file, "MODEL_FOREIGN", `expected an ONNX file that Myelin exported, ${found} without its metadata`);
  }
  const spec = readSpec(file, parseJson({ name: file.name, text }, { maxDepth: 64, place: `metadata "${ONNX_KEY}"` }));
  const tensors = new Map<string, Tensor>();
  for (const [name, tensor] of model.initializers) {
    if (name !== "divideBy") tensors.set(name, { dtype: "F32", ...tensor });
  }
  const network = networkFromTensors(file, spec, tensors);
  checkGraph(file, model, onnxGraph(network));
  return network;
}

function checkGraph(file: NamedBytes, found: OnnxModel, wanted: OnnxModel): void {
  const shape = ({ inputs, outputs, initializers }: OnnxModel) => {
    const divideBy = initializers.get("divideBy");
    return canonicalJson({ inputs, outputs, divideBy: divideBy ? [...divideBy.shape, ...divideBy.data] : null });
  };
  const index = Array.from({ length: Math.max(found.nodes.length, wanted.nodes.length) }, (_, i) => i).find(
    (i) => canonicalJson(found.nodes[i] ?? null) !== canonicalJson(wanted.nodes[i] ?? null),
  );
  if (index === undefined && shape(found) === shape(wanted)) return;
  const node = index === undefined ? undefined : found.nodes[index];
  const place =
    index === undefined ? "its inputs, outputs or scaling" : `node ${index}, ${printable(node?.op ?? "missing", 30)},`;
  const sentence = `the graph was changed after Myelin wrote it: ${place} differ from the network in its metadata`;
  throw refuse(file, "MODEL_GRAPH", `${sentence}; export the network again`);
}

function refuse(file: NamedBytes, code: string, sentence: string): MyelinError {
  return inputError(code, `${shownName(file)}: ${sentence}.`, { file: file.name });
}
