import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mt19937, NumpyLegacy } from "../core/numpy-legacy.ts";
import { Random } from "../core/random.ts";
import {
  argmax,
  CrossEntropyCost,
  Network,
  type Pair,
  QuadraticCost,
  sigmoid,
  testPairs,
  trainingPairs,
} from "./index.ts";

const COSTS = { quadratic: QuadraticCost, "cross-entropy": CrossEntropyCost };

interface GoldenRun {
  readonly settings: {
    readonly sizes: number[];
    readonly cost: keyof typeof COSTS;
    readonly initializer: "large" | "default";
    readonly eta: number;
    readonly lambda: number;
    readonly batch: number;
  };
  readonly costs: number[];
  readonly correct: number[];
  readonly firstHiddenBiases: number[];
  readonly lastWeights: number[];
}

const golden: { source: string; seed: number; count: number; runs: GoldenRun[] } = JSON.parse(
  readFileSync(new URL("../../test/goldens/small-runs.json", import.meta.url), "utf8"),
);

/** The data of scripts/goldens/small_runs.py. */
function goldenData(count: number, inputs: number, classes: number): Pair[] {
  const generator = Mt19937.numpy(1);
  return Array.from({ length: count }, (_, i) => {
    const pixel = (k: number) => {
      const bright = Math.floor((k * classes) / inputs) === i % classes;
      return (Math.floor(generator.uniform() * 192) + (bright ? 64 : 0)) / 256;
    };
    return [Float64Array.from({ length: inputs }, (_, k) => pixel(k)), i % classes];
  });
}

describe("follows NumPy, epoch by epoch", () => {
  const near = (found: number, expected: number): void => expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);

  it("with six runs to follow", () => expect(golden.runs).toHaveLength(6));

  it.each(golden.runs)("$settings", ({ settings, costs, correct, firstHiddenBiases, lastWeights }) => {
    const { sizes, cost, initializer, eta, lambda, batch } = settings;
    const random = new NumpyLegacy(golden.seed);
    const net = new Network(sizes, { cost: COSTS[cost], initializer, random });
    const data = goldenData(golden.count, sizes[0], sizes[sizes.length - 1]);
    for (const epoch of net.SGD(data, costs.length, batch, eta, lambda)) {
      near(net.totalCost(data, lambda), costs[epoch]);
      expect(net.evaluate(data)).toBe(correct[epoch]);
    }
    firstHiddenBiases.forEach((bias, j) => {
      near(net.biases[0][j], bias);
    });
    lastWeights.forEach((weight, k) => {
      near(net.weights[net.weights.length - 1][sizes[sizes.length - 1] - 1][k], weight);
    });
  });
});

describe("backprop", () => {
  // Central differences: relative error about h² + ε/h, least near h = 6e-6, where both are below 1e-9 for these nets.
  it.each([
    ["quadratic", [4, 3, 2]],
    ["cross-entropy", [4, 3, 2]],
    ["quadratic", [3, 4, 2, 3]],
    ["cross-entropy", [3, 4, 2, 3]],
    ["cross-entropy", [1, 1]],
  ] as const)("is the slope of the %s cost, %j", (cost, sizes) => {
    const net = new Network(sizes, { cost: COSTS[cost], seed: 3 });
    const random = new Random(4, "doctor");
    const x = Float64Array.from({ length: sizes[0] }, () => random.uniform());
    const y = Float64Array.from({ length: sizes[sizes.length - 1] }, () => random.uniform());
    const { activations, deltas } = net.backprop(x, y);
    let checked = 0;
    const compare = (vector: Float64Array, place: number, analytic: number): void => {
      const [h, at] = [6e-6, vector[place]];
      const costAt = (value: number) => {
        vector[place] = value;
        return net.totalCost([[x, y]]);
      };
      const slope = (costAt(at + h) - costAt(at - h)) / (2 * h);
      vector[place] = at;
      expect(Math.abs(slope - analytic)).toBeLessThan(1e-8);
      checked++;
    };
    deltas.forEach((delta, l) => {
      delta.forEach((error, j) => {
        compare(net.biases[l], j, error);
        activations[l].forEach((a, k) => {
          compare(net.weights[l][j], k, error * a);
        });
      });
    });
    expect(checked).toBe(sizes.slice(1).reduce<number>((sum, size, l) => sum + size * (sizes[l] + 1), 0));
  });
});

