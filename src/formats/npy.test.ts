import fc from "fast-check";
import { describe, expect, it } from "vitest";
import numpyFiles from "../../test/goldens/numpy-files.json" with { type: "json" };
import { expectError } from "../../test/support/errors.ts";
import { joinBytes, text } from "../../test/support/gzip-files.ts";
import { isNpy, type NpyArray, type NpyType, readNpy, writeNpy } from "./npy.ts";

/** Files that NumPy 2.4 wrote. */
const numpy = (name: keyof typeof numpyFiles) => ({
  name: `${name}.npy`,
  bytes: new Uint8Array(Buffer.from(numpyFiles[name], "base64")),
});

/** A version 1 file with this header and these elements. */
function npy(header: string, data: readonly number[] = [], version = [1, 0]) {
  const length = header.length;
  const start = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...version, length & 255, length >> 8);
  return { name: "a.npy", bytes: joinBytes(start, text(header), Uint8Array.from(data)) };
}

const header = (descr: string, shape = "(2,)", order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("readNpy reads what NumPy wrote", () => {
  it("floats, integers and truth values", () => {
    expect(isNpy(numpy("f4_2x3").bytes)).toBe(true);
    expect(readNpy(numpy("f4_2x3"))).toEqual({
      type: "f4",
      shape: [2, 3],
      data: Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5),
    });
    expect(readNpy(numpy("i8"))).toEqual({ type: "i8", shape: [3], data: Float64Array.of(3, -1, 2 ** 53 - 1) });
    expect(readNpy(numpy("bool"))).toEqual({ type: "b1", shape: [3], data: Uint8Array.of(1, 0, 1) });
    const half = Float32Array.of(0.5, -2, 65504, 2 ** -24, Infinity, NaN, 0.0999755859375);
    expect(readNpy(numpy("f2"))).toEqual({ type: "f2", shape: [7], data: half });
  });

  it("big-endian elements (Z3) and Fortran order (Z4)", () => {
    expect(readNpy(numpy("u2be")).data).toEqual(Uint16Array.of(1, 65535));
    expect(readNpy(numpy("f8be_fortran_2x3"))).toEqual({
      type: "f8",
      shape: [2, 3],
      data: Float64Array.of(0, 1, 2, 3, 4, 5),
    });
    const ramp = Uint8Array.from({ length: 12 }, (_, i) => i);
    expect(readNpy(numpy("fortran_2x3x2_u1"))).toEqual({ type: "u1", shape: [2, 3, 2], data: ramp });
  });

  it("scalars, empty arrays, versions 2 and 3", () => {
    expect(readNpy(numpy("scalar"))).toEqual({ type: "f8", shape: [], data: Float64Array.of(2.5) });
    expect(readNpy(numpy("empty"))).toEqual({ type: "u1", shape: [0, 28, 28], data: new Uint8Array(0) });
    expect(readNpy(numpy("v2")).data).toEqual(Uint8Array.of(0, 1, 2));
    expect(readNpy(numpy("v3")).data).toEqual(Int8Array.of(0, 1, 2));
  });

  it("headers with other quotes, blanks and the long numbers of Python 2", () => {
    const other = '{"shape":(2L,) , "descr":"|u1","fortran_order" :False}';
    expect(readNpy(npy(other, [7, 8]))).toEqual({ type: "u1", shape: [2], data: Uint8Array.of(7, 8) });
  });
});

