import { afterEach, describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { Dataset } from "../dataset/index.ts";
import { ACTIVATIONS, Network } from "../network/index.ts";
import { checkGradients, GRADIENT_TOLERANCE } from "./gradient-check.ts";
import { type GradientCheckCase, gradientCheckCases, REGULARISERS } from "./gradient-check-cases.ts";

const CASES = gradientCheckCases(1);
const title = (c: GradientCheckCase) => `${c.activation} → ${c.outputActivation}, ${c.cost}, ${c.regulariser}`;
const check = (c: GradientCheckCase, kernels?: "typescript") =>
  checkGradients(c.network, c.data, { ...c.options, ...(kernels ? { kernels } : {}) });

it("the cases are every cost × activation × regulariser, sparse and dense", () => {
  expect(new Set(CASES.map(title)).size).toBe(5 * 7 * Object.keys(REGULARISERS).length);
  for (const regulariser of Object.keys(REGULARISERS)) {
    const kinds = CASES.filter((c) => c.regulariser === regulariser).map(({ data }) => data.pixels.constructor.name);
    expect(new Set(kinds)).toEqual(new Set(["Uint8Array", "Float32Array"]));
  }
});

describe("every cost × activation × regulariser", () => {
  let [checked, kinks, sharp] = [0, 0, 0];

  it.each(Object.keys(REGULARISERS))("%s: in float64 within 1e-6, the engine within its bound", async (regulariser) => {
    for (const c of CASES.filter((c) => c.regulariser === regulariser)) {
      const { ok, layers } = await check(c);
      for (const layer of layers) {
        expect(layer.difference, title(c)).toBeLessThan(GRADIENT_TOLERANCE);
        expect(layer.engine.share, title(c)).toBeLessThanOrEqual(1);
        if (layer.engine.difference < 1e-5) sharp++;
        checked += layer.checked;
        kinks += layer.kinks;
      }
      expect(ok, title(c)).toBe(true);
    }
  });

  it("all parameters were tried, hardly any lies at a kink, and float32 agrees to five digits", () => {
    expect(checked + kinks).toBe(CASES.length * (5 * 17 + 17 + 17 * 3 + 3 + 3 * 3 + 3));
    expect(kinks / checked).toBeLessThan(0.01);
    expect(sharp).toBe(3 * CASES.length);
  });
});

it("the twins are checked in the same way", async () => {
  for (const c of CASES.filter((_, i) => i % 29 === 0)) {
    const { layers } = await check(c, "typescript");
    expect(layers).toEqual((await check(c)).layers);
  }
});

describe("finds", () => {
  const { tanh, sigmoid } = ACTIVATIONS;
  const kept = { tanh: { ...tanh }, sigmoid: { ...sigmoid } };
  afterEach(() => {
    Object.assign(tanh, kept.tanh);
    Object.assign(sigmoid, kept.sigmoid);
  });
  const found = (activation: string, regulariser = "none") =>
    check(CASES.find((c) => c.activation === activation && c.regulariser === regulariser)!);

  it("a wrong slope, in the layers it reaches", async () => {
    tanh.slope = (_z, a) => 1 - a * a * 0.999;
    const { ok, layers } = await found("tanh");
    expect(ok).toBe(false);
    expect(layers.map(({ difference }) => difference > GRADIENT_TOLERANCE)).toEqual([true, true, false]);
  });

  it("an engine that computes something else than the formulas", async () => {
    tanh.value = (z) => kept.tanh.value(1.0001 * z);
    tanh.slope = (_z, a) => 1.0001 * (1 - a * a);
    const { ok, layers } = await found("tanh");
    expect(ok).toBe(false);
    for (const { difference, engine } of layers) {
      expect(difference).toBeLessThan(GRADIENT_TOLERANCE);
      expect(engine.share).toBe(Infinity);
    }
  });
});

describe("a network of one's own", () => {
  const pixels = Uint8Array.from({ length: 40 * 784 }, (_, i) => ((i * 2654435761) >>> 8) % 5 === 0 ? i % 256 : 0); // biome-ignore format: short
  const data = Dataset.fromArrays({ name: "own", pixels, labels: Uint8Array.from({ length: 40 }, (_, i) => i % 10), shape: [28, 28], classes: 10 }); // biome-ignore format: short

  it("is sampled: so many parameters of a layer, of the first images", async () => {
    const { ok, layers } = await checkGradients(Network.create([784, 30, 10]), data, { perLayer: 5, rows: 2 });
    expect(ok).toBe(true);
    expect(layers.map(({ layer, checked, kinks }) => [layer, checked + kinks])).toEqual([
      [1, 10],
      [2, 10],
    ]);
  });

  it.each([1, 1e-3])("with outputs that are all but 0 and 1, inputs divided by %s", async (divideBy) => {
    const options = { activation: "tanh", cost: "cross-entropy", divideBy } as const;
    const { layers } = await checkGradients(Network.create([784, 10], options), data, { perLayer: 20 });
    for (const layer of layers) expect(layer.wrong).toBe(0);
  });

  it("is not changed", async () => {
    const network = Network.create([784, 5, 10], { seed: 3 });
    const before = await network.weightsSha256();
    await checkGradients(network, data, { perLayer: 3, rows: 2, l2: 5 });
    expect(await network.weightsSha256()).toBe(before);
  });

  it("no images are refused, and data that does not fit", async () => {
    const none = { ...data, count: 0, name: "none" } as unknown as Dataset;
    await expectError(() => checkGradients(Network.create([784, 10]), none), "GRADIENT_ROWS", /none has no images/, "usage"); // biome-ignore format: short
    await expectError(() => checkGradients(Network.create([4, 10]), data), "ENGINE_SHAPE", /784/, "usage");
  });
});
