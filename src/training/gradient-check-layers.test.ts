import { describe, expect, it } from "vitest";
import { Network, readLayers } from "../network/index.ts";
import { LAYER_KIND_NAMES } from "../network/layers/index.ts";
import { batchOf, checkGradients, compareLayers, GRADIENT_TOLERANCE } from "./gradient-check.ts";
import { layerCheckCases } from "./gradient-check-layers.ts";
import { batchStatistics, bounded, referenceAnswers, referenceGradient } from "./reference/index.ts";

const CASES = layerCheckCases(1);

it("the cases have every kind of layer", () => {
  const kinds = new Set(CASES.flatMap(({ network }) => network.layers.map(({ kind }) => kind)));
  expect([...kinds].sort()).toEqual([...LAYER_KIND_NAMES].sort());
});

describe("in float64 backpropagation is within 1e-6 of central differences", () => {
  let [checked, kinks] = [0, 0];

  it.each([...new Set(CASES.map(({ layers }) => layers))])("%s", (layers) => {
    for (const { network, data, options } of CASES.filter((c) => c.layers === layers)) {
      const batch = batchOf(network, data, data.count, options);
      const { gradient } = referenceGradient(network.spec, bounded(network.parameters), batch);
      for (const layer of compareLayers(network, batch, gradient.values, options.perLayer)) {
        expect(layer.wrong, `layer ${layer.layer}`).toBe(0);
        if (layer.largest > 1e-12) expect(layer.difference).toBeLessThan(GRADIENT_TOLERANCE);
        checked += layer.checked;
        kinks += layer.kinks;
      }
    }
  });

  it("hardly any parameter lies at a kink", () => {
    expect(checked).toBeGreaterThan(4000);
    expect(kinks / checked).toBeLessThan(0.01);
  });
});

describe("the engine is within what roundings may do", () => {
  it.each([...new Set(CASES.map(({ layers }) => layers))])("%s", async (layers) => {
    for (const { network, data, options } of CASES.filter((c) => c.layers === layers)) {
      const checked = await checkGradients(network, data, { ...options, perLayer: 1 });
      for (const { layer, engine } of checked.layers)
        expect(engine.share, `layer ${layer}, ${JSON.stringify(options)}`).toBeLessThanOrEqual(1);
    }
  });

  it("the twins too, with the same bits", async () => {
    for (const { network, data, options } of CASES.filter((_, i) => i % 3 === 0)) {
      const found = (kernels: "wasm" | "typescript") =>
        checkGradients(network, data, { ...options, perLayer: 1, kernels });
      expect((await found("typescript")).layers).toEqual((await found("wasm")).layers);
    }
  });
});

describe("worked out by hand", () => {
  const create = (layers: string, input: readonly [number, number, number]) =>
    Network.create({ input, layers: readLayers(layers), outputs: 1, activation: "linear", outputActivation: "linear" });
  /** The output layer passes its input number k on. */
  const passing = (network: Network, k: number) => {
    const at = network.layers.at(-1)!;
    network.parameters.fill(0, at.weights, at.end);
    network.parameters[at.weights + k] = 1;
    return network;
  };
  const answer = (network: Network, rows: readonly number[][], statistics?: ArrayLike<number>) =>
    referenceAnswers(
      network.spec,
      rows.map((row) => Float64Array.from(row)),
      {
        parameters: bounded(network.parameters),
        ...(statistics ? { statistics } : {}),
      },
    ).map(({ values }) => values[0]);

  it("a convolution over two channels, weights [filter][channel][ky][kx]", () => {
    const network = passing(create("conv 1 2x1", [2, 2, 2]), 1);
    // Channel 0: 1 2 / 3 4, channel 1: 5 6 / 7 8; the right place: 2·1 + 4·10 + 6·100 + 8·1000, and the bias.
    network.parameters.set([1, 10, 100, 1000, 0.5]);
    expect(answer(network, [[1, 2, 3, 4, 5, 6, 7, 8]])).toEqual([8642.5]);
  });

  it("zeros around: same padding of a 2 × 2 kernel stands below and right", () => {
    const network = create("conv 1 2x2 same", [2, 2, 1]);
    network.parameters.set([1, 10, 100, 1000, 0]);
    const places = [0, 1, 2, 3].map((k) => answer(passing(network, k), [[1, 2, 3, 4]])[0]);
    expect(places).toEqual([4321, 402, 43, 4]);
  });

  it("pools: the largest, the first of equals; the mean", () => {
    const [row] = [[3, 1, 2, 3]];
    expect(answer(passing(create("max-pool 2", [2, 2, 1]), 0), [row])).toEqual([3]);
    expect(answer(passing(create("average-pool 2", [2, 2, 1]), 0), [row])).toEqual([2.25]);
    expect(answer(passing(create("global-average-pool", [2, 2, 1]), 0), [row])).toEqual([2.25]);
  });

  it("a batch norm: the mini-batch's moments in training, the running ones in an answer", () => {
    const network = passing(create("batch-norm", [1, 1, 1]), 0);
    network.parameters.set([2, 10]);
    const rows = [[1], [3], [8]];
    // Mean 4, variance 26/3, unbiased 13.
    const [first] = answer(network, rows);
    expect(first).toBeCloseTo(2 * (-3 / Math.sqrt(26 / 3 + 1e-5)) + 10, 12);
    expect(answer(network, rows, [5, 4])[0]).toBeCloseTo(2 * (-4 / Math.sqrt(4 + 1e-5)) + 10, 12);
    const batch = { inputs: rows.map((row) => Float64Array.from(row)), labels: [0, 0, 0], l2: 0, l1: 0 };
    const { values } = batchStatistics(network.spec, bounded(network.parameters), batch);
    expect([...values]).toEqual([4, 13]);
  });

  it("penalties leave γ alone", () => {
    const network = create("batch-norm", [1, 1, 2]);
    const batch = { inputs: [Float64Array.of(1, 2), Float64Array.of(3, 5)], labels: [0, 0] };
    const gradient = (l2: number) =>
      referenceGradient(network.spec, bounded(network.parameters), { ...batch, l2, l1: 0 }).gradient.values;
    const [plain, penalised] = [gradient(0), gradient(0.5)];
    const moved = Array.from(plain, (g, i) => penalised[i]! - g);
    const weight = (k: number) => 0.5 * network.parameters[4 + k]!;
    [0, 0, 0, 0, weight(0), weight(1), 0].forEach((by, i) => {
      expect(moved[i]).toBeCloseTo(by, 12);
    });
  });
});