describe("readNpy refuses", () => {
  it("pickled objects, wherever they are (Z1)", async () => {
    const says = /can run any program.*allow_pickle=False/;
    await expectError(() => readNpy(numpy("object")), "NPY_PICKLE", says);
    await expectError(() => readNpy(numpy("structobj")), "NPY_PICKLE", says);
    await expectError(
      () => readNpy({ name: "x", bytes: joinBytes(Uint8Array.of(0x80, 4), text("some pickle")) }),
      "NPY_PICKLE",
    );
  });

  it("other element types, by name (Z2)", async () => {
    await expectError(() => readNpy(numpy("struct")), "NPY_DTYPE", /several fields/);
    await expectError(() => readNpy(numpy("datetime")), "NPY_DTYPE", /dates \(<M8\[D\]\)/);
    await expectError(() => readNpy(numpy("text")), "NPY_DTYPE", /texts \(<U2\)/);
    await expectError(() => readNpy(numpy("complex")), "NPY_DTYPE", /complex numbers \(<c8\)/);
    await expectError(() => readNpy(numpy("longdouble")), "NPY_DTYPE", /<f16/);
    for (const descr of ["=f4", "|f4", "f4", "<constructor", "", "<\x1b[2J"]) {
      const error = await expectError(() => readNpy(npy(header(descr))), "NPY_DTYPE");
      expect(error.message).not.toContain("\x1b");
    }
  });

  it("headers longer than 10,000 bytes or the file, before reading them (Z5)", async () => {
    const long = npy(header("|u1"), [1, 2]);
    long.bytes[9] = 0x7f;
    await expectError(() => readNpy(long), "NPY_HEADER", /at most 10,000/);
    const version2 = joinBytes(Uint8Array.of(0x93), text("NUMPY\x02\x00"), Uint8Array.of(255, 255, 255, 255));
    await expectError(() => readNpy({ name: "x", bytes: version2 }), "NPY_HEADER", /4,294,967,295 bytes/);
    const cut = npy(header("|u1"));
    await expectError(
      () => readNpy({ name: "x", bytes: cut.bytes.slice(0, 40) }),
      "NPY_TRUNCATED",
      /inside its header/,
    );
    await expectError(() => readNpy({ name: "x", bytes: version2.slice(0, 11) }), "NPY_TRUNCATED");
  });

  it.each([
    ["no dictionary", "[1, 2]"],
    ["nothing", ""],
    ["a missing key", "{'descr': '|u1', 'shape': (2,)}"],
    ["one key too many", "{'descr': '|u1', 'shape': (2,), 'fortran_order': False, 'x': True}"],
    ["a key twice", "{'descr': '|u1', 'descr': '|u1', 'shape': (2,), 'fortran_order': False}"],
    ["a program", "__import__('os').system('true')"],
    ["a call as value", "{'descr': str('|u1'), 'shape': (2,), 'fortran_order': False}"],
    ["a sum as size", "{'descr': '|u1', 'shape': (1+1,), 'fortran_order': False}"],
    ["text behind", "{'descr': '|u1', 'shape': (2,), 'fortran_order': False}; import os"],
    ["escapes in texts", "{'descr': '\\x7cu1', 'shape': (2,), 'fortran_order': False}"],
    ["a text as order", "{'descr': '|u1', 'shape': (2,), 'fortran_order': 'False'}"],
    ["a number as shape", "{'descr': '|u1', 'shape': 2, 'fortran_order': False}"],
    ["no closing brace", "{'descr': '|u1', 'shape': (2,), 'fortran_order': False"],
    ["no closing parenthesis", "{'descr': '|u1', 'shape': (2, 'fortran_order': False}"],
  ])("a header with %s (Z6)", async (_what, text) => {
    await expectError(() => readNpy(npy(text, [1, 2])), "NPY_HEADER", /at byte \d+ it has/);
  });

  it("shapes that cannot be (Z7)", async () => {
    const shapes = [
      "(-1,)",
      "(18446744073709551616,)",
      `(${"3, ".repeat(40)})`,
      "(9007199254740993,)",
      `(${"9999999, ".repeat(3)})`,
    ];
    for (const shape of shapes) await expectError(() => readNpy(npy(header("|u1", shape))), "NPY_SHAPE");
    expect(readNpy(npy(header("|u1", "(0, 9007199254740991, 9007199254740991)"))).data).toHaveLength(0);
  });

  it("other versions (Z8)", async () => {
    await expectError(() => readNpy(npy(header("|u1"), [], [4, 0])), "NPY_VERSION", /4\.0 at byte 6/);
    await expectError(() => readNpy(npy(header("|u1"), [], [1, 1])), "NPY_VERSION");
    await expectError(() => readNpy(npy(header("|u1"), [], [0, 0])), "NPY_VERSION");
  });

  it("fewer or more bytes than the shape needs, with both (Z9)", async () => {
    const error = await expectError(
      () => readNpy(npy(header("<f4"), [1, 2, 3])),
      "NPY_TRUNCATED",
      /8 bytes, and 3 follow/,
    );
    expect(error.facts).toMatchObject({ expected: 8, found: 3 });
    await expectError(() => readNpy(npy(header("|u1"), [1, 2, 3])), "NPY_TRAILING", /2 bytes, and 3 follow/);
  });

  it("64-bit integers beyond 2^53 and truth values beyond 1 (Z22)", async () => {
    const big = [0, 0, 0, 0, 0, 0, 0x20, 0];
    await expectError(() => readNpy(npy(header("<i8", "(1,)"), big)), "NPY_RANGE", /element 0.*beyond 2\^53/);
    await expectError(() => readNpy(npy(header("<u8", "(1,)"), Array(8).fill(255))), "NPY_RANGE");
    expect(readNpy(npy(header("<i8", "(1,)"), Array(8).fill(255))).data).toEqual(Float64Array.of(-1));
    await expectError(() => readNpy(npy(header("|b1"), [1, 2])), "NPY_RANGE", /element 1, which is neither/);
  });

  it("what is no array at all", async () => {
    await expectError(() => readNpy({ name: "x", bytes: new Uint8Array(0) }), "NPY_MAGIC", /only 0 bytes/);
    await expectError(() => readNpy({ name: "x", bytes: text("<html><body>no</body>") }), "NPY_MAGIC", /HTML page/);
    await expectError(() => readNpy({ name: "x", bytes: text("1,2,3\n4,5,6\n") }), "NPY_MAGIC", /93 NUMPY/);
  });
});

