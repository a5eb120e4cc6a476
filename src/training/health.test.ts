import { describe, expect, it } from "vitest";
import { noise } from "../../test/support/kernel-cases.ts";
import { Dataset } from "../dataset/index.ts";
import { batchNorm, conv, dense, maxPool, Network, type NetworkOptions } from "../network/index.ts";
import { healthRowCount, healthRows, layerHealth } from "./health.ts";

function data(count: number, size: number): Dataset {
  const next = noise(3);
  const pixels = Uint8Array.from({ length: count * size }, () => (next() < 0.3 ? Math.floor(next() * 256) : 0));
  return Dataset.fromArrays({ name: "rows", pixels, labels: new Uint8Array(count), shape: [1, size] });
}

const table = (size: number) => ({ shape: [1, size] as const, divideBy: 255 });
const OPTIONS: NetworkOptions = { initialisation: "scaled" };

describe("healthRows", () => {
  it("keeps rows spread over the data, divided", () => {
    const set = data(10, 5);
    const rows = healthRows(set, table(5), 4);
    expect(rows).toHaveLength(4);
    [0, 2, 5, 7].forEach((row, i) => {
      expect([...rows[i]!]).toEqual(Array.from(set.image(row), (pixel) => Math.fround(pixel / 255)));
    });
  });

  it.each([0, 1, 512, 513])("takes at most 512 of %i rows", (count) => {
    expect(healthRows(data(count, 3), table(3), 512).length).toBe(Math.min(count, 512));
  });
});

describe("layerHealth", () => {
  it("has slope ¼ and no dead unit where all weights and biases are 0", () => {
    const network = Network.create([6, 4, 3], { initialisation: "zeros" });
    const rows = healthRows(data(20, 6), table(6), 64);
    const found = layerHealth(network, network.parameters, rows);
    expect(found).toEqual([
      { layer: 1, slope: 0.25, dead: 0, updateRatio: 0, weightNorm: 0 },
      { layer: 2, slope: 0.25, dead: 0, updateRatio: 0, weightNorm: 0 },
    ]);
  });

  it("has ‖ΔW‖ / ‖W‖ = 0.1 for the one layer that grew by a tenth, and 0 for the other", () => {
    const network = Network.create([6, 4, 3], OPTIONS);
    const after = network.clone();
    const second = after.weights(2);
    for (let i = 0; i < second.length; i++) second[i] = second[i]! * 1.1;
    const found = layerHealth(after, network.parameters, healthRows(data(20, 6), table(6), 64));
    expect(found[0]!.updateRatio).toBe(0);
    expect(Math.abs(found[1]!.updateRatio - 0.1)).toBeLessThan(1e-6);
    expect(Math.abs(found[1]!.weightNorm / Math.hypot(...second) - 1)).toBeLessThan(1e-12);
  });

  it("counts the ReLU units that bias −10 has silenced", () => {
    const network = Network.create([6, 4, 3], { ...OPTIONS, activation: "relu", cost: "log-likelihood" });
    network.biases(1).set([-1000, 1000, -1000, -1000]);
    const [hidden, output] = layerHealth(network, network.parameters, healthRows(data(20, 6), table(6), 64));
    expect(hidden).toMatchObject({ dead: 0.75, slope: 0.25 });
    expect(output!.dead).toBe(0);
  });

  it("equals a forward pass by hand: tanh, then softmax", () => {
    const network = Network.create([5, 3, 2], { ...OPTIONS, activation: "tanh", cost: "log-likelihood" });
    const set = data(7, 5);
    const found = layerHealth(network, network.parameters, healthRows(set, table(5), 64));
    let [hiddenSlopes, outputSlopes] = [0, 0];
    for (let row = 0; row < 7; row++) {
      const x = Array.from(set.image(row), (pixel) => pixel / 255);
      const dot = (layer: number, unit: number, input: number[]) =>
        input.reduce(
          (sum, value, k) => sum + value * network.weights(layer)[unit * input.length + k]!,
          network.biases(layer)[unit]!,
        );
      const hidden = [0, 1, 2].map((u) => Math.tanh(dot(1, u, x)));
      hiddenSlopes += hidden.reduce((sum, a) => sum + 1 - a * a, 0);
      const powers = [0, 1].map((u) => Math.exp(dot(2, u, hidden)));
      const first = powers[0]! / (powers[0]! + powers[1]!);
      outputSlopes += 2 * first * (1 - first);
    }
    expect(Math.abs(found[0]!.slope - hiddenSlopes / 21)).toBeLessThan(1e-6);
    expect(Math.abs(found[1]!.slope - outputSlopes / 14)).toBeLessThan(1e-6);
  });

  it("is plain JSON without rows and from zero weights", () => {
    const zeros = Network.create([5, 2], { initialisation: "zeros" });
    const grown = Network.create([5, 2], OPTIONS);
    const found = layerHealth(grown, zeros.parameters, healthRows(data(0, 5), table(5), 64));
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found[0]!.updateRatio).toBe(1);
  });
});

it("looks at fewer rows of a larger network", () => {
  const create = (sizes: number[]) => Network.create(sizes, { initialisation: "zeros" });
  expect(healthRowCount(create([784, 30, 10]))).toBe(64);
  expect(healthRowCount(create([784, 1000, 490, 10]))).toBe(15);
  expect(healthRowCount(create([784, 3000, 3000, 10]))).toBe(8);
});

it("sees filters as units, and batch norms with their running statistics", () => {
  const layers = [conv(2, 2), batchNorm(), maxPool(2), dense(3)];
  const network = Network.create({
    input: [5, 5],
    layers,
    outputs: 2,
    activation: "relu",
    initialisation: "he-normal",
  });
  const rows = healthRows(data(9, 25), { shape: [5, 5], divideBy: 255 }, 64);
  // One filter is moved where relu is 0 for everything, by its running mean.
  network.statistics.set([0, 1e6, 1, 1]);
  const found = layerHealth(network, network.parameters, rows);
  expect(found.map(({ layer }) => layer)).toEqual([1, 2, 4, 5]);
  expect(found.map(({ dead }) => dead)).toEqual([0, 0.5, expect.any(Number), 0]);
  expect(found[0]).toMatchObject({ slope: 1, updateRatio: 0 });
  expect(found[1]!.weightNorm).toBeCloseTo(Math.sqrt(2), 6);
});
