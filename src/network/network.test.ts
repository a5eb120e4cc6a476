import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { log } from "../core/math.ts";
import {
  ACTIVATION_NAMES,
  ACTIVATIONS,
  COST_NAMES,
  COSTS,
  INITIALISATION_NAMES,
  littleEndianBytes,
  Network,
  type NetworkSpec,
  parseNetworkSpec,
  softmax,
  summary,
} from "./index.ts";

describe("Network.create", () => {
  it("from sizes makes the book's chapter-1 network", () => {
    const network = Network.create([784, 30, 10]);
    expect(network.spec).toEqual({
      input: { shape: [1, 784], divideBy: 255 },
      layers: [
        { units: 30, activation: "sigmoid" },
        { units: 10, activation: "sigmoid" },
      ],
      cost: "quadratic",
      initialisation: "gaussian",
      seed: 1,
    });
    expect(network.sizes).toEqual([784, 30, 10]);
    expect(network.parameters).toHaveLength(23_860);
    expect(summary(network)).toEqual({
      input: [1, 784],
      layers: [
        { layer: "dense 30", activation: "sigmoid", output: [30], parameters: 23_550, multiplyAdds: 23_520 },
        { layer: "dense 10", activation: "sigmoid", output: [10], parameters: 310, multiplyAdds: 300 },
      ],
      parameters: 23_860,
      multiplyAdds: 23_820,
    });
  });

  it("takes every option; the output activation follows the cost", () => {
    const options = { seed: 0, initialisation: "he-normal", activation: "relu", divideBy: 1, inputShape: [2, 3], classes: ["a", "b"] } as const; // biome-ignore format: short
    const { spec } = Network.create([6, 4, 2], { ...options, cost: "log-likelihood" });
    expect(spec).toEqual({
      input: { shape: [2, 3], divideBy: 1 },
      layers: [
        { units: 4, activation: "relu" },
        { units: 2, activation: "softmax" },
      ],
      cost: "log-likelihood",
      initialisation: "he-normal",
      seed: 0,
      classes: ["a", "b"],
    });
    expect(Network.create([6, 2], { cost: "cross-entropy" }).spec.layers).toEqual([
      { units: 2, activation: "sigmoid" },
    ]);
    expect(Network.create([6, 2], { outputActivation: "tanh" }).layers[0]!.activation).toBe("tanh");
  });

  it("from a spec gives back that spec, through JSON", () => {
    const { spec } = Network.create([6, 4, 2], { seed: 9, classes: ["a", "b"] });
    expect(Network.create(JSON.parse(JSON.stringify(spec))).spec).toEqual(spec);
    expect(Network.create(spec).parameters).toEqual(Network.create([6, 4, 2], { seed: 9 }).parameters);
  });

  it("refuses sizes that make no network", async () => {
    const refuse = (sizes: number[], says: RegExp, options = {}) =>
      expectError(() => Network.create(sizes, options), "SPEC_INVALID", says, "usage");
    await refuse([], /at least two sizes/);
    await refuse([784], /at least two sizes, inputs and outputs, but got \[784\]/);
    await refuse([784, 0, 10], /network\.layers\[0\]\.units must be a whole number from 1 to 65536, but is 0/);
    await refuse([784, 30, 1.5], /network\.layers\[1\]\.units/);
    await refuse([0, 10], /network\.input\.shape\[1\]/);
    await refuse([Number.NaN, 10], /NaN/);
    await refuse([784, 65_537], /units/);
    await refuse([16_777_216, 10], /at most 134217728 parameters, but is 167772170/);
    await refuse([784, 10], /28 × 27 has 756 values, but the first size is 784/, { inputShape: [28, 27] });
  });

  it("the same seed gives the same parameters, another others; seed 0 is a seed", () => {
    const [zero, one] = [0, 1].map((seed) => Network.create([5, 3], { seed }).parameters);
    expect(Network.create([5, 3], { seed: 0 }).parameters).toEqual(zero);
    expect(Network.create([5, 3]).parameters).toEqual(one);
    expect(zero).not.toEqual(one);
  });
});