const makers: readonly [NpyType, (values: number[]) => NpyArray["data"]][] = [
  ["b1", (values) => Uint8Array.from(values, (value) => (value > 0 ? 1 : 0))],
  ["u1", (values) => Uint8Array.from(values)],
  ["i1", (values) => Int8Array.from(values)],
  ["u2", (values) => Uint16Array.from(values)],
  ["i2", (values) => Int16Array.from(values)],
  ["u4", (values) => Uint32Array.from(values)],
  ["i4", (values) => Int32Array.from(values)],
  ["u8", (values) => Float64Array.from(values, (value) => Math.abs(Math.trunc(value)))],
  ["i8", (values) => Float64Array.from(values, (value) => Math.trunc(value) + 0)],
  ["f4", (values) => Float32Array.from(values)],
  ["f8", (values) => Float64Array.from(values)],
];

describe("writeNpy", () => {
  it("writes what readNpy reads back: all types, ranks 0 to 8, sizes of 0", () => {
    const anyShape = fc.array(fc.nat(4), { maxLength: 8 }).filter((shape) => shape.reduce((a, b) => a * b, 1) <= 200);
    const array = fc.tuple(fc.constantFrom(...makers), anyShape).chain(([[type, make], shape]) => {
      const length = shape.reduce((a, b) => a * b, 1);
      const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
        minLength: length,
        maxLength: length,
      });
      return values.map((v): NpyArray => ({ type, shape, data: make(v) }));
    });
    fc.assert(
      fc.property(array, (expected) => {
        const bytes = writeNpy(expected);
        expect(bytes.length % 64 === 0 || expected.data.length > 0).toBe(true);
        expect(readNpy({ name: "x", bytes })).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("writes NumPy's own bytes", () => {
    const { bytes } = numpy("f4_2x3");
    expect(writeNpy(readNpy(numpy("f4_2x3")))).toEqual(bytes.with(0, 0x93));
  });

  it("refuses what does not fit", async () => {
    const data = Uint8Array.of(1, 2);
    for (const array of [
      { type: "u1", shape: [3], data },
      { type: "f4", shape: [2], data },
      { type: "f2", shape: [2], data: new Float32Array(2) },
      { type: "u1", shape: [1, 1, 1, 1, 1, 1, 1, 1, 2], data },
    ] as NpyArray[]) {
      await expectError(() => writeNpy(array), "NPY_WRITE", "", "usage");
    }
  });
});