describe("the book's definitions", () => {
  it("sigmoid", () => {
    expect([sigmoid(0), sigmoid(-Infinity), sigmoid(Infinity)]).toEqual([0.5, 0, 1]);
  });

  it("costs: ½‖y − a‖², and the cross-entropy also where a is exactly 0 or 1", () => {
    const [a, y] = [Float64Array.of(0.25, 1), Float64Array.of(0, 0.5)];
    expect(QuadraticCost.fn(a, y)).toBe(0.5 * (0.0625 + 0.25));
    expect(CrossEntropyCost.fn(Float64Array.of(1, 0), Float64Array.of(1, 0))).toBe(0);
    expect(CrossEntropyCost.fn(Float64Array.of(0), Float64Array.of(1))).toBe(Number.MAX_VALUE);
    expect(CrossEntropyCost.fn(Float64Array.of(0.5), Float64Array.of(1))).toBe(Math.LN2);
  });

  it("the answer is the first of the most active", () => {
    expect(argmax(Float64Array.of(0.1, 0.7, 0.7, 0.2))).toBe(1);
    expect(argmax(Float64Array.of(3))).toBe(0);
  });

  it("initializers: N(0, 1), and weights N(0, 1/inputs)", () => {
    const spread = (values: Float64Array) => Math.sqrt(values.reduce((sum, w) => sum + w * w, 0) / values.length);
    for (const [initializer, expected] of [
      ["large", 1],
      ["default", 0.1],
    ] as const) {
      // biome-ignore format: pairs
      const net = new Network([100, 300, 2], { initializer, seed: 0 });
      const weights = Float64Array.from(net.weights[0].flatMap((row) => [...row]));
      // Standard error of a standard deviation: σ/√(2n); 5 of them.
      expect(Math.abs(spread(weights) / expected - 1)).toBeLessThan(5 / Math.sqrt(2 * 30_000));
      expect(Math.abs(spread(net.biases[0]) - 1)).toBeLessThan(5 / Math.sqrt(2 * 300));
    }
  });

  it("y may be the digit or its vector", () => {
    const images = {
      count: 2,
      labels: Uint8Array.of(2, 0),
      classes: ["a", "b", "c"],
      image: (i: number) => [i, 128, 255],
    };
    expect(trainingPairs(images)).toEqual([
      [Float64Array.of(0, 0.5, 255 / 256), Float64Array.of(0, 0, 1)],
      [Float64Array.of(1 / 256, 0.5, 255 / 256), Float64Array.of(1, 0, 0)],
    ]);
    const net = new Network([3, 3]);
    expect(net.totalCost(testPairs(images))).toBe(net.totalCost(trainingPairs(images)));
    expect(net.evaluate(testPairs(images))).toBe(net.evaluate(trainingPairs(images)));
    expect(net.backprop(Float64Array.of(0, 1, 0), 2)).toEqual(
      net.backprop(Float64Array.of(0, 1, 0), Float64Array.of(0, 0, 1)),
    );
  });

  it("the same seed gives the same run, another seed another; 0 is a seed", () => {
    const run = (seed?: number) => {
      const net = new Network([12, 5, 3], seed === undefined ? {} : { seed });
      const data = goldenData(30, 12, 3);
      for (const _ of net.SGD(data, 2, 10, 1.0));
      return net.weights;
    };
    expect(run(0)).toEqual(run());
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(0));
  });

  it("an epoch sees every example once, in mini-batches, the last one short", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 }), (count, size) => {
        const net = new Network([2, 1]);
        const batches: (readonly Pair[])[] = [];
        net.updateMiniBatch = (batch) => void batches.push(batch);
        const data = goldenData(count, 2, 1);
        const before = [...data];
        expect([...net.SGD(data, 1, size, 1)]).toEqual([0]);
        expect(batches.flat()).toEqual(data);
        expect(new Set(data)).toEqual(new Set(before));
        expect(batches.slice(0, -1).every((batch) => batch.length === size)).toBe(true);
      }),
    );
  });
});

describe("refuses what would only give NaN", () => {
  const x = new Float64Array(4);
  it.each([
    ["TEXTBOOK_SIZES", () => new Network([784])],
    ["TEXTBOOK_SIZES", () => new Network([784, 0, 10])],
    ["TEXTBOOK_BATCH", () => new Network([4, 2]).SGD([], 1, 0, 1).next()],
    ["TEXTBOOK_PAIR", () => new Network([5, 2]).SGD([[x, 1]], 1, 1, 1).next()],
    ["TEXTBOOK_PAIR", () => new Network([4, 2]).evaluate([[x, 1], [x, 2]])], // biome-ignore format: pairs
    ["TEXTBOOK_PAIR", () => new Network([4, 2]).totalCost([[x, new Float64Array(3)]])],
    ["SEED_RANGE", () => new Network([4, 2], { seed: -1 })],
  ])("%s", (code, act) => {
    expect(act).toThrow(expect.objectContaining({ code, kind: "usage" }));
  });
});
