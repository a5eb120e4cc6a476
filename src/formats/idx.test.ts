import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { text } from "../../test/support/gzip-files.ts";
import { type IdxArray, type IdxType, idxByteLength, readIdx, writeIdx } from "./idx.ts";

const file = (...bytes: number[]) => ({ name: "images-idx3", bytes: Uint8Array.from(bytes) });
const read = (...bytes: number[]) => readIdx(file(...bytes));

describe("readIdx", () => {
  it("reads each element type, big-endian, from bytes written by hand", () => {
    expect(read(0, 0, 8, 1, 0, 0, 0, 2, 7, 255)).toEqual({ type: "uint8", shape: [2], data: Uint8Array.of(7, 255) });
    expect(read(0, 0, 9, 1, 0, 0, 0, 2, 7, 255)).toEqual({ type: "int8", shape: [2], data: Int8Array.of(7, -1) });
    expect(read(0, 0, 0x0b, 1, 0, 0, 0, 1, 0xff, 0xfe)).toEqual({ type: "int16", shape: [1], data: Int16Array.of(-2) });
    const int32 = read(0, 0, 0x0c, 1, 0, 0, 0, 1, 1, 2, 3, 4);
    expect(int32).toEqual({ type: "int32", shape: [1], data: Int32Array.of(0x01020304) });
    const float32 = read(0, 0, 0x0d, 1, 0, 0, 0, 1, 0xc0, 0x20, 0, 0);
    expect(float32).toEqual({ type: "float32", shape: [1], data: Float32Array.of(-2.5) });
    const float64 = read(0, 0, 0x0e, 1, 0, 0, 0, 1, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0);
    expect(float64).toEqual({ type: "float64", shape: [1], data: Float64Array.of(1.5) });
  });

  it("reads the sizes slowest first, and bytes as a view of the file", () => {
    const images = file(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
    const array = readIdx(images);
    expect(array.shape).toEqual([1, 2, 3]);
    expect(array.data.buffer).toBe(images.bytes.buffer);
  });

  it("reads a file that does not begin at the start of its memory", () => {
    const bytes = Uint8Array.of(9, 9, 9, 0, 0, 0x0c, 1, 0, 0, 0, 1, 0, 0, 0, 5).subarray(3);
    expect(readIdx({ name: "x", bytes }).data).toEqual(Int32Array.of(5));
  });

  it("reads an array with a size of 0 as empty (I11)", () => {
    expect(read(0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28).data).toHaveLength(0);
    expect(read(0, 0, 8, 2, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0).data).toHaveLength(0);
  });
});

describe("readIdx refuses", () => {
  it("an empty file and one of 1 to 3 bytes (I1, I2)", async () => {
    await expectError(() => read(), "IDX_EMPTY", /is empty.*at least 4/);
    await expectError(() => read(0), "IDX_EMPTY", /has only 1 byte,/);
    await expectError(() => read(0, 0, 8), "IDX_EMPTY", /has only 3 bytes/);
  });

  it.each([
    ["a PNG picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /looks like a PNG picture/],
    ["a ZIP archive", text("PK\x03\x04abc"), /looks like a ZIP archive/],
    ["an HTML page", text("\n <html><body>"), /looks like an HTML page.*a server sent a page in its place/],
    ["gzip data", Uint8Array.of(0x1f, 0x8b, 8, 0), /looks like gzip data.*unpack it first/],
    ["a Git LFS pointer", text("version https://git-lfs.github.com/spec/v1"), /looks like a Git LFS pointer/],
    ["a Python pickle", Uint8Array.of(0x80, 2, 0x7d, 0x71), /looks like a Python pickle.*never reads/],
    ["anything else", Uint8Array.of(1, 2, 3, 4), /begins 01 02 03 04, not 00 00/],
  ])("%s, by its name (I3)", async (_what, bytes, says) => {
    await expectError(() => readIdx({ name: "x", bytes }), "IDX_MAGIC", says);
  });

  it("a little-endian header, with its cause (I4)", async () => {
    await expectError(() => read(1, 8, 0, 0, 5, 0, 0, 0), "IDX_MAGIC", /little-endian byte order/);
    await expectError(() => read(3, 8, 0, 0), "IDX_MAGIC", /little-endian/);
  });

  it.each([0, 7, 0x0a, 0x0f, 255])("element type %i (I5)", async (type) => {
    await expectError(() => read(0, 0, type, 1, 0, 0, 0, 0), "IDX_TYPE", /at byte 2/);
  });

  it.each([0, 9, 255])("%i dimensions (I6, I7)", async (rank) => {
    await expectError(() => read(0, 0, 8, rank), "IDX_RANK", new RegExp(`it has ${rank} dimensions, and 1 to 8`));
  });

  it("a header that is cut (I8)", async () => {
    await expectError(
      () => read(0, 0, 8, 3, 0, 0, 0, 1),
      "IDX_TRUNCATED",
      /3 dimensions need 16 bytes, and the file has 8/,
    );
  });

  it("sizes whose product no file can hold, without asking for memory (I9)", async () => {
    const big = [0x80, 0, 0, 0];
    await expectError(() => read(0, 0, 8, 2, ...big, ...big), "IDX_OVERFLOW", /2,147,483,648 × 2,147,483,648/);
    await expectError(() => read(0, 0, 0x0e, 2, 0, 0x20, 0, 0, ...big), "IDX_OVERFLOW");
    const eight = Array.from({ length: 32 }, () => 255);
    await expectError(() => read(0, 0, 8, 8, ...eight), "IDX_OVERFLOW");
    // 2³² and 2⁶⁴ elements would wrap to 0 in 32 or 64 bits.
    await expectError(() => read(0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0), "IDX_TRUNCATED", /4,294,967,308 bytes/);
    await expectError(() => read(0, 0, 8, 4, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0), "IDX_OVERFLOW");
  });

  it("a count larger than the file, with both lengths (I10, I12)", async () => {
    const header = [0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28];
    const error = await expectError(() => read(...header, 1), "IDX_TRUNCATED", /47,040,016 bytes.*the file has 17/);
    expect(error.facts).toMatchObject({ file: "images-idx3", expected: 47_040_016, found: 17 });
    // A size with the top bit set is large, not negative.
    await expectError(() => read(0, 0, 8, 1, 0x80, 0, 0, 1, 5), "IDX_TRUNCATED", /2,147,483,649 elements/);
  });

  it("trailing bytes (I13)", async () => {
    await expectError(() => read(0, 0, 8, 1, 0, 0, 0, 1, 5, 6), "IDX_TRAILING", /1 byte too many.*end at byte 9/);
    await expectError(() => read(0, 0, 8, 1, 0, 0, 0, 1, 5, 6, 7), "IDX_TRAILING", /2 bytes too many/);
  });
});

const arrays: Readonly<Record<IdxType, (values: number[]) => IdxArray["data"]>> = {
  uint8: (values) => Uint8Array.from(values),
  int8: (values) => Int8Array.from(values),
  int16: (values) => Int16Array.from(values),
  int32: (values) => Int32Array.from(values),
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
};

const anyArray = fc
  .record({
    type: fc.constantFrom(...(Object.keys(arrays) as IdxType[])),
    shape: fc.array(fc.nat(4), { minLength: 1, maxLength: 8 }).filter((shape) => shape.reduce((a, b) => a * b) <= 200),
  })
  .chain(({ type, shape }) => {
    const length = shape.reduce((a, b) => a * b);
    return fc
      .array(fc.double({ min: -1e6, max: 1e6 }), { minLength: length, maxLength: length })
      .map((values): IdxArray => ({ type, shape, data: arrays[type](values) }));
  });

describe("writeIdx", () => {
  it("writes what readIdx reads back: all types, ranks 1 to 8, sizes of 0", () => {
    fc.assert(
      fc.property(anyArray, (array) => {
        expect(readIdx({ name: "x", bytes: writeIdx(array) })).toEqual(array);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps the bits of NaN and −0", () => {
    const data = Float32Array.of(-0, Number.NaN, Number.POSITIVE_INFINITY);
    expect(readIdx({ name: "x", bytes: writeIdx({ type: "float32", shape: [3], data }) }).data).toEqual(data);
  });

  it("refuses shapes and types that do not fit", async () => {
    const data = Uint8Array.of(1, 2);
    const write = (shape: number[], type: IdxType = "uint8") => writeIdx({ type, shape, data });
    for (const shape of [[3], [], [-1, -2], [1.5], Array(9).fill(1), [2 ** 32, 0]]) {
      await expectError(() => write(shape), "IDX_WRITE", "", "usage");
    }
    await expectError(() => write([2], "int16"), "IDX_WRITE", /not int16/, "usage");
  });
});

describe("idxByteLength", () => {
  it("is the length of the file that begins so", () => {
    fc.assert(
      fc.property(anyArray, (array) => {
        const bytes = writeIdx(array);
        const header = 4 + 4 * array.shape.length;
        expect(idxByteLength(bytes.subarray(0, header))).toBe(bytes.length);
        expect(idxByteLength(bytes.subarray(0, header - 1))).toBeUndefined();
      }),
    );
  });

  it("is undefined for other bytes", () => {
    for (const bytes of [
      [],
      [0, 0, 8],
      [1, 0, 8, 1, 0, 0, 0, 1],
      [0, 0, 7, 1, 0, 0, 0, 1],
      [0, 0, 8, 0],
      [0, 0, 8, 9],
    ]) {
      expect(idxByteLength(Uint8Array.from(bytes))).toBeUndefined();
    }
  });
});
