import { constants, deflateRawSync, type InflateRaw, inflateRawSync, type ZlibOptions } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noise } from "../../test/support/gzip-files.ts";
import { inflateRawPlain } from "./inflate.ts";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const plain = (bytes: Uint8Array) => inflateRawPlain(bytes, 1e9);

/** zlib's own word: the output and the bytes used, or the code of its refusal. */
function zlib(bytes: Uint8Array): { output: Uint8Array; consumed: number } | string {
  try {
    const result = inflateRawSync(bytes, { info: true } as ZlibOptions) as unknown as {
      buffer: Buffer;
      engine: InflateRaw;
    };
    return { output: new Uint8Array(result.buffer), consumed: result.engine.bytesWritten };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "Z_BUF_ERROR" ? "truncated" : "corrupt";
  }
}

/** The same verdict, output and length as zlib. */
function expectAsZlib(bytes: Uint8Array): void {
  const expected = zlib(bytes);
  const found = plain(bytes);
  if (typeof expected === "string") expect(found.problem).toBe(expected);
  else expect({ ...found }).toEqual(expected);
}

describe("a good stream", () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 255), { maxLength: 3000 }).map((values) => Uint8Array.from(values)),
  );
  const level = fc.constantFrom(0, 1, 6, 9);
  const strategy = fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
  );

  it("comes out as it went in, and what stands behind it is left alone", () => {
    fc.assert(
      fc.property(content, level, strategy, fc.uint8Array({ maxLength: 9 }), (bytes, level, strategy, behind) => {
        const stream = deflateRawSync(bytes, { level, strategy });
        const found = plain(Uint8Array.of(...stream, ...behind));
        expect(found).toEqual({ output: bytes, consumed: stream.length });
      }),
      { numRuns: 500 },
    );
  });

  it("of several blocks, stored blocks longer than 64 KiB and far matches comes out whole", () => {
    const part = noise(70_000);
    const bytes = new Uint8Array(Buffer.concat([part, new Uint8Array(50_000), part.subarray(40_000), part]));
    for (const level of [0, 1, 9]) {
      const stream = deflateRawSync(bytes, { level });
      const { output, consumed, problem } = plain(stream);
      expect(problem).toBeUndefined();
      expect(consumed).toBe(stream.length);
      expect(Buffer.compare(output, bytes)).toBe(0);
    }
  });
});

describe("the limit", () => {
  it.each([0, 6])("stops one byte before too much (level %i)", (level) => {
    const content = new Uint8Array(Buffer.concat([noise(100), new Uint8Array(900)]));
    const stream = deflateRawSync(content, { level });
    expect(inflateRawPlain(stream, 1000).problem).toBeUndefined();
    for (const limit of [0, 1, 50, 99, 100, 500, 999]) {
      const { output, problem } = inflateRawPlain(stream, limit);
      expect(problem).toBe("over-limit");
      expect(output).toEqual(content.subarray(0, limit));
    }
  });
});

describe("a bad stream gets zlib's verdict", () => {
  it.each([
    ["block type 3", "07"],
    ["stored length that does not agree with its complement", "01 05 00 00 00 41"],
    ["distance before the beginning", "03 02"],
    ["286 literal codes and more", "fd 00 00 00 00"],
    ["more than 30 distance codes", "05 1f 00 00 00"],
    ["code lengths of too many codes", "05 00 24 49 92 24 49 92 24 49"],
    ["code lengths of too few codes", "05 00 04 00 00 00 00 00"],
    ["no code lengths at all", `05${"00".repeat(50)}`],
    ["length symbol 286 of the fixed code", "1b 03"],
    ["nothing", ""],
    ["a first byte only", "ed"],
  ])("%s", (_what, bytes) => {
    expect(typeof zlib(hex(bytes))).toBe("string");
    expectAsZlib(hex(bytes));
  });

  it("for every cut and every flipped bit of streams of each kind of block", () => {
    const content = new TextEncoder().encode(
      "a rose is a rose is a rose, and 0000000000000000000 is not 1. ".repeat(3),
    );
    const streams = [
      deflateRawSync(content, { level: 0 }),
      deflateRawSync(content, { strategy: constants.Z_FIXED }),
      deflateRawSync(Uint8Array.of(...content, ...noise(100))),
    ];
    let tried = 0;
    for (const stream of streams.map((bytes) => new Uint8Array(bytes))) {
      for (let length = 0; length < stream.length; length++, tried++) expectAsZlib(stream.subarray(0, length));
      for (let bit = 0; bit < 8 * stream.length; bit++, tried++) {
        const flipped = stream.slice();
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        expectAsZlib(flipped);
      }
    }
    expect(tried).toBeGreaterThan(3000);
  });

  it("for random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectAsZlib(bytes)),
      { numRuns: 3000 },
    );
  });
});
