import { describe, expect, it } from "vitest";
import { noise } from "../../../test/support/kernel-cases.ts";
import { ACTIVATIONS, COSTS, Network, softmax, type UnitActivationName } from "../../network/index.ts";
import { activated } from "./activate.ts";
import { bounded } from "./bounded.ts";
import { type Answer, costOf, outputDelta } from "./cost.ts";
import { dropoutMasks, referenceCost, referenceGradient } from "./index.ts";

const next = noise(3);
const numbers = (count: number, scale: number) => Float64Array.from({ length: count }, () => scale * (2 * next() - 1));

function answer(activation: Answer["activation"], zs: ArrayLike<number>, label: number, smoothing = 0): Answer {
  const z = bounded(zs);
  return { activation, z, a: activated(activation, z), label, smoothing };
}
const SMOOTHINGS = [0, 0.1] as const;
const targets = (length: number, label: number, smoothing: number) =>
  Array.from({ length }, (_, u) => (u === label ? 1 - smoothing : 0) + smoothing / length);

describe("the output layer's delta is the product of the formula pairs", () => {
  const units: [keyof typeof COSTS, UnitActivationName][] = [
    ["cross-entropy", "sigmoid"],
    ...(Object.keys(ACTIVATIONS) as UnitActivationName[]).map((name): [keyof typeof COSTS, UnitActivationName] => ["quadratic", name]), // biome-ignore format: one list
  ];
  it.each(units)("%s, %s", (cost, activation) => {
    for (let i = 0; i < 50; i++) {
      const smoothing = SMOOTHINGS[i & 1]!;
      const given = answer(activation, numbers(5, 4), i % 5, smoothing);
      const { values: a } = given.a;
      const slopes = a.map((value, u) => ACTIVATIONS[activation].slope(given.z.values[u]!, value));
      const gradient = COSTS[cost].gradient([...a], targets(5, i % 5, smoothing));
      outputDelta(cost, given).values.forEach((delta, u) => {
        expect(delta).toBeCloseTo(gradient[u]! * slopes[u]!, 12);
      });
    }
  });

  it("log-likelihood, softmax: by its matrix of slopes", () => {
    for (let i = 0; i < 50; i++) {
      const smoothing = SMOOTHINGS[i & 1]!;
      const given = answer("softmax", numbers(5, 4), i % 5, smoothing);
      const a = softmax([...given.z.values]);
      const gradient = COSTS["log-likelihood"].gradient(a, targets(5, i % 5, smoothing));
      const sum = gradient.reduce((sum, g, u) => sum + g * a[u]!, 0);
      outputDelta("log-likelihood", given).values.forEach((delta, u) => {
        expect(delta).toBeCloseTo(a[u]! * (gradient[u]! - sum), 12);
      });
    }
  });
});

describe("the cost is the formula's, and stays finite where that is not", () => {
  it.each([
    ["cross-entropy", "sigmoid"],
    ["log-likelihood", "softmax"],
  ] as const)("%s of %s outputs", (cost, activation) => {
    // Around 0.999, where the formula of z takes over, and far from it.
    for (const z of [-9, -6.92, -6.9, -1, 0, 3, 6.9, 6.92, 9])
      for (const label of [0, 1])
        for (const smoothing of SMOOTHINGS) {
          const given = answer(activation, [z, 0.5], label, smoothing);
          const y = targets(2, label, smoothing);
          expect(costOf(cost, given)).toBeCloseTo(COSTS[cost].value([...given.a.values], y), 11);
        }
    for (const z of [-800, -40, 40, 800]) {
      const wrong = costOf(cost, answer(activation, [z, 0], z > 0 ? 1 : 0));
      expect(Math.abs(wrong - Math.abs(z))).toBeLessThan(1.4);
    }
  });
});

it("the bounds hold for arithmetic in float32, and are not loose", () => {
  const network = Network.create([6, 5, 3], { initialisation: "scaled", cost: "cross-entropy" });
  const inputs = Array.from({ length: 4 }, () => numbers(6, 1).map(Math.fround));
  const batch = { inputs, labels: [0, 1, 2, 0], l2: 0, l1: 0 };
  const { gradient } = referenceGradient(network.spec, bounded(network.parameters), batch);
  const f = Math.fround;
  const sums = new Float32Array(network.parameters.length);
  const sigmoid = (z: number) => f(1 / f(1 + f(Math.exp(-z))));
  inputs.forEach((x, m) => {
    const layer = (l: number, input: ArrayLike<number>) =>
      Array.from(network.biases(l), (b, u) => {
        let z = b;
        for (let k = 0; k < input.length; k++) z = f(z + f(network.weights(l)[u * input.length + k]! * input[k]!));
        return sigmoid(z);
      });
    const hidden = layer(1, x);
    const d = layer(2, hidden).map((a, u) => f(a - (u === batch.labels[m] ? 1 : 0)));
    const e = hidden.map((a, j) => {
      let sum = 0;
      for (let u = 0; u < 3; u++) sum = f(sum + f(network.weights(2)[u * 5 + j]! * d[u]!));
      return f(sum * f(a * f(1 - a)));
    });
    e.forEach((delta, j) => {
      x.forEach((value, k) => { sums[j * 6 + k]! += f(value * delta); }); // biome-ignore format: short
      sums[30 + j]! += delta;
    });
    d.forEach((delta, u) => {
      hidden.forEach((value, k) => { sums[35 + u * 5 + k]! += f(value * delta); }); // biome-ignore format: short
      sums[50 + u]! += delta;
    });
  });
  sums.forEach((sum, i) => {
    expect(Math.abs(f(sum / 4) - gradient.values[i]!), `${i}`).toBeLessThanOrEqual(gradient.errors[i]!);
    expect(gradient.errors[i]!).toBeLessThan(2e-6);
  });
});

it("penalties leave the biases alone, masks belong to rows and hidden units", () => {
  const { spec, parameters } = Network.create([2, 3, 2]);
  const exact = bounded(parameters);
  const batch = { inputs: [Float64Array.of(1, 2)], labels: [1], l2: 0, l1: 0 };
  const plain = referenceGradient(spec, exact, batch).gradient.values;
  const penalised = referenceGradient(spec, exact, { ...batch, l2: 0.5, l1: 0.25 }).gradient.values;
  const isBias = (i: number) => (i >= 6 && i < 9) || i >= 15;
  plain.forEach((g, i) => {
    const w = parameters[i]!;
    expect(penalised[i]! - g).toBeCloseTo(isBias(i) ? 0 : 0.5 * w + 0.25 * Math.sign(w), 12);
  });
  const weights = [...parameters].filter((_, i) => !isBias(i));
  const sum = weights.reduce((sum, w) => sum + 0.25 * w * w + 0.25 * Math.abs(w), 0);
  const cost = (more: object) => referenceCost(spec, Float64Array.from(parameters), { ...batch, ...more }).cost;
  expect(cost({ l2: 0.5, l1: 0.25 }) - cost({})).toBeCloseTo(sum, 12);
  // With every hidden unit away only the output biases learn.
  const none = referenceGradient(spec, exact, { ...batch, masks: [[Float64Array.of(0, 0, 0)]] }).gradient.values;
  none.forEach((g, i) => {
    expect(g !== 0).toBe(i >= 15);
  });
  expect(dropoutMasks([3], 2, { dropout: 0, seed: 1, epoch: 1, step: 0 })[0]).toEqual([new Float64Array(3).fill(1), new Float64Array(3).fill(1)]); // biome-ignore format: short
});
