import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { MyelinError } from "../core/errors.ts";
import { type OnnxModel, readOnnx, writeOnnx } from "./onnx.ts";
import { ProtobufMessage } from "./protobuf.ts";
import { ProtobufWriter } from "./protobuf-write.ts";

const model: OnnxModel = {
  producer: "Myelin",
  producerVersion: "1",
  graph: "g",
  nodes: [
    { op: "Conv", name: "c", inputs: ["x", "w"], outputs: ["y"], attributes: { pads: [0, 1], alpha: { float: 0.5 } } },
    { op: "Softmax", name: "s", inputs: ["y"], outputs: ["z"], attributes: { axis: -1, mode: "ä" } },
  ],
  initializers: new Map([
    ["w", { shape: [2, 1], data: Float32Array.of(-1.5, 3e-45) }],
    ["empty", { shape: [0], data: new Float32Array(0) }],
    ["scalar", { shape: [], data: Float32Array.of(Number.NaN) }],
  ]),
  inputs: [{ name: "x", shape: ["batch", 300] }],
  outputs: [{ name: "z", shape: ["batch", 2] }],
  metadata: new Map([["k\u2028", "v"]]),
};
const bytes = writeOnnx(model);
const read = (content: Uint8Array) => () => readOnnx({ name: "m", bytes: content });
/** A file with a graph of one's own. */
const withGraph = (graph: ProtobufWriter, ir = 7, opset = 13) =>
  read(new ProtobufWriter().integer(1, ir).text(2, "p").message(7, graph).message(8, new ProtobufWriter().integer(2, opset)).finish()); // biome-ignore format: one file
const tensor = () => new ProtobufWriter().integer(2, 1).text(8, "t");

describe("onnx", () => {
  it("gives back what was written", () => expect(read(bytes)()).toEqual(model));

  it("refuses other files by what they look like (O1)", async () => {
    await expectError(read(new Uint8Array(0)), "ONNX_KIND", "m is no ONNX file, it is empty: give a model file.");
    await expectError(read(new TextEncoder().encode("<html>")), "ONNX_KIND", "it looks like an HTML page");
    await expectError(read(new TextEncoder().encode("{}")), "ONNX_KIND", "it looks like something else");
  });

  it("names versions that it does not know (O9)", async () => {
    await expectError(withGraph(new ProtobufWriter(), 99), "ONNX_VERSION", "file format 99 and operator set 13, but this version reads 7 and 13"); // biome-ignore format: short
    await expectError(withGraph(new ProtobufWriter(), 7, 21), "ONNX_VERSION", "operator set 21");
  });

  it("refuses tensors whose sizes and bytes differ, and other types, with the field (O11, O18)", async () => {
    const initializer = (message: ProtobufWriter) => withGraph(new ProtobufWriter().message(5, message));
    await expectError(
      initializer(tensor().integer(1, 3).bytes(9, new Uint8Array(8))),
      "ONNX_TENSOR",
      "m: graph.initializer[0] has the shape [3] and 8 bytes of data, which do not fit: the file is damaged; export it again.",
    );
    await expectError(
      initializer(tensor().integer(1, -1).bytes(9, new Uint8Array(4))),
      "ONNX_TENSOR",
      "the shape [-1]",
    );
    await expectError(
      initializer(
        tensor()
          .integer(1, 2 ** 40)
          .integer(1, 2 ** 40),
      ),
      "ONNX_TENSOR",
    );
    await expectError(
      initializer(new ProtobufWriter().integer(2, 10)),
      "ONNX_TENSOR",
      "has the data type 10: expected 1, float32",
    );
    const nine = tensor();
    for (let i = 0; i < 9; i++) nine.integer(1, 1);
    await expectError(initializer(nine.bytes(9, new Uint8Array(4))), "ONNX_TENSOR", "[1, 1, 1, 1, 1, 1, 1, 1, …]");
  });

  it("never opens data outside the file (O13, O14)", async () => {
    const outside = new ProtobufWriter().text(1, "location").text(2, "../../etc/passwd");
    const says = "has its data outside the file, which is never opened";
    await expectError(withGraph(new ProtobufWriter().message(5, tensor().message(13, outside))), "ONNX_EXTERNAL", says);
    await expectError(withGraph(new ProtobufWriter().message(5, tensor().integer(14, 1))), "ONNX_EXTERNAL", says);
  });

  it("refuses a second tensor of one name (O12)", async () => {
    const one = tensor().bytes(9, new Uint8Array(4));
    await expectError(
      withGraph(new ProtobufWriter().message(5, one).message(5, one)),
      "ONNX_DUPLICATE",
      "graph.initializer[1]",
    );
  });

  it("refuses every cut, and reads or refuses every flipped bit", () => {
    let refused = 0;
    const judge = (content: Uint8Array) => {
      try {
        read(content)();
      } catch (error) {
        if (!(error instanceof MyelinError) || error.kind !== "input") throw error;
        expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        refused++;
      }
    };
    for (let length = 0; length < bytes.length; length++) judge(bytes.slice(0, length));
    const cuts = refused;
    for (let bit = 0; bit < 8 * bytes.length; bit++) judge(bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7))));
    expect(cuts).toBeGreaterThan(0.95 * bytes.length);
    expect(refused - cuts).toBeGreaterThan(bytes.length);
  });
});

describe("protobuf", () => {
  const open =
    (...content: number[]) =>
    () =>
      new ProtobufMessage({ name: "m", bytes: Uint8Array.from(content) }, "");

  it("refuses numbers that are cut or too long (O2)", async () => {
    await expectError(open(0x08, 0x80), "PROTOBUF_VARINT", "m: a number is cut off, at byte 1: the file is damaged");
    await expectError(open(0x08, ...new Array(11).fill(0x80)), "PROTOBUF_VARINT", "more than 10 bytes");
    expect(open(0x08, ...new Array(9).fill(0xff), 0x01)().integer(1, "n")).toBe(-1);
    await expectError(
      () => open(0x08, ...new Array(8).fill(0xff), 0x7f)().integer(1, "n"),
      "PROTOBUF_VARINT",
      "beyond 2⁵³ − 1",
    );
  });

  it("refuses lengths beyond the message, wire types and field numbers that cannot be (O3, O5)", async () => {
    await expectError(
      open(0x12, 3, 1, 2),
      "PROTOBUF_LENGTH",
      "field 2 is longer than the 2 bytes that are left, at byte 0",
    );
    await expectError(open(0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01), "PROTOBUF_LENGTH");
    await expectError(open(0x0b), "PROTOBUF_WIRE", "field 1 has the wire type 3");
    await expectError(open(0x00, 0), "PROTOBUF_WIRE", "no field has this number");
    await expectError(
      () => open(0x08, 1)().text(1, "name"),
      "PROTOBUF_WIRE",
      "name is stored as varint, which it cannot be",
    );
  });

  it("reads packed and unpacked numbers alike, and passes over fields that nobody asks for (O6, O7)", () => {
    expect(open(0x08, 1, 0x0a, 2, 2, 3, 0x7a, 1, 0)().integers(1, "n")).toEqual([1, 2, 3]);
  });

  it("refuses text that is no UTF-8, with its byte (O16)", async () => {
    await expectError(() => open(0x12, 2, 0x61, 0xff)().text(2, "name"), "PROTOBUF_TEXT", "byte 3 is not UTF-8");
  });
});
