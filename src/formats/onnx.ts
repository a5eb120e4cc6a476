import { inputError } from "../core/errors.ts";
import { describeBytes, type NamedBytes, shownName } from "./named.ts";
import { isOnnx } from "./onnx-kind.ts";
import { type OnnxTensor, readTensor, writeTensor } from "./onnx-tensor.ts";
import { ProtobufMessage } from "./protobuf.ts";
import { ProtobufWriter } from "./protobuf-write.ts";

export type { OnnxTensor };

/** A value of a node's attribute: a float is told from a whole number by its wrapper. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A float32 input or output; a text is a size that is free. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** The part of ONNX that we write, as plain data. */
export interface OnnxModel {
  readonly producer: string;
  readonly producerVersion: string;
  readonly graph: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Operator set 13 and file format 7: what every runtime since ONNX 1.8 (2020) reads. */
export const ONNX_OPSET = 13;
const IR_VERSION = 7;
const FLOAT = 1;
const TYPES = { float: 1, integer: 2, text: 3, integers: 7 } as const;

/** Writes an ONNX file. Equal models give equal bytes. */
export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const graph = new ProtobufWriter();
  for (const node of model.nodes) graph.message(1, nodeMessage(node));
  graph.text(2, model.graph);
  for (const [name, tensor] of model.initializers) graph.message(5, writeTensor(name, tensor));
  for (const value of model.inputs) graph.message(11, valueMessage(value));
  for (const value of model.outputs) graph.message(12, valueMessage(value));
  const file = new ProtobufWriter()
    .integer(1, IR_VERSION)
    .text(2, model.producer)
    .text(3, model.producerVersion)
    .message(7, graph)
    .message(8, new ProtobufWriter().text(1, "").integer(2, ONNX_OPSET));
  for (const [key, value] of model.metadata) file.message(14, new ProtobufWriter().text(1, key).text(2, value));
  return file.finish();
}

function nodeMessage({ op, name, inputs, outputs, attributes }: OnnxNode): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  message.text(3, name).text(4, op);
  for (const [key, value] of Object.entries(attributes)) message.message(5, attributeMessage(key, value));
  return message;
}

function attributeMessage(name: string, value: OnnxAttribute): ProtobufWriter {
  const message = new ProtobufWriter().text(1, name);
  if (typeof value === "number") return message.integer(3, value).integer(20, TYPES.integer);
  if (typeof value === "string") return message.text(4, value).integer(20, TYPES.text);
  if ("float" in value) return message.float(2, value.float).integer(20, TYPES.float);
  for (const each of value) message.integer(8, each);
  return message.integer(20, TYPES.integers);
}

function valueMessage({ name, shape }: OnnxValue): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape) {
    const dimension = new ProtobufWriter();
    dimensions.message(1, typeof size === "number" ? dimension.integer(1, size) : dimension.text(2, size));
  }
  const tensor = new ProtobufWriter().integer(1, FLOAT).message(2, dimensions);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

/**
 * Reads the part of ONNX that we write; other parts are passed over, data outside the file is refused.
 *
 * @throws MyelinError of kind "input": ONNX_KIND (another kind of file), PROTOBUF_…, ONNX_VERSION, ONNX_ATTRIBUTE,
 * ONNX_TENSOR, ONNX_EXTERNAL, ONNX_DUPLICATE.
 */
export function readOnnx(file: NamedBytes): OnnxModel {
  if (!isOnnx(file.bytes)) {
    const like =
      file.bytes.length === 0 ? "it is empty" : `it looks like ${describeBytes(file.bytes) ?? "something else"}`;
    throw inputError("ONNX_KIND", `${shownName(file)} is no ONNX file, ${like}: give a model file.`, {
      file: file.name,
    });
  }
  const model = new ProtobufMessage(file, "");
  checkVersions(model);
  const graph = model.message(7, "graph");
  if (!graph) throw model.refuse("ONNX_GRAPH", "the model has no graph: expected one; export it again");
  const initializers = new Map<string, OnnxTensor>();
  for (const message of graph.messages(5, "initializer")) {
    const { name, tensor } = readTensor(message);
    if (initializers.has(name)) throw message.refuse("ONNX_DUPLICATE", "has the name of another one: export it again");
    initializers.set(name, tensor);
  }
  return {
    producer: model.text(2, "producer_name"),
    producerVersion: model.text(3, "producer_version"),
    graph: graph.text(2, "name"),
    nodes: graph.messages(1, "node").map(readNode),
    initializers,
    inputs: graph.messages(11, "input").map(readValue),
    outputs: graph.messages(12, "output").map(readValue),
    metadata: new Map(model.messages(14, "metadata_props").map((m) => [m.text(1, "key"), m.text(2, "value")] as const)),
  };
}

function checkVersions(model: ProtobufMessage): void {
  const version = model.integer(1, "ir_version");
  const opset = model.messages(8, "opset_import").find((each) => each.text(1, "domain") === "");
  const opsetVersion = opset?.integer(2, "version");
  if (version === IR_VERSION && opsetVersion === ONNX_OPSET) return;
  const found = `file format ${version ?? "missing"} and operator set ${opsetVersion ?? "missing"}`;
  const sentence = `${found}, but this version reads ${IR_VERSION} and ${ONNX_OPSET}, as Myelin writes them`;
  throw model.refuse("ONNX_VERSION", `${sentence}: give a file that Myelin exported`);
}

function readNode(message: ProtobufMessage): OnnxNode {
  const attributes: [string, OnnxAttribute][] = message.messages(5, "attribute").map((attribute) => {
    const type = attribute.integer(20, "type");
    const name = attribute.text(1, "name");
    if (type === TYPES.integer) return [name, attribute.integer(3, "i") ?? 0];
    if (type === TYPES.text) return [name, attribute.text(4, "s")];
    if (type === TYPES.float) return [name, { float: attribute.float(2, "f") ?? 0 }];
    if (type === TYPES.integers) return [name, attribute.integers(8, "ints")];
    const known = Object.values(TYPES).join(", ");
    throw attribute.refuse(
      "ONNX_ATTRIBUTE",
      `has the type ${type ?? "missing"}: expected one of ${known}; export it again`,
    );
  });
  return {
    op: message.text(4, "op_type"),
    name: message.text(3, "name"),
    inputs: message.texts(1, "input"),
    outputs: message.texts(2, "output"),
    attributes: Object.fromEntries(attributes),
  };
}

function readValue(message: ProtobufMessage): OnnxValue {
  const tensor = message.message(2, "type")?.message(1, "tensor_type");
  const sizes = tensor?.message(2, "shape")?.messages(1, "dim") ?? [];
  const shape = sizes.map((size) => size.integer(1, "dim_value") ?? size.text(2, "dim_param"));
  return { name: message.text(1, "name"), shape };
}
