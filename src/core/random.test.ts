import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSeed, multiplyHigh, philox, Random } from "./random.ts";

const hex = (words: Uint32Array): string => Array.from(words, (word) => word.toString(16).padStart(8, "0")).join(" ");

function block(counter: number[], key: number[]): string {
  const out = new Uint32Array(4);
  philox(Uint32Array.from(counter), key[0], key[1], out);
  return hex(out);
}

describe("philox", () => {
  // Random123 1.14, tests/kat_vectors, lines "philox4x32 10".
  it("gives the published known answers", () => {
    expect(block([0, 0, 0, 0], [0, 0])).toBe("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
    const ones = 0xffffffff;
    expect(block([ones, ones, ones, ones], [ones, ones])).toBe("408f276d 41c83b0e a20bc7c6 6d5451fd");
    expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toBe(
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    );
  });

  it("multiplies 32 × 32 bits exactly", () => {
    const u32 = fc.integer({ min: 0, max: 0xffffffff });
    const edges = [0, 1, 2, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xd2511f53, 0xfffffffe, 0xffffffff];
    const exact = (a: number, b: number): number => Number((BigInt(a) * BigInt(b)) >> 32n);
    for (const a of edges) for (const b of edges) expect(multiplyHigh(a, b)).toBe(exact(a, b));
    fc.assert(
      fc.property(u32, u32, (a, b) => multiplyHigh(a, b) === exact(a, b)),
      { numRuns: 20000 },
    );
  });
});

describe("Random", () => {
  it("has the documented layout: key = seed, counter = (block, stream, purpose)", () => {
    const seed = 5 * 2 ** 32 + 7;
    const random = new Random(seed, "shuffle", 9);
    const words = Array.from({ length: 12 }, () => random.u32());
    const expected = [0, 1, 2].map((number) => block([number, 0, 9, 2], [7, 5])).join(" ");
    expect(hex(Uint32Array.from(words))).toBe(expected);
  });

  it("numbers the purposes once and for all", () => {
    const purposes = ["weights", "shuffle", "dropout", "digits", "split", "doctor"] as const;
    purposes.forEach((purpose, i) => {
      expect(new Random(0, purpose).u32().toString(16)).toBe(
        block([0, 0, 0, i + 1], [0, 0])
          .split(" ")[0]
          ?.replace(/^0+/, ""),
      );
    });
  });

  it("draws from [0, 1) evenly", () => {
    const random = new Random(0, "doctor");
    const values = Array.from({ length: 100_000 }, () => random.uniform());
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    // Mean ½ with standard error 1/√(12 n) = 9.1e-4; 5 of them.
    expect(Math.abs(values.reduce((a, b) => a + b) / values.length - 0.5)).toBeLessThan(4.6e-3);
  });

  it("draws normal deviates: mean 0, variance 1, kurtosis 3", () => {
    const random = new Random(1, "doctor");
    const n = 200_000;
    const values = Array.from({ length: n }, () => random.normal());
    const moment = (k: number): number => values.reduce((sum, x) => sum + x ** k, 0) / n;
    // Standard errors √(1/n), √(2/n), √(15/n), √(96/n), times 5.
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  });

  it("keeps its normal deviates for ever", () => {
    const random = new Random(0, "weights");
    const [u1, v1] = [new Random(0, "weights"), new Random(0, "weights")];
    const u = u1.uniform();
    v1.uniform();
    const v = v1.uniform();
    const radius = Math.sqrt(-2 * Math.log(1 - u));
    expect(random.normal()).toBeCloseTo(radius * Math.cos(2 * Math.PI * v), 14);
    expect(random.normal()).toBeCloseTo(radius * Math.sin(2 * Math.PI * v), 14);
  });

  it("below(n) stays below n and is even, also where 2³² is far from a multiple of n", () => {
    const random = new Random(3, "split");
    for (const n of [1, 2, 3, 7, 10, 255, 3_000_000_000, 4294967295, 4294967296]) {
      for (let i = 0; i < 100; i++) expect(random.below(n)).toBeLessThan(n);
    }
    // n = 3·2³⁰: taking u32 mod n, or the high word without rejection, would give the lowest third twice as often.
    const n = 3 * 2 ** 30;
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) {
      const third = Math.floor(random.below(n) / 2 ** 30);
      counts[third] = counts[third] + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(30_000 * (2 / 9)));
    const residues = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) {
      const residue = random.below(n) % 3;
      residues[residue] = residues[residue] + 1;
    }
    for (const count of residues) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(30_000 * (2 / 9)));
  });

  it("shuffles: a permutation, every place for every item", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(), (count, seed) => {
        const order = Uint32Array.from({ length: count }, (_, i) => i);
        new Random(seed, "shuffle").shuffle(order);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
    const seen = new Map<string, number>();
    for (let seed = 0; seed < 24_000; seed++) {
      const order = Uint32Array.of(0, 1, 2, 3);
      new Random(seed, "shuffle").shuffle(order);
      seen.set(order.join(), (seen.get(order.join()) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000));
  });

  it("knows seed 0, and refuses what is no seed, stream or range", () => {
    expect(new Random(0, "weights").u32()).not.toBe(new Random(1, "weights").u32());
    checkSeed(2 ** 53 - 1);
    for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(() => new Random(seed, "weights")).toThrow(expect.objectContaining({ code: "SEED_RANGE", kind: "usage" }));
    }
    for (const stream of [-1, 0.5, 2 ** 32]) {
      expect(() => new Random(0, "weights", stream)).toThrow(expect.objectContaining({ code: "STREAM_RANGE" }));
    }
    for (const n of [0, -1, 1.5, NaN, 2 ** 32 + 1]) {
      expect(() => new Random(0, "weights").below(n)).toThrow(expect.objectContaining({ code: "BELOW_RANGE" }));
    }
  });
});
