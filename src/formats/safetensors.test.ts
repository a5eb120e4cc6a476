import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MyelinError } from "../core/errors.ts";
import { type Dtype, readSafetensors, type Tensor, writeSafetensors } from "./safetensors.ts";
import { DTYPES, tensorBytes, tensorFromBytes } from "./safetensors-dtypes.ts";

/** A file from the text of its header and `body` zero bytes (or these bytes). */
function file(header: string | Uint8Array, body: number | Uint8Array = 0, length?: bigint) {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const data = typeof body === "number" ? new Uint8Array(body) : body;
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return { name: "m.safetensors", bytes };
}

function verdict(bytes: { name: string; bytes: Uint8Array }): string {
  try {
    readSafetensors(bytes);
    return "accepted";
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    expect(error.kind).toBe("input");
    expect(error.message).toMatch(/^m\.safetensors[:,]/);
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(error.message.endsWith(".")).toBe(true);
    return error.code;
  }
}

const T = '{"dtype":"F32","shape":[2],"data_offsets":[0,8]}';
const tensor = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":[${shape}],"data_offsets":[${offsets}]}`;
const extra = (value: string) => `{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":${value}}}`;
const OK = "accepted";

/**
 * Row of the catalogue, header, bytes of the body, verdict of the Rust library (safetensors 0.8.0, recorded by running
 * its Python wheel on these very bytes), our code.
 */