describe("parameters", () => {
  it("are canonical: layer by layer, weights row-major [out][in], then biases; views, not copies", () => {
    const { spec } = Network.create([3, 2, 1]);
    const network = new Network(
      spec,
      Float32Array.from({ length: 11 }, (_, i) => i),
    );
    expect([...network.weights(1)]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...network.biases(1)]).toEqual([6, 7]);
    expect([...network.weights(2)]).toEqual([8, 9]);
    expect([...network.biases(2)]).toEqual([10]);
    network.weights(2)[1] = 99;
    expect(network.parameters[9]).toBe(99);
  });

  it("of another number are refused", async () => {
    const { spec } = Network.create([3, 2, 1]);
    await expectError(() => new Network(spec, new Float32Array(10)), "NETWORK_PARAMETERS", "11 parameters, but 10", "usage"); // biome-ignore format: short
  });

  it("a clone has its own", () => {
    const network = Network.create([3, 2]);
    const clone = network.clone();
    expect(clone.parameters).toEqual(network.parameters);
    clone.parameters[0] = 7;
    expect(network.parameters[0]).not.toBe(7);
    expect(clone.spec).toBe(network.spec);
  });

  it("have the SHA-256 of their little-endian bytes", async () => {
    const values = [1, -2.5, 0, 3.4e38, 1e-45, 6];
    const network = new Network(Network.create([2, 2]).spec, Float32Array.from(values));
    const bytes = Buffer.alloc(24);
    for (const [i, value] of values.entries()) bytes.writeFloatLE(Math.fround(value), 4 * i);
    expect(await network.weightsSha256()).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  it("NaNs of every kind have one pattern", () => {
    const patterns = Uint32Array.of(0x7fc00000, 0xffc00000, 0x7f800001, 0x3f800000);
    expect([...littleEndianBytes(new Float32Array(patterns.buffer))]).toEqual([0, 0, 192, 127, 0, 0, 192, 127, 0, 0, 192, 127, 0, 0, 128, 63]); // biome-ignore format: bytes
  });
});

describe("initialisation", () => {
  const sizes = [200, 150, 100];
  const [inputs, units, outputs] = sizes as [number, number, number];
  /** Variance of the weights of both layers, and whether biases are N(0, 1) or 0. */
  const wanted: Record<string, readonly [first: number, second: number, bias: number, uniform: boolean]> = {
    gaussian: [1, 1, 1, false],
    scaled: [1 / inputs, 1 / units, 1, false],
    "glorot-normal": [2 / (inputs + units), 2 / (units + outputs), 0, false],
    "glorot-uniform": [2 / (inputs + units), 2 / (units + outputs), 0, true],
    "he-normal": [2 / inputs, 2 / units, 0, false],
    "he-uniform": [2 / inputs, 2 / units, 0, true],
    "lecun-normal": [1 / inputs, 1 / units, 0, false],
    "lecun-uniform": [1 / inputs, 1 / units, 0, true],
    zeros: [0, 0, 0, false],
  };

  it("every scheme is listed here", () => expect(Object.keys(wanted)).toEqual([...INITIALISATION_NAMES]));

  it.each(INITIALISATION_NAMES)("%s has its mean, variance and range", (initialisation) => {
    const network = Network.create(sizes, { initialisation, seed: 5 });
    const [first, second, bias, uniform] = wanted[initialisation]!;
    for (const [numbers, variance, flat] of [
      [network.weights(1), first, uniform],
      [network.weights(2), second, uniform],
      [Float32Array.of(...network.biases(1), ...network.biases(2)), bias, false],
    ] as const) {
      const n = numbers.length;
      const mean = numbers.reduce((sum, x) => sum + x, 0) / n;
      const found = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
      // Five standard errors: of the mean σ/√n, of the variance σ²·√((κ − 1)/n) with kurtosis κ 3, or 1.8 of a flat one.
      expect(Math.abs(mean)).toBeLessThanOrEqual(5 * Math.sqrt(variance / n));
      expect(Math.abs(found - variance)).toBeLessThanOrEqual(5 * variance * Math.sqrt((flat ? 0.8 : 2) / n));
      const largest = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      if (flat) expect(largest).toBeLessThanOrEqual(Math.sqrt(3 * variance) * (1 + 2 ** -23));
      if (flat) expect(largest).toBeGreaterThan(0.99 * Math.sqrt(3 * variance));
      if (!flat && variance > 0) expect(largest / Math.sqrt(variance)).toBeGreaterThan(2);
    }
  });

  it("draws biases of all layers first, then the weights, as the book's program does", () => {
    const [large, scaled] = ["gaussian", "scaled"].map((initialisation) =>
      Network.create([4, 3, 2], { initialisation: initialisation as "gaussian", seed: 5 }),
    ) as [Network, Network];
    for (const layer of [1, 2]) {
      expect(scaled.biases(layer)).toEqual(large.biases(layer));
      const root = Math.sqrt(large.sizes[layer - 1]!);
      expect(Math.abs(scaled.weights(layer)[0]! * root - large.weights(layer)[0]!)).toBeLessThan(1e-6);
    }
  });
});

describe("parseNetworkSpec", () => {
  const good: NetworkSpec = Network.create([6, 4, 2], { classes: ["a", "b"] }).spec;
  /** A spec in which anything may be wrong. */
  interface Loose {
    [key: string]: unknown;
    input: Record<string, unknown> | undefined;
    layers: Record<string, unknown>[];
  }
  const refuse = (change: (spec: Loose) => unknown, code: string, says: RegExp) => {
    const spec = structuredClone(good) as unknown as Loose;
    const changed = change(spec);
    return expectError(() => parseNetworkSpec(changed === undefined ? spec : changed), code, says, "usage");
  };

  it("refuses unknown keys, on every level, with the nearest name", async () => {
    await refuse((s) => { s.initialization = "gaussian"; }, "SPEC_UNKNOWN", /network has no setting "initialization": did you mean "initialisation"\?/); // biome-ignore format: short
    await refuse((s) => { s.input!.divideby = 1; }, "SPEC_UNKNOWN", /network\.input has no setting "divideby": did you mean "divideBy"\?/); // biome-ignore format: short
    await refuse((s) => { s.layers[1]!.unit = 1; }, "SPEC_UNKNOWN", /network\.layers\[1\] has no setting "unit": did you mean "units"\?/); // biome-ignore format: short
    await refuse((s) => { s.zzz = 1; }, "SPEC_UNKNOWN", /"zzz"; it has input, layers, cost/); // biome-ignore format: short
  });

  it("refuses what is not there or of another kind, naming the place", async () => {
    for (const other of [null, [], "network", 3])
      await refuse(() => other, "SPEC_INVALID", /network must be an object/);
    await refuse((s) => { s.input = undefined; }, "SPEC_INVALID", /network\.input must be an object, but is missing/); // biome-ignore format: short
    await refuse((s) => { s.layers = []; }, "SPEC_INVALID", /network\.layers must be a list of at least one layer/); // biome-ignore format: short
    await refuse((s) => { s.input!.shape = [6]; }, "SPEC_INVALID", /network\.input\.shape must be \[height, width\] or \[height, width, channels\], but is \[6\]/); // biome-ignore format: short
    await refuse((s) => { s.input!.shape = [2, "3"]; }, "SPEC_INVALID", /network\.input\.shape\[1\] must be/); // biome-ignore format: short
    for (const divideBy of [0, -1, Number.NaN, Infinity, "255"])
      await refuse((s) => { s.input!.divideBy = divideBy; }, "SPEC_INVALID", /divideBy must be a number above 0/); // biome-ignore format: short
    await refuse((s) => { s.layers[0]!.units = "4"; }, "SPEC_INVALID", /layers\[0\]\.units/); // biome-ignore format: short
    await refuse((s) => { s.layers[0]!.activation = "rele"; }, "SPEC_INVALID", /must be relu \(of sigmoid, tanh, relu/); // biome-ignore format: short
    await refuse((s) => { s.cost = "qudratic"; }, "SPEC_INVALID", /network\.cost must be quadratic/); // biome-ignore format: short
    await refuse((s) => { s.initialisation = 3; }, "SPEC_INVALID", /network\.initialisation must be one of gaussian, scaled/); // biome-ignore format: short
    await refuse((s) => { s.classes = ["a"]; }, "SPEC_INVALID", /network\.classes must be 2 names, one an output, but is 1/); // biome-ignore format: short
    await refuse((s) => { s.classes = ["a", 2]; }, "SPEC_INVALID", /network\.classes must be a list of names/); // biome-ignore format: short
    for (const seed of [-1, 1.5, 2 ** 53, "1", undefined])
      await refuse((s) => { s.seed = seed; }, "SEED_RANGE", /seed/); // biome-ignore format: short
  });

  it("refuses every pair of cost and output activation that makes no sense, and takes the others", async () => {
    const allowed = { quadratic: ["sigmoid", "tanh", "relu", "leaky-relu", "linear"], "cross-entropy": ["sigmoid"], "log-likelihood": ["softmax"] }; // biome-ignore format: a table
    let pairs = 0;
    for (const cost of COST_NAMES)
      for (const activation of ACTIVATION_NAMES) {
        const change = (s: Loose) => { s.cost = cost; s.layers[1]!.activation = activation; }; // biome-ignore format: short
        const spec = structuredClone(good);
        change(spec as unknown as Loose);
        if (allowed[cost].includes(activation)) expect(parseNetworkSpec(spec)).toEqual(spec);
        else await refuse(change, "SPEC_PAIR", new RegExp(`${cost}.*(${activation}|softmax)`));
        pairs++;
      }
    expect(pairs).toBe(18);
    await refuse((s) => { s.layers[0]!.activation = "softmax"; }, "SPEC_PAIR", /layers\[0\]\.activation is softmax, which only the output layer/); // biome-ignore format: short
  });
});

describe("formulas", () => {
  const H = 1e-5;

  it.each(Object.entries(ACTIVATIONS))("%s: the slope is the derivative of the value", (_, { value, slope }) => {
    for (const z of [-20, -3, -0.7, 0.1, 1, 5, 20]) {
      const measured = (value(z + H) - value(z - H)) / (2 * H);
      expect(Math.abs(slope(z, value(z)) - measured)).toBeLessThan(1e-9);
    }
  });

  it.each(COST_NAMES)("%s: the gradient is the derivative of the value", (name) => {
    const [a, y] = [[0.2, 0.7, 0.1], [0, 1, 0]]; // biome-ignore format: two rows
    COSTS[name].gradient(a, y).forEach((gradient, u) => {
      const moved = (by: number) => COSTS[name].value(a.map((value, v) => (v === u ? value + by : value)), y); // biome-ignore format: short
      expect(Math.abs(gradient - (moved(H) - moved(-H)) / (2 * H))).toBeLessThan(1e-8);
    });
  });

  it("known values", () => {
    const { sigmoid, tanh, relu, "leaky-relu": leaky } = ACTIVATIONS;
    expect([sigmoid.value(0), tanh.value(0), relu.value(-2), relu.value(3), leaky.value(-2)]).toEqual([0.5, 0, 0, 3, -0.02]); // biome-ignore format: short
    expect(relu.slope(0, 0)).toBe(0);
    expect(COSTS.quadratic.value([0.5, 1], [1, 0])).toBe(0.625);
    expect(COSTS["cross-entropy"].value([0.5, 0.25], [1, 0])).toBeCloseTo(log(2) - log(0.75), 14);
    expect(COSTS["log-likelihood"].value([0.5, 0.25], [0, 1])).toBeCloseTo(log(4), 14);
  });

  it("softmax adds up to 1, keeps the order and does not overflow", () => {
    for (const z of [[0], [1, 2, 3], [1000, 1001], [-1e300, 0, 1e300]]) {
      const a = softmax(z);
      expect(a.reduce((x, y) => x + y)).toBeCloseTo(1, 14);
      for (let u = 1; u < a.length; u++) expect(a[u]!).toBeGreaterThanOrEqual(a[u - 1]!);
    }
    expect(softmax([0, 0, 0, 0])).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});
