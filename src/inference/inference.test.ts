import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { noise } from "../../test/support/kernel-cases.ts";
import { Dataset, type Pixels } from "../dataset/index.ts";
import { ACTIVATIONS, type ActivationName, COSTS, Network, type NetworkOptions, softmax } from "../network/index.ts";
import { evaluate, predict, wilsonInterval } from "./index.ts";

/** More rows than an evaluation computes at a time. */
const COUNT = 203;

function rows(sizes: readonly number[], share: number, numbers = false): Dataset {
  const next = noise(5);
  const pixels = new (numbers ? Float32Array : Uint8Array)(COUNT * sizes[0]!);
  for (let i = 0; i < pixels.length; i++) pixels[i] = next() < share ? 1 + Math.floor(next() * 255) : 0;
  const labels = Uint8Array.from({ length: COUNT }, () => Math.floor(next() * sizes.at(-1)!));
  return Dataset.fromArrays({ name: "rows", pixels, labels, shape: [1, sizes[0]!] });
}

/** Outputs of one row in float64. */
function forward(network: Network, pixels: Pixels): number[] {
  let a = Array.from(pixels, (pixel) => Math.fround(pixel / network.spec.input.divideBy));
  network.layers.forEach(({ activation }, l) => {
    const weights = network.weights(l + 1);
    const inputs = a;
    const z = Array.from(network.biases(l + 1), (bias, u) =>
      inputs.reduce((sum, value, k) => sum + weights[u * inputs.length + k]! * value, bias),
    );
    a =
      activation === "softmax"
        ? softmax(z)
        : z.map(ACTIVATIONS[activation as Exclude<ActivationName, "softmax">].value);
  });
  return a;
}

const NETWORKS: readonly (readonly [sizes: number[], options: NetworkOptions])[] = [
  [[40, 20, 5], {}],
  [[40, 20, 5], { cost: "cross-entropy", activation: "tanh" }],
  [[40, 33, 17, 5], { cost: "log-likelihood", activation: "relu" }],
  [[40, 5], { outputActivation: "leaky-relu" }],
  [[40, 20, 5], { activation: "leaky-relu", outputActivation: "linear" }],
];
/** |outputs| ≤ about 5; sums of at most 40 terms and two more layers of 33. */
const TOLERANCE = 200 * 5 * 2 ** -24;

describe.each([
  ["sparse bytes", 0.2, false],
  ["dense bytes", 0.9, false],
  ["sparse numbers", 0.2, true],
  ["dense numbers", 0.9, true],
] as const)("%s", (_, share, numbers) => {
  it.each(NETWORKS)("predict %j %j equals the float64 forward pass", async (sizes, options) => {
    const network = Network.create(sizes, { ...options, initialisation: "scaled" });
    const data = rows(sizes, share, numbers);
    const found = await predict(network, data);
    expect(found).toHaveLength(COUNT * 5);
    for (let i = 0; i < COUNT; i++)
      forward(network, data.image(i)).forEach((value, u) => {
        expect(Math.abs(found[i * 5 + u]! - value)).toBeLessThan(TOLERANCE);
      });
    expect(await predict(network, data.pixels)).toEqual(found);
  });

  it.each(NETWORKS)("evaluate %j %j counts, costs and confuses as by hand", async (sizes, options) => {
    const network = Network.create(sizes, { ...options, initialisation: "scaled" });
    const data = rows(sizes, share, numbers);
    const outputs = Array.from({ length: COUNT }, (_, i) => forward(network, data.image(i)));
    const answers = outputs.map((a) => a.indexOf(Math.max(...a)));
    const cost = outputs.reduce((sum, a, i) => sum + COSTS[network.spec.cost].value(a, a.map((_, u) => (u === data.labels[i] ? 1 : 0))), 0) / COUNT; // biome-ignore format: a formula
    const confusion = new Uint32Array(25);
    answers.forEach((answer, i) => { confusion[data.labels[i]! * 5 + answer]!++; }); // biome-ignore format: short
    const correct = answers.filter((answer, i) => answer === data.labels[i]).length;
    const found = await evaluate(network, data);
    expect([...found.answers]).toEqual(answers);
    expect(found.confusion).toEqual(confusion);
    expect(found).toMatchObject({ correct, total: COUNT, interval: wilsonInterval(correct, COUNT) });
    expect(Math.abs(found.cost - cost)).toBeLessThan(10 * TOLERANCE);
  });
});