const CASES: readonly (readonly [string, string, number, boolean, string])[] = [
  ["S4 empty header", "", 0, false, "ST_HEADER_JSON"],
  ["S6 broken JSON", `{"a":${T}`, 8, false, "ST_HEADER_JSON"],
  ["S6 junk behind", `{"a":${T}}\0\0`, 8, false, "ST_HEADER_JSON"],
  ["S6 array on top", "[]", 0, false, "ST_HEADER_JSON"],
  ["S6 byte order mark", `\ufeff{"a":${T}}`, 8, false, "ST_HEADER_JSON"],
  ["S6 NaN", `{"a":${tensor("F32", "2", "0,NaN")}}`, 8, false, "ST_HEADER_JSON"],
  ["S6 number beyond float64", extra("1e999"), 8, false, "JSON_NUMBER"],
  ["S6 half a surrogate pair in a name", `{"a\\ud800":${T}}`, 8, false, "ST_HEADER_JSON"],
  ["S6 half a surrogate pair elsewhere", extra('"\\ud800"'), 8, false, "ST_HEADER_JSON"],
  ["S6 raw control character", `{"a\n":${T}}`, 8, false, "ST_HEADER_JSON"],
  ["S6 nesting of 128", extra(`${"[".repeat(126)}${"]".repeat(126)}`), 8, false, "JSON_TOO_DEEP"],
  ["S6 nesting of 127", extra(`${"[".repeat(125)}${"]".repeat(125)}`), 8, true, OK],
  ["S7 leading white space", ` \n\t{"a":${T}}`, 8, true, OK],
  ["S7 trailing white space", `{"a":${T}} \n\r\t`, 8, true, OK],
  ["S8 tensor twice (Rust takes the last)", `{"a":${T},"a":${T}}`, 8, true, "JSON_DUPLICATE_KEY"],
  ["S8 metadata twice", `{"__metadata__":{},"__metadata__":{},"a":${T}}`, 8, false, "JSON_DUPLICATE_KEY"],
  ["S8 field twice", `{"a":{"dtype":"F32",${T.slice(1)}}`, 8, false, "JSON_DUPLICATE_KEY"],
  ["S9 overlap", `{"b":${T},"a":${tensor("F32", "1", "4,8")}}`, 8, false, "ST_OVERLAP"],
  ["S10 hole", `{"a":${tensor("F32", "1", "0,4")},"b":${tensor("F32", "1", "8,12")}}`, 12, false, "ST_HOLE"],
  ["S11 first not at 0", `{"a":${tensor("F32", "1", "4,8")}}`, 8, false, "ST_HOLE"],
  ["S12 bytes behind the last tensor", `{"a":${T}}`, 9, false, "ST_TRAILING"],
  ["S12 bytes without a tensor", "{}", 1, false, "ST_TRAILING"],
  ["S13 one byte short", `{"a":${T}}`, 7, false, "ST_BODY_SHORT"],
  ["S13 two bytes short", `{"a":${T}}`, 6, false, "ST_BODY_SHORT"],
  ["S14 negative offset", `{"a":${tensor("F32", "2", "-8,0")}}`, 8, false, "ST_INTEGER"],
  ["S14 minus zero", `{"a":${tensor("F32", "2", "-0,8")}}`, 8, false, "ST_INTEGER"],
  ["S14 fraction", `{"a":${tensor("F32", "2", "0.5,8")}}`, 8, false, "ST_INTEGER"],
  ["S14 8.0", `{"a":${tensor("F32", "2", "0,8.0")}}`, 8, false, "ST_INTEGER"],
  ["S14 8e0", `{"a":${tensor("F32", "2", "0,8e0")}}`, 8, false, "ST_INTEGER"],
  ["S14 text", `{"a":${tensor("F32", "2", '0,"8"')}}`, 8, false, "ST_INTEGER"],
  ["S14 null", `{"a":${tensor("F32", "2", "null,8")}}`, 8, false, "ST_INTEGER"],
  ["S14 three offsets", `{"a":${tensor("F32", "2", "0,8,8")}}`, 8, false, "ST_OFFSETS"],
  ["S14 one offset", `{"a":${tensor("F32", "2", "0")}}`, 8, false, "ST_OFFSETS"],
  ["S14 shape is a number", '{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}', 8, false, "ST_INTEGER"],
  ["S15 end before begin", `{"a":${tensor("F32", "2", "8,0")}}`, 8, false, "ST_OFFSETS"],
  ["S16 offset above 2^53", `{"a":${tensor("F32", "2", "0,9007199254740993")}}`, 8, false, "ST_INTEGER"],
  ["S16 offset above 2^64", `{"a":${tensor("F32", "2", "0,18446744073709551616")}}`, 8, false, "ST_INTEGER"],
  ["S16 size above 2^53 beside 0", `{"a":${tensor("F32", "18446744073709551615,0", "0,0")}}`, 0, true, "ST_INTEGER"],
  ["S17 too few bytes", `{"a":${tensor("F32", "3", "0,8")}}`, 8, false, "ST_SHAPE_BYTES"],
  ["S17 too many bytes", `{"a":${tensor("F32", "1", "0,8")}}`, 8, false, "ST_SHAPE_BYTES"],
  ["S18 overflow", `{"a":${tensor("F32", "4294967296,4294967296", "0,0")}}`, 0, false, "ST_SHAPE_OVERFLOW"],
  ["S18 overflow before a 0", `{"a":${tensor("U8", "4294967296,4294967296,0", "0,0")}}`, 0, false, "ST_SHAPE_OVERFLOW"],
  ["S18 0 before large sizes", `{"a":${tensor("U8", "0,4294967296,4294967296", "0,0")}}`, 0, true, OK],
  ["S19 size 0", `{"a":${tensor("F32", "0", "0,0")},"b":${tensor("F32", "0", "0,0")}}`, 0, true, OK],
  ["S19 size 0 at the end", `{"a":${tensor("F32", "0", "8,8")},"b":${T}}`, 8, true, OK],
  ["S19 size 0 inside another", `{"a":${tensor("F32", "0", "4,4")},"b":${T}}`, 8, false, "ST_OVERLAP"],
  ["S19 rank 0", `{"a":${tensor("F64", "", "0,8")}}`, 8, true, OK],
  ["S20 rank 10,000", `{"a":${tensor("F32", Array(10_000).fill(1).join(), "0,4")}}`, 4, true, OK],
  ["S21 dtype Q4", `{"a":${tensor("Q4", "2", "0,1")}}`, 1, false, "ST_DTYPE"],
  ["S21 dtype in lower case", `{"a":${tensor("f32", "2", "0,8")}}`, 8, false, "ST_DTYPE"],
  ["S21 dtype from the prototype", `{"a":${tensor("toString", "2", "0,8")}}`, 8, false, "ST_DTYPE"],
  ["S21 dtype a number", '{"a":{"dtype":5,"shape":[2],"data_offsets":[0,8]}}', 8, false, "ST_DTYPE"],
  ["S21 C64", `{"a":${tensor("C64", "1", "0,8")}}`, 8, true, OK],
  ["S21 F8_E5M2", `{"a":${tensor("F8_E5M2", "3", "0,3")}}`, 3, true, OK],
  ["S22 odd count of F4", `{"a":${tensor("F4", "3", "0,2")}}`, 2, false, "ST_MISALIGNED"],
  ["S22 even count of F4", `{"a":${tensor("F4", "4", "0,2")}}`, 2, true, OK],
  ["S22 four F6", `{"a":${tensor("F6_E2M3", "4", "0,3")}}`, 3, true, OK],
  ["S23 number in metadata", `{"__metadata__":{"x":1},"a":${T}}`, 8, false, "ST_METADATA"],
  ["S23 object in metadata", `{"__metadata__":{"x":{}},"a":${T}}`, 8, false, "ST_METADATA"],
  ["S23 metadata a text", `{"__metadata__":"x","a":${T}}`, 8, false, "ST_METADATA"],
  ["S23 metadata null", `{"__metadata__":null,"a":${T}}`, 8, true, OK],
  ["S24 __proto__", `{"__proto__":${T}}`, 8, true, OK],
  ["S24 constructor", `{"constructor":${T}}`, 8, true, OK],
  ["S24 empty name", `{"":${T}}`, 8, true, OK],
  ["S24 name of 1 MiB", `{"${"n".repeat(1 << 20)}":${T}}`, 8, true, OK],
  ["S24 name with ESC", `{"\\u001b[31m":${T}}`, 8, true, OK],
  ["no dtype", '{"a":{"shape":[2],"data_offsets":[0,8]}}', 8, false, "ST_ENTRY"],
  ["entry a number", `{"z":1,"a":${T}}`, 8, false, "ST_ENTRY"],
  ["entry an array (Rust takes it)", '{"a":["F32",[2],[0,8]]}', 8, true, "ST_ENTRY"],
  ["other fields", extra('[1,{"b":null}]'), 8, true, OK],
  ["any order", `{"b":${tensor("F32", "1", "4,8")},"a":${tensor("F32", "1", "0,4")}}`, 8, true, OK],
  ["no tensors", "{}", 0, true, OK],
];

