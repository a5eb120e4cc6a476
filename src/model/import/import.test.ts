import { describe, expect, it } from "vitest";
import { errorOf, expectError } from "../../../test/support/errors.ts";
import { exportedOf, NETWORKS } from "../../../test/support/export-networks.ts";
import { MyelinError } from "../../core/errors.ts";
import { readOnnx, writeOnnx } from "../../formats/onnx.ts";
import { readSafetensors, writeSafetensors } from "../../formats/safetensors.ts";
import type { Exported } from "../export/exported.ts";
import { toNetwork2 } from "../export/network2.ts";
import { toNpz } from "../export/npz.ts";
import { toOnnx } from "../export/onnx.ts";
import { toTorch } from "../export/torch.ts";
import { inferenceNetwork } from "../fold.ts";
import { networkFromFile } from "./index.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const file = (bytes: Uint8Array) => ({ name: "model", bytes });
const WRITERS: Readonly<Record<string, (exported: Exported) => Uint8Array>> = {
  onnx: toOnnx,
  safetensors: toTorch,
  npz: toNpz,
  network2: (exported) => encode(toNetwork2(exported)),
};
const book = NETWORKS.get("sigmoid, as in the book")!;

describe.each(Object.entries(WRITERS))("%s", (format, write) => {
  const fitting = [...NETWORKS].filter(([name]) => format !== "network2" || name === "sigmoid, as in the book");

  it.each(fitting)("gives %s back, bit for bit", async (_name, network) => {
    const { network: back } = await networkFromFile(file(write(exportedOf(network))));
    const wanted = format === "onnx" ? inferenceNetwork(network) : network;
    expect(back.spec).toEqual(wanted.spec);
    expect(back.parameters).toEqual(wanted.parameters);
    expect(back.statistics).toEqual(wanted.statistics);
  });

  it("never does worse than refuse a file that is cut or has a flipped bit", async () => {
    const bytes = write(exportedOf(book));
    let refused = 0;
    const judge = async (damaged: Uint8Array) => {
      try {
        const { network } = await networkFromFile(file(damaged));
        expect(network.parameters.every(Number.isFinite)).toBe(true);
      } catch (error) {
        if (!(error instanceof MyelinError) || error.kind !== "input") throw error;
        expect(error.message).toMatch(/^model\b.*[.?]$/u);
        expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        refused++;
      }
    };
    for (let length = 0; length < bytes.length; length += bytes.length > 4000 ? 7 : 1)
      await judge(bytes.slice(0, length));
    const cuts = refused;
    for (let bit = 0; bit < 8 * bytes.length; bit += bytes.length > 4000 ? 29 : 3)
      await judge(bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7))));
    // JSON may be cut of its line end.
    expect(cuts).toBeGreaterThanOrEqual(Math.ceil(bytes.length / (bytes.length > 4000 ? 7 : 1)) - 1);
    expect(refused - cuts).toBeGreaterThan(0);
  });
});

describe("onnx", () => {
  const bytes = toOnnx(exportedOf(book));
  const changed = (change: (model: ReturnType<typeof readOnnx>) => Partial<ReturnType<typeof readOnnx>>) => {
    const model = readOnnx(file(bytes));
    return () => networkFromFile(file(writeOnnx({ ...model, ...change(model) })));
  };

  it("of others is refused with what it holds", async () => {
    await expectError(
      changed(() => ({ metadata: new Map() })),
      "MODEL_FOREIGN",
      "model: expected an ONNX file that Myelin exported, found a graph of Div, Flatten, Gemm and Sigmoid without its metadata.",
    );
  });

  it("whose graph was changed is refused with the place", async () => {
    const relu = changed(({ nodes }) => ({ nodes: nodes.map((n, i) => (i === 3 ? { ...n, op: "Relu" } : n)) }));
    await expectError(
      relu,
      "MODEL_GRAPH",
      "node 3, Relu, differ from the network in its metadata; export the network again.",
    );
    await expectError(
      changed(({ nodes }) => ({ nodes: nodes.slice(0, -1) })),
      "MODEL_GRAPH",
      "node 5, missing,",
    );
    const scaled = changed(({ initializers }) => ({
      initializers: new Map([...initializers, ["divideBy", { shape: [], data: Float32Array.of(256) }]]),
    }));
    await expectError(scaled, "MODEL_GRAPH", "its inputs, outputs or scaling differ");
  });

  it("with code for a name, or numbers that are none, is refused", async () => {
    const spec = JSON.parse(readOnnx(file(bytes)).metadata.get("myelin")!);
    const evil = { ...spec, cost: "(() => process.exit(7))()" };
    await expectError(
      changed(() => ({ metadata: new Map([["myelin", JSON.stringify(evil)]]) })),
      "MODEL_SPEC",
      "network.cost",
    );
    const nan = changed(({ initializers }) => ({
      initializers: new Map([
        ...initializers,
        ["layer2.biases", { shape: [3], data: Float32Array.of(0, Number.NaN, 0) }],
      ]),
    }));
    await expectError(
      nan,
      "MODEL_NOT_FINITE",
      "tensor layer2.biases holds 1 values that are NaN or infinite, the first at index 1",
    );
  });
});

