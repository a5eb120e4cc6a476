import { describe, expect, it } from "vitest";
import { noise } from "../../test/support/kernel-cases.ts";
import { Dataset } from "../dataset/index.ts";
import { Network, type NetworkOptions } from "../network/index.ts";
import { healthRowCount, healthRows, layerHealth } from "./health.ts";

function data(count: number, size: number): Dataset {
  const next = noise(3);
  const pixels = Uint8Array.from({ length: count * size }, () => (next() < 0.3 ? Math.floor(next() * 256) : 0));
  return Dataset.fromArrays({ name: "rows", pixels, labels: new Uint8Array(count), shape: [1, size] });
}

const OPTIONS: NetworkOptions = { initialisation: "scaled" };

describe("healthRows", () => {
  it("keeps every nonzero pixel of rows spread over the data, divided", () => {
    const set = data(10, 5);
    const rows = healthRows(set, 255, 4);
    expect(rows.count).toBe(4);
    [0, 2, 5, 7].forEach((row, i) => {
      const back = new Array<number>(5).fill(0);
      for (let k = rows.starts[i]!; k < rows.starts[i + 1]!; k++) back[rows.indices[k]!] = rows.values[k]!;
      expect(back).toEqual(Array.from(set.image(row), (pixel) => Math.fround(pixel / 255)));
    });
  });

  it.each([0, 1, 512, 513])("takes at most 512 of %i rows", (count) => {
    expect(healthRows(data(count, 3), 255, 512).count).toBe(Math.min(count, 512));
  });
});

describe("layerHealth", () => {
  it("has slope ¼ and no dead unit where all weights and biases are 0", () => {
    const network = Network.create([6, 4, 3], { initialisation: "zeros" });
    const rows = healthRows(data(20, 6), 255, 64);
    const found = layerHealth(network.spec, network.parameters, network.parameters, rows);
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
    const found = layerHealth(network.spec, network.parameters, after.parameters, healthRows(data(20, 6), 255, 64));
    expect(found[0]!.updateRatio).toBe(0);
    expect(Math.abs(found[1]!.updateRatio - 0.1)).toBeLessThan(1e-6);
    expect(Math.abs(found[1]!.weightNorm / Math.hypot(...second) - 1)).toBeLessThan(1e-12);
  });

  it("counts the ReLU units that bias −10 has silenced", () => {
    const network = Network.create([6, 4, 3], { ...OPTIONS, activation: "relu", cost: "log-likelihood" });
    network.biases(1).set([-1000, 1000, -1000, -1000]);
    const [hidden, output] = layerHealth(
      network.spec,
      network.parameters,
      network.parameters,
      healthRows(data(20, 6), 255, 64),
    );
    expect(hidden).toMatchObject({ dead: 0.75, slope: 0.25 });
    expect(output!.dead).toBe(0);
  });

  it("equals a forward pass by hand: tanh, then softmax", () => {
    const network = Network.create([5, 3, 2], { ...OPTIONS, activation: "tanh", cost: "log-likelihood" });
    const set = data(7, 5);
    const found = layerHealth(network.spec, network.parameters, network.parameters, healthRows(set, 255, 64));
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
    const found = layerHealth(zeros.spec, zeros.parameters, grown.parameters, healthRows(data(0, 5), 255, 64));
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found[0]!.updateRatio).toBe(1);
  });
});

it("looks at fewer rows of a larger network", () => {
  expect(healthRowCount(23_860)).toBe(64);
  expect(healthRowCount(1_276_810)).toBe(15);
  expect(healthRowCount(100_000_000)).toBe(8);
});