describe("readSafetensors", () => {
  it.each(CASES)("%s", (_row, header, body, rust, code) => {
    expect(verdict(file(header, body))).toBe(code);
    // What Rust refuses, we refuse; the four cases where we are stricter are named in the function's docstring.
    if (!rust) expect(code).not.toBe(OK);
  });

  it("S1: 0 to 7 bytes", () => {
    for (let n = 0; n < 8; n++) expect(verdict({ name: "m.safetensors", bytes: new Uint8Array(n) })).toBe("ST_SHORT");
  });

  it("S2: header lengths from 16,777,217 to 2^64 − 1", () => {
    for (const length of [16_777_217n, 100_000_001n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]) {
      expect(verdict(file("{}", 0, length))).toBe("ST_HEADER_LENGTH");
    }
  });

  it("S3: header longer than the file", () => {
    for (const length of [3n, 16_777_216n]) expect(verdict(file("{}", 0, length))).toBe("ST_TRUNCATED");
  });

  it("S5: header not UTF-8, with the offset in the file", () => {
    const bad = file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d));
    expect(() => readSafetensors(bad)).toThrow(expect.objectContaining({ code: "ST_HEADER_UTF8" }));
    expect(() => readSafetensors(bad)).toThrow(/byte 10 is not UTF-8/);
  });

  it("S24: a tensor called __proto__ is there under its name", () => {
    expect([...readSafetensors(file(`{"__proto__":${T}}`, 8)).tensors.keys()]).toEqual(["__proto__"]);
  });

  it("S25: far too many tensors are refused by their count", () => {
    const entry = tensor("U8", "0", "0,0");
    const header = `{${Array.from({ length: 100_002 }, (_, i) => `"${i}":${entry}`).join(",")}}`;
    expect(verdict(file(header))).toBe("JSON_TOO_MANY");
    const oneMore = `{${Array.from({ length: 100_001 }, (_, i) => `"${i}":${entry}`).join(",")}}`;
    expect(verdict(file(oneMore))).toBe("ST_TENSORS");
  });

  it("S26: NaN and infinity are values like others", () => {
    const body = new Uint8Array(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY).buffer);
    const data = readSafetensors(file(`{"a":${T}}`, body)).tensors.get("a")?.data;
    expect(data).toEqual(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY));
  });
});

/** Made by the Rust library (0.8.0): two tensors of each size class, sizes 0, rank 0, names beyond ASCII. */
const GOLDEN_HEADER =
  '{"__metadata__":{"format":"pt\\u001b\u2028\x7f"},"é\\n😀":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},' +
  '"d":{"dtype":"F64","shape":[],"data_offsets":[8,16]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[16,24]},' +
  '"b":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"\uffee":{"dtype":"I32","shape":[0,3],"data_offsets":[32,32]},' +
  '"😀":{"dtype":"I32","shape":[0,3],"data_offsets":[32,32]},"c":{"dtype":"BF16","shape":[1],"data_offsets":[32,34]},' +
  '"h":{"dtype":"F16","shape":[2],"data_offsets":[34,38]},"u16":{"dtype":"U16","shape":[1],"data_offsets":[38,40]},' +
  '"i8":{"dtype":"I8","shape":[1],"data_offsets":[40,41]},"u":{"dtype":"U8","shape":[3],"data_offsets":[41,44]},' +
  '"z":{"dtype":"BOOL","shape":[1],"data_offsets":[44,45]}} ';
const GOLDEN_BODY =
  "fbffffffffffffff000000000000e03f00004040000080400000c03f000000c06162000102030102ff01020301".match(/../g) ?? [];
