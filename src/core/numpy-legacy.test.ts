import { describe, expect, it } from "vitest";
import { Mt19937, NumpyLegacy, randn, shufflePython2, shufflePython3 } from "./numpy-legacy.ts";

// Check values: the reference program of MT19937 for init_by_array and 5489; CPython 3.11 and NumPy 2.4.6 for the rest,
// printed by themselves (Python 2's shuffle from its own loop with CPython's random()).
const SEED = 12345678;
const words = (generator: Mt19937, count: number): number[] => Array.from({ length: count }, () => generator.u32());
const doubles = (generator: Mt19937, count: number): number[] =>
  Array.from({ length: count }, () => generator.uniform());
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("Mt19937", () => {
  it("is the published generator", () => {
    const key = Mt19937.fromKey([0x123, 0x234, 0x345, 0x456]);
    expect(words(key, 5)).toEqual([1067595299, 955945823, 477289528, 4107218783, 4228976476]);
    const all = words(Mt19937.numpy(5489), 10_000);
    expect([all[0], all[9999]]).toEqual([3499211612, 4123659995]);
  });

  it("numpy.random.seed", () => {
    const five = [1055721139, 3422054626, 2561641375, 1376353668, 1540998321];
    expect(words(Mt19937.numpy(SEED), 5)).toEqual(five);
    expect(doubles(Mt19937.numpy(SEED), 3)).toEqual([0.24580423382490257, 0.5964286053214767, 0.3587916284219358]);
    expect(Mt19937.numpy(0).u32()).toBe(2357136044);
  });

  it("random.seed", () => {
    const five = [3093523876, 427854528, 2718847444, 2530711073, 982570642];
    expect(words(Mt19937.python(SEED), 5)).toEqual(five);
    expect(words(Mt19937.python(-SEED), 5)).toEqual(five);
    expect(doubles(Mt19937.python(SEED), 3)).toEqual([0.7202671550185803, 0.6330310001166692, 0.22877255649315598]);
    expect(Mt19937.python(0).u32()).toBe(3626764237);
    expect(Mt19937.python(2 ** 40 + 5).uniform()).toBe(0.5043802970418443);
  });

  it("refuses seeds that Python would refuse or that a number cannot hold", () => {
    for (const seed of [-1, 0.5, 2 ** 32])
      expect(() => Mt19937.numpy(seed)).toThrow(expect.objectContaining({ code: "NUMPY_SEED_RANGE", kind: "usage" }));
    for (const seed of [0.5, 2 ** 53])
      expect(() => Mt19937.python(seed)).toThrow(expect.objectContaining({ code: "PYTHON_SEED_RANGE", kind: "usage" }));
  });
});

describe("shuffle", () => {
  const shuffled = (count: number, shuffle: typeof shufflePython2): number[] => {
    const list = upTo(count);
    shuffle(list, Mt19937.python(SEED));
    return list;
  };

  it("Python 2", () => {
    expect(shuffled(10, shufflePython2)).toEqual([6, 4, 0, 8, 2, 3, 9, 1, 5, 7]);
    const thousand = shuffled(1000, shufflePython2);
    expect(thousand.slice(0, 10)).toEqual([945, 839, 977, 876, 956, 317, 581, 440, 858, 1]);
    expect(thousand.slice(-5)).toEqual([603, 251, 228, 632, 720]);
    expect(shuffled(50_000, shufflePython2).slice(0, 10)).toEqual([
      ...[45825, 2773, 38458, 27026, 11210, 6834, 37758, 30183, 38734, 44965],
    ]);
  });

  it("Python 3", () => {
    expect(shuffled(10, shufflePython3)).toEqual([2, 8, 9, 0, 5, 7, 6, 4, 3, 1]);
  });

  it("NumpyLegacy.below is the draw of either", () => {
    for (const [python, shuffle] of [
      [2, shufflePython2],
      [3, shufflePython3],
    ] as const) {
      // biome-ignore format: pairs
      const random = new NumpyLegacy(SEED, python);
      const list = upTo(10);
      for (let i = 9; i > 0; i--) {
        const j = random.below(i + 1);
        [list[i], list[j]] = [list[j], list[i]];
      }
      expect(list).toEqual(shuffled(10, shuffle));
    }
  });
});

describe("randn", () => {
  // √, ×, ÷ are exact; the logarithm may differ in its last bit, and so the result by one or two.
  const near = (found: number, expected: number): void =>
    expect(Math.abs(found / expected - 1)).toBeLessThan(3 * Number.EPSILON);

  it("the first six", () => {
    const normal = randn(Mt19937.numpy(SEED));
    const six = [0.5537081891302397, -1.4596319930600405, -1.294585139377667];
    for (const expected of [...six, -1.5096739451572456, 1.5718749014908178, -0.9756961910863278])
      near(normal(), expected);
  });

  it("two sets of draws for [784, 30, 10]: the second is the book's large initialisation", () => {
    const { normal } = new NumpyLegacy(SEED);
    const draw = (): number[] => Array.from({ length: 23_860 }, normal);
    const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
    const first = draw();
    const second = draw();
    // A sum of n rounded numbers is off by less than n·ε·(sum of sizes ≈ 19,000) ≪ 1e-9.
    expect(Math.abs(sum(first) - 179.12347376122614)).toBeLessThan(1e-9);
    expect(Math.abs(sum(second) + 127.8410416994248)).toBeLessThan(1e-9);
    const [b1, b2, w1, w2] = [0, 30, 40, 40 + 784 * 30];
    near(second[b1], 0.2820399154551225);
    near(second[b1 + 29], 2.19809757613723);
    near(second[b2], 0.09716007227526227);
    near(second[w1], 0.19638864101660927);
    near(second[w1 + 1], 0.5030733229151939);
    near(second[w1 + 784], 0.19913241491309774);
    near(second[w2], -0.4023444488049712);
    near(second[w2 + 299], -0.5363509873081054);
  });
});
