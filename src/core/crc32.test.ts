import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { crc32 } from "./crc32.ts";

it("is the CRC-32 of the published check value", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

it("agrees with zlib at every length and start", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(7), (bytes, start) => {
      expect(crc32(bytes.subarray(start))).toBe(zlibCrc32(bytes.subarray(start)));
    }),
    { numRuns: 1000 },
  );
});

it("goes on from an earlier value", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(crc32(b, crc32(a))).toBe(crc32(Uint8Array.of(...a, ...b)));
    }),
  );
});
