import { integer } from "../core/text.ts";
import type { ProtobufMessage } from "./protobuf.ts";
import { ProtobufWriter } from "./protobuf-write.ts";

/** A float32 array, row-major. */
export interface OnnxTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const FLOAT = 1;
/** Most sizes in a shape. */
const MOST_DIMENSIONS = 8;

/** An initializer: float32, its numbers as little-endian bytes. */
export function writeTensor(name: string, { shape, data }: OnnxTensor): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const size of shape) message.integer(1, size);
  const bytes = new Uint8Array(data.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < data.length; i++) view.setFloat32(4 * i, data[i]!, true);
  return message.integer(2, FLOAT).text(8, name).bytes(9, bytes);
}

/** Reads an initializer. @throws ONNX_EXTERNAL, ONNX_TENSOR. */
export function readTensor(message: ProtobufMessage): { name: string; tensor: OnnxTensor } {
  const external = message.has(13) || (message.integer(14, "data_location") ?? 0) !== 0;
  if (external)
    throw message.refuse(
      "ONNX_EXTERNAL",
      "has its data outside the file, which is never opened: export it with its data inside",
    );
  const type = message.integer(2, "data_type");
  if (type !== FLOAT)
    throw message.refuse(
      "ONNX_TENSOR",
      `has the data type ${type ?? "missing"}: expected ${FLOAT}, float32; export it again`,
    );
  const raw = message.bytes(9, "raw_data") ?? new Uint8Array(0);
  const shape = message.integers(1, "dims");
  const count = shape.reduce((product, size) => product * size, 1);
  const sizes = `[${shape.slice(0, MOST_DIMENSIONS).join(", ")}${shape.length > MOST_DIMENSIONS ? ", …" : ""}]`;
  if (shape.length > MOST_DIMENSIONS || shape.some((size) => size < 0) || count * 4 !== raw.length) {
    const found = `has the shape ${sizes} and ${integer(raw.length)} bytes of data, which do not fit`;
    throw message.refuse("ONNX_TENSOR", `${found}: the file is damaged; export it again`);
  }
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  const data = Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
  return { name: message.text(8, "name"), tensor: { shape, data } };
}
