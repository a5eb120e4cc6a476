import { describe, expect, it } from "vitest";
import { digits } from "../../../test/support/doctor-cases.ts";
import { Network, type NetworkOptions } from "../../network/index.ts";
import { caseOf, type DoctorInput, type GradientFunction } from "../input.ts";
import { activity } from "./activity.ts";
import { gradientCheck } from "./gradient-check.ts";
import { Evidence } from "./measure.ts";
import { forward, gradient, meanCost } from "./pass.ts";
import { weights } from "./weights.ts";

const data = digits(600, 200);
const take = <T>(input: DoctorInput, measure: Parameters<Evidence["get"]>[0] & { take: unknown }) =>
  new Evidence(caseOf(input)).get(measure) as Promise<T>;
const book = () => Network.create([784, 30, 10], { inputShape: [28, 28] });

describe("gradient (backpropagation in float64)", () => {
  const cases: [number[], NetworkOptions][] = [
    [[6, 5, 4], {}],
    [[6, 5, 3, 4], { cost: "cross-entropy", activation: "tanh" }],
    [[6, 5, 4], { cost: "log-likelihood", activation: "relu" }],
    [[6, 5, 4], { outputActivation: "linear", activation: "leaky-relu" }],
  ];
  it.each(cases)("%j %j equals central differences", (sizes, options) => {
    const network = Network.create(sizes, { ...options, initialisation: "scaled" });
    const inputs = Float64Array.from({ length: 18 }, (_, i) => ((i * 37) % 11) / 11 - 0.3);
    const batch = { count: 3, inputs, targets: Int32Array.of(0, 3, 1) };
    const at = Float64Array.from(network.parameters);
    const found = gradient({ ...network, parameters: at }, batch);
    for (let i = 0; i < at.length; i++) {
      const cost = (step: number) => {
        const moved = at.slice();
        moved[i] = at[i]! + step;
        return meanCost(network.spec, forward({ ...network, parameters: moved }, batch), batch);
      };
      expect(Math.abs(found[i]! - (cost(1e-6) - cost(-1e-6)) / 2e-6)).toBeLessThan(1e-7);
    }
  });
});

describe("activity", () => {
  it("has the book's slope of about 0.04 at the start, LeCun-scaled 0.2, and raw pixels flat", async () => {
    const seen = await take<Awaited<ReturnType<typeof activity.take>>>({ ...data, network: book() }, activity);
    expect(seen.layers[0]!.slope).toBeGreaterThan(0.02);
    expect(seen.layers[0]!.slope).toBeLessThan(0.08);
    expect(seen.scaled.slopes[0]).toBeGreaterThan(0.15);
    expect(seen.largestInput).toBe(1);
    const raw = Network.create([784, 30, 10], { inputShape: [28, 28], divideBy: 1 });
    const flat = await take<typeof seen>({ ...data, network: raw }, activity);
    expect(flat.layers[0]!.slope).toBeLessThan(0.001);
    expect(flat.largestInput).toBe(255);
  });

  it("counts the ReLU units that never answer", async () => {
    const network = Network.create([784, 8, 10], {
      activation: "relu",
      cost: "log-likelihood",
      initialisation: "he-normal",
    });
    network.biases(1).set([-1000, -1000, -1000], 0);
    const seen = await take<Awaited<ReturnType<typeof activity.take>>>({ ...data, network }, activity);
    expect(seen.layers[0]!.dead).toBe(3);
  });
});

describe("weights", () => {
  it("counts different units, and knows the initial weights", async () => {
    const network = book();
    const fresh = await take<Awaited<ReturnType<typeof weights.take>>>({ network }, weights);
    expect(fresh.layers.map(({ different, asInitial }) => [different, asInitial])).toEqual([
      [30, true],
      [10, true],
    ]);
    network.weights(1).fill(0.5);
    network.biases(1).fill(0);
    const equal = await take<typeof fresh>({ network }, weights);
    expect(equal.layers.map(({ different, asInitial }) => [different, asInitial])).toEqual([
      [1, false],
      [10, true],
    ]);
    network.weights(2)[3] = Number.NaN;
    expect((await take<typeof fresh>({ network }, weights)).layers[1]!.nonFinite).toBe(1);
  });
});

describe("gradientCheck", () => {
  const network = Network.create([784, 12, 10], { inputShape: [28, 28] });
  const right: GradientFunction = (parameters, inputs, labels) => {
    const batch = { count: labels.length, inputs, targets: Int32Array.from(labels) };
    return gradient({ ...network, parameters }, batch);
  };
  const check = (given: GradientFunction) =>
    take<Awaited<ReturnType<typeof gradientCheck.take>>>({ ...data, network, gradient: given }, gradientCheck);
  const changed =
    (change: (value: number, i: number, rows: number) => number): GradientFunction =>
    async (parameters, inputs, labels) =>
      Float64Array.from(await right(parameters, inputs, labels), (value, i) => change(value, i, labels.length));

  it("finds nothing in a right gradient", async () => {
    const { layers, doubled, lastRowOnly } = await check(right);
    for (const { error } of layers) expect(error).toBeLessThan(1e-6);
    expect(Math.abs(doubled - 1)).toBeLessThan(1e-9);
    expect(lastRowOnly).toBe(false);
  });

  it("knows a sum, a sign, a zero layer and the last row", async () => {
    expect(Math.abs((await check(changed((value, _, rows) => value * rows))).doubled - 2)).toBeLessThan(1e-9);
    for (const { ratio, rest } of (await check(changed((value) => -value))).layers) {
      expect(Math.abs(ratio + 1)).toBeLessThan(1e-6);
      expect(rest).toBeLessThan(1e-6);
    }
    const first = 784 * 12 + 12;
    const skipped = await check(changed((value, i) => (i < first ? 0 : value)));
    expect(skipped.layers.map(({ zero }) => zero)).toEqual([true, false]);
    const last = await check((parameters, inputs, labels) => right(parameters, inputs.slice(-784), labels.slice(-1)));
    expect(last.lastRowOnly).toBe(true);
  });

  it("refuses a gradient of another length", async () => {
    await expect(check(() => new Float64Array(3))).rejects.toThrow("the gradient has 3 numbers");
  });
});
