import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflateRawPlain } from "./inflate.ts";

const NO_LIMIT = 1e9;

describe("inflate", () => {
  const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE];
  const text = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte) => byte & 7);

  it("gives back what zlib packed, and says where the stream ended", () => {
    const levels = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 3000 }),
        fc.boolean(),
        levels,
        fc.constantFrom(...strategies),
        (raw, plain, level, strategy) => {
          const bytes = plain ? text(raw) : raw;
          const packed = deflateRawSync(bytes, { level, strategy });
          const followed = new Uint8Array([...packed, 1, 2, 3]);
          const { output, consumed, problem } = inflateRawPlain(followed, NO_LIMIT);
          expect(problem).toBeUndefined();
          expect(consumed).toBe(packed.length);
          expect(Buffer.from(output).equals(Buffer.from(bytes))).toBe(true);
        },
      ),
    );
  });

  it("handles long runs, far copies and many blocks", () => {
    const bytes = Uint8Array.from({ length: 400_000 }, (_, i) => (i % 32768 < 300 ? (i % 32768) * 31 : i >> 14));
    for (const level of [0, 1, 6, 9]) {
      const packed = new Uint8Array(deflateRawSync(bytes, { level }));
      const { output, consumed } = inflateRawPlain(packed, bytes.length);
      expect(consumed).toBe(packed.length);
      expect(Buffer.from(output).equals(Buffer.from(bytes))).toBe(true);
    }
  });

  it("stops at the limit, not before", () => {
    for (const level of [0, 6]) {
      const packed = deflateRawSync(new Uint8Array(1000), { level });
      expect(inflateRawPlain(packed, 1000).problem).toBeUndefined();
      const { output, problem } = inflateRawPlain(packed, 999);
      expect([output.length, problem]).toEqual([999, "over-limit"]);
      expect(inflateRawPlain(packed, 0).problem).toBe("over-limit");
    }
    expect(inflateRawPlain(deflateRawSync(new Uint8Array(0)), 0).problem).toBeUndefined();
  });

  it("calls every true prefix truncated", () => {
    for (const level of [0, 1, 9]) {
      for (const strategy of strategies) {
        const packed = deflateRawSync(text(Uint8Array.from({ length: 200 }, (_, i) => i * i)), { level, strategy });
        for (let length = 0; length < packed.length; length++) {
          expect([length, inflateRawPlain(packed.subarray(0, length), NO_LIMIT).problem]).toEqual([
            length,
            "truncated",
          ]);
        }
      }
    }
  });

  it("has zlib's verdict on damaged streams", () => {
    const packed = deflateRawSync(text(Uint8Array.from({ length: 500 }, (_, i) => i * i * i)), { level: 9 });
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(packed.length * 8 - 1), fc.nat(packed.length * 8 - 1), (first, second) => {
        const damaged = new Uint8Array(packed);
        for (const bit of [first, second]) damaged[bit >> 3] = damaged[bit >> 3] ^ (1 << (bit & 7));
        const { output, problem } = inflateRawPlain(damaged, NO_LIMIT);
        let expected: Uint8Array | undefined;
        try {
          expected = inflateRawSync(damaged);
        } catch {
          refused++;
        }
        expect(problem === undefined).toBe(expected !== undefined);
        if (expected) expect(Buffer.from(output).equals(expected)).toBe(true);
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it.each([
    ["block type 3", [0x07]],
    ["stored length and its complement differ", [0x01, 5, 0, 0, 0]],
    ["copy from before the start", [0x03, 0x02]],
    ["too many literal codes", [0xfd, 0x1f, 0, 0]],
  ])("corrupt: %s", (_why, bytes) => {
    expect(inflateRawPlain(Uint8Array.from(bytes), NO_LIMIT).problem).toBe("corrupt");
  });
});