const golden = () =>
  file(
    GOLDEN_HEADER,
    Uint8Array.from(GOLDEN_BODY, (hex) => Number.parseInt(hex, 16)),
  );

describe("writeSafetensors", () => {
  it("writes the bytes of the format's own library", () => {
    expect(golden().bytes.length).toBe(773);
    const { tensors, metadata } = readSafetensors(golden());
    expect(tensors.get("é\n😀")).toEqual({ dtype: "I64", shape: [1], data: BigInt64Array.of(-5n) });
    expect(tensors.get("d")).toEqual({ dtype: "F64", shape: [], data: Float64Array.of(0.5) });
    expect(tensors.get("b")).toEqual({ dtype: "F32", shape: [2], data: Float32Array.of(1.5, -2) });
    expect(tensors.get("h")).toEqual({ dtype: "F16", shape: [2], data: Uint8Array.of(0, 1, 2, 3) });
    const shuffled = new Map([...tensors].reverse());
    expect(writeSafetensors(shuffled, metadata)).toEqual(golden().bytes);
    expect([...writeSafetensors(new Map())]).toEqual([8, 0, 0, 0, 0, 0, 0, 0, 123, 125, 32, 32, 32, 32, 32, 32]);
  });

  it("writes what the reader reads back, from and into unaligned memory", () => {
    const shape = fc.array(fc.nat(4), { maxLength: 4 });
    const dtypes = fc.constantFrom(...(Object.keys(DTYPES) as Dtype[]).filter((name) => DTYPES[name].bits % 8 === 0));
    const one = fc.record({ dtype: dtypes, shape, seed: fc.nat() }).map(({ dtype, shape, seed }) => {
      const size = (shape.reduce((a, b) => a * b, 1) * DTYPES[dtype].bits) / 8;
      return { dtype, shape, data: tensorFromBytes(dtype, new Uint8Array(size).fill(seed & 127)) };
    });
    const name = fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => text !== "__metadata__");
    const text = fc.string({ unit: "grapheme", maxLength: 12 });
    fc.assert(
      fc.property(fc.dictionary(name, one), fc.dictionary(text, text), fc.nat(8), (tensors, metadata, shift) => {
        const written = writeSafetensors(new Map(Object.entries(tensors)), new Map(Object.entries(metadata)));
        const moved = new Uint8Array(written.length + shift).subarray(shift);
        moved.set(written);
        const read = readSafetensors({ name: "x", bytes: moved });
        expect(new Map(read.metadata)).toEqual(new Map(Object.entries(metadata)));
        expect(new Map(read.tensors)).toEqual(new Map<string, Tensor>(Object.entries(tensors)));
        expect(new DataView(written.buffer).getUint32(0, true) % 8).toBe(0);
        expect(writeSafetensors(read.tensors, read.metadata)).toEqual(written);
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses what would make a file that no reader takes", () => {
    const bad = (name: string, tensor: Tensor, metadata = {}) => {
      const write = () => writeSafetensors(new Map([[name, tensor]]), new Map(Object.entries(metadata)));
      expect(write).toThrow(expect.objectContaining({ code: "ST_WRITE", kind: "usage" }));
    };
    const good: Tensor = { dtype: "F32", shape: [1], data: Float32Array.of(1) };
    bad("a", { ...good, shape: [2] });
    bad("a", { ...good, dtype: "F64" });
    bad("__metadata__", good);
    bad("a\ud800", good);
    bad("a", good, { x: "\udc00" });
  });
});

describe("damage", () => {
  const tiny = writeSafetensors(new Map([["w", { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) }]]));
  const files = [golden().bytes, tiny, writeSafetensors(new Map()), writeSafetensors(new Map(), new Map([["k", "v"]]))];

  it("every truncation is refused", () => {
    for (const bytes of files) {
      for (let n = 0; n < bytes.length; n++) {
        expect(verdict({ name: "m.safetensors", bytes: bytes.subarray(0, n) })).not.toBe(OK);
      }
    }
  });

  // The format has no checksum: what is accepted are flips in names, values and metadata (the model's own seal finds
  // these, see src/model). A flip never moves a tensor onto other bytes.
  it("every single flipped bit is refused or leaves all tensors in their places", () => {
    let tried = 0;
    for (const bytes of files) {
      const layout = shapes(bytes);
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const copy = bytes.slice();
        copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
        tried++;
        if (verdict({ name: "m.safetensors", bytes: copy }) === OK) expect(shapes(copy)).toEqual(layout);
      }
    }
    expect(tried).toBe(files.reduce((sum, bytes) => sum + 8 * bytes.length, 0));
  });

  function shapes(bytes: Uint8Array) {
    const { tensors } = readSafetensors({ name: "x", bytes });
    return [...tensors.values()].map((tensor) => tensorBytes(tensor).length);
  }
});