describe("safetensors with PyTorch's names", () => {
  it("may have been trained on, and may count its batches", async () => {
    const network = NETWORKS.get("dropout and batch norm between dense layers")!;
    const { tensors, metadata } = readSafetensors(file(toTorch(exportedOf(network))));
    const more = new Map(tensors);
    more.set("2.num_batches_tracked", { dtype: "I64", shape: [], data: BigInt64Array.of(7n) });
    more.set("1.bias", { dtype: "F32", shape: [6], data: new Float32Array(6).fill(0.5) });
    const { network: back } = await networkFromFile(file(writeSafetensors(more, metadata)));
    expect([...back.biases(2)]).toEqual(new Array(6).fill(0.5));
  });

  it("without a tensor is refused with its name", async () => {
    const { tensors, metadata } = readSafetensors(file(toTorch(exportedOf(book))));
    const fewer = new Map([...tensors].filter(([name]) => name !== "3.bias"));
    await expectError(
      () => networkFromFile(file(writeSafetensors(fewer, metadata))),
      "MODEL_TENSORS",
      "layer2.biases missing",
    );
  });
});

describe("network2", () => {
  const own = { sizes: [4, 2, 1], weights: [[[1, 2, 3, 4], [5, 6, 7, 8]], [[9, 10]]], biases: [[[0.5], [0.25]], [[-1]]], cost: "CrossEntropyCost" }; // biome-ignore format: a network
  const read = (json: unknown) => networkFromFile(file(encode(JSON.stringify(json))));

  it("of the book itself is read: a square picture divided by 256", async () => {
    const { network } = await read(own);
    expect(network.spec.input).toEqual({ shape: [2, 2], divideBy: 256 });
    expect(network.spec.cost).toBe("cross-entropy");
    expect([...network.parameters]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0.5, 0.25, 9, 10, -1]);
    const table = await read({ ...own, sizes: [3, 1], weights: [[[1, 2, 3]]], biases: [[[4]]] });
    expect(table.network.spec.input.shape).toEqual([1, 3]);
  });

  it("that does not fit is refused with the place", async () => {
    const refuse = (change: object, code: string, says: string) =>
      expectError(() => read({ ...own, ...change }), code, says);
    await refuse({ weights: [own.weights[0]] }, "MODEL_SHAPE", "weights or biases should be a list of 2, but has 1");
    await refuse({ weights: [[[1, 2, 3], [5, 6, 7, 8]], own.weights[1]] }, "MODEL_SHAPE", "weights[0][0] should be a list of 4, but has 3"); // biome-ignore format: short
    await refuse({ biases: [[[1], [2]], [["x"]]] }, "MODEL_SHAPE", 'biases[1][0][0] is "x": expected a number');
    await refuse({ cost: "Cost()" }, "MODEL_SPEC", 'the cost is "Cost()": expected QuadraticCost or CrossEntropyCost');
    await refuse(
      { sizes: "4" },
      "MODEL_FOREIGN",
      "expected the JSON of the book's network2.py, with sizes, weights and biases",
    );
    await expectError(() => read({}), "MODEL_FOREIGN");
  });

  it("cannot hold what the book's program does not know", async () => {
    const error = await errorOf(() => toNetwork2(exportedOf(NETWORKS.get("relu and softmax")!)));
    expect(error.message).toBe(
      "This network cannot be written as network2: layer 1 is dense 7 with relu, and network2 knows dense sigmoid layers with the quadratic or the cross-entropy cost only: use onnx or npz.",
    );
    expect(error.kind).toBe("usage");
  });
});

it("another file is refused with what it looks like", async () => {
  await expectError(() => networkFromFile(file(new Uint8Array(0))), "ST_SHORT");
  await expectError(
    () => networkFromFile(file(encode("<!doctype html><p>no model</p>"))),
    "MODEL_FOREIGN",
    "model looks like an HTML page: expected a network that Myelin saved or exported (safetensors, npz, ONNX or network2 JSON).",
  );
  await expectError(
    () => networkFromFile(file(Uint8Array.of(0x80, 4, 0x95))),
    "MODEL_FOREIGN",
    "looks like a Python pickle",
  );
});