describe("evaluate", () => {
  it("answers with the first of equal outputs", async () => {
    const network = Network.create([4, 3], { initialisation: "zeros" });
    const data = Dataset.fromArrays({
      name: "t",
      pixels: new Uint8Array(8),
      labels: Uint8Array.of(0, 2),
      shape: [2, 2],
    });
    const found = await evaluate(network, data);
    expect([...found.answers]).toEqual([0, 0]);
    expect([...found.confusion]).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect(found).toMatchObject({ correct: 1, total: 2, cost: 0.375 });
  });

  it("refuses data that does not fit the network", async () => {
    const data = rows([40, 5], 0.5);
    await expectError(() => evaluate(Network.create([41, 5]), data), "ENGINE_SHAPE", "40 values an image", "usage");
    await expectError(() => evaluate(Network.create([40, 4]), data), "ENGINE_CLASSES", "label 4", "usage");
    await expectError(() => evaluate(Network.create([40, 257]), data), "ENGINE_CLASSES", "257 outputs", "usage");
  });

  it("leaves the network as it is", async () => {
    const network = Network.create([40, 20, 5]);
    const before = await network.weightsSha256();
    await evaluate(network, rows([40, 5], 0.2));
    expect(await network.weightsSha256()).toBe(before);
  });
});

describe("predict", () => {
  it("takes one row, and divides by the network's own divideBy", async () => {
    const network = Network.create([2, 1], { divideBy: 1, outputActivation: "linear", initialisation: "zeros" });
    network.parameters.set([2, 3, 0.5]);
    expect([...(await predict(network, Float32Array.of(0.25, 1)))]).toEqual([4]);
    const bytes = Network.create([2, 1], { divideBy: 256, outputActivation: "linear", initialisation: "zeros" });
    bytes.parameters.set([2, 3, 0.5]);
    expect([...(await predict(bytes, Uint8Array.of(64, 128, 0, 0)))]).toEqual([2.5, 0.5]);
  });

  it("a row's answer does not depend on the rows beside it", async () => {
    const network = Network.create([40, 33, 5]);
    const data = rows([40, 5], 0.2);
    const all = await predict(network, data);
    expect(await predict(network, data.slice(100, 130))).toEqual(all.slice(500, 650));
  });

  it("refuses pixels that are not whole images, and none", async () => {
    const network = Network.create([40, 5]);
    await expectError(
      () => predict(network, new Uint8Array(41)),
      "PREDICT_SHAPE",
      /41 pixel values.*40 inputs/,
      "usage",
    );
    await expectError(() => predict(network, new Uint8Array(0)), "PREDICT_SHAPE", "0 pixel values", "usage");
  });
});

describe("wilsonInterval", () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%i of %i: %f to %f", (correct, total, low, high) => {
    const [foundLow, foundHigh] = wilsonInterval(correct, total);
    expect(foundLow).toBeCloseTo(low, 4);
    expect(foundHigh).toBeCloseTo(high, 4);
  });

  it("is symmetric, within 0 and 1, and everything for nothing", () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
    for (const [correct, total] of [
      [0, 1],
      [1, 1],
      [9546, 10_000],
      [3, 7],
    ] as const) {
      // biome-ignore format: pairs
      const [low, high] = wilsonInterval(correct, total);
      const [mirroredLow, mirroredHigh] = wilsonInterval(total - correct, total);
      expect(low).toBeCloseTo(1 - mirroredHigh, 12);
      expect(high).toBeCloseTo(1 - mirroredLow, 12);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(correct / total);
      expect(high).toBeGreaterThanOrEqual(correct / total);
    }
  });
});
