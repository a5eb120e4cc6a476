import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import {
  averagePool,
  batchNorm,
  conv,
  dense,
  denseLayers,
  dropout,
  globalAveragePool,
  type HiddenLayer,
  maxPool,
  Network,
  type NetworkPlan,
  parseNetworkSpec,
  summary,
} from "./index.ts";

/** Nielsen's network of chapter 6 with two convolutions. */
const NIELSEN: NetworkPlan = {
  input: [28, 28],
  layers: [conv(20, 5), maxPool(2), conv(40, 5), maxPool(2), dense(100)],
  outputs: 10,
  activation: "relu",
  cost: "log-likelihood",
};

const create = (layers: readonly HiddenLayer[], input: NetworkPlan["input"] = [28, 28]) =>
  Network.create({ input, layers, outputs: 3, activation: "relu" });

/** Height, width and channels behind the first layer. */
function outputOf(layer: HiddenLayer, input: NetworkPlan["input"]) {
  const { height, width, channels } = create([layer], input).layers[0]!.output;
  return [height, width, channels];
}

describe("a network of several kinds of layers", () => {
  it("has the shapes, parameters and multiply-adds that one counts by hand", () => {
    const { layers, parameters, multiplyAdds } = summary(Network.create(NIELSEN));
    expect(layers).toEqual([
      { layer: "conv 20 5×5", activation: "relu", output: [24, 24, 20], parameters: 520, multiplyAdds: 24 * 24 * 500 },
      { layer: "max-pool 2", activation: "linear", output: [12, 12, 20], parameters: 0, multiplyAdds: 0 },
      { layer: "conv 40 5×5", activation: "relu", output: [8, 8, 40], parameters: 20_040, multiplyAdds: 64 * 20_000 },
      { layer: "max-pool 2", activation: "linear", output: [4, 4, 40], parameters: 0, multiplyAdds: 0 },
      { layer: "dense 100", activation: "relu", output: [100], parameters: 64_100, multiplyAdds: 64_000 },
      { layer: "dense 10", activation: "softmax", output: [10], parameters: 1010, multiplyAdds: 1000 },
    ]);
    // The figure of references for this network in other libraries.
    expect(parameters).toBe(85_670);
    expect(multiplyAdds).toBe(288_000 + 1_280_000 + 65_000);
  });

  it("its spec goes through JSON, with the kind of every layer", () => {
    const { spec } = Network.create(NIELSEN);
    expect(spec.layers[0]).toEqual({ kind: "conv", filters: 20, kernel: [5, 5], stride: [1, 1], padding: "valid", activation: "relu" }); // biome-ignore format: short
    expect(spec.layers.at(-1)).toEqual({ kind: "dense", units: 10, activation: "softmax" });
    expect(parseNetworkSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });

  it("of dense layers alone is written as before there were other kinds, byte for byte", () => {
    const old =
      '{"input":{"shape":[1,6],"divideBy":255},"layers":[{"units":4,"activation":"sigmoid"},{"units":2,"activation":"sigmoid"}],"cost":"quadratic","initialisation":"gaussian","seed":1}';
    expect(JSON.stringify(Network.create([6, 4, 2]).spec)).toBe(old);
    expect(JSON.stringify(Network.create({ input: [1, 6], layers: [dense(4)], outputs: 2 }).spec)).toBe(old);
    const named = JSON.parse(old);
    for (const layer of named.layers) layer.kind = "dense";
    expect(JSON.stringify(parseNetworkSpec(named))).toBe(old);
  });

  it("takes its outputs from the names of the classes", () => {
    const network = Network.create({ input: [4, 4], layers: [], classes: ["cat", "dog"] });
    expect(network.sizes).toEqual([16, 2]);
  });

  it("sizes are the values between layers", () => {
    expect(Network.create(NIELSEN).sizes).toEqual([784, 11_520, 2880, 2560, 640, 100, 10]);
  });
});

describe("shapes", () => {
  // Outside truth: the formulas of PyTorch's Conv2d and of TensorFlow's SAME padding, worked out by hand.
  it.each([
    [conv(4, 5), [28, 28], [24, 24, 4]],
    [conv(4, 28), [28, 28], [1, 1, 4]],
    [conv(4, [3, 1]), [9, 7], [7, 7, 4]],
    [conv(4, 3, { stride: 2 }), [28, 27], [13, 13, 4]],
    [conv(4, 3, { stride: [3, 1] }), [28, 27], [9, 25, 4]],
    [conv(4, 5, { padding: "same" }), [28, 27], [28, 27, 4]],
    [conv(4, 3, { padding: "same", stride: 2 }), [28, 27], [14, 14, 4]],
    [conv(4, 7, { padding: "same" }), [3, 3, 3], [3, 3, 4]],
    [maxPool(2), [27, 9, 3], [13, 4, 3]],
    [maxPool(3, 2), [27, 9], [13, 4, 1]],
    [averagePool([2, 3]), [8, 8], [4, 2, 1]],
    [globalAveragePool(), [9, 7, 3], [1, 1, 3]],
    [batchNorm(), [9, 7, 3], [9, 7, 3]],
    [dropout(0.5), [9, 7, 3], [9, 7, 3]],
  ] as const)("%j of %j", (layer, input, output) => {
    expect(outputOf(layer, input)).toEqual(output);
  });

  it("padding same has the odd zero below and right", () => {
    const zeros = (kernel: number, stride: number, size: number) =>
      create([conv(1, kernel, { padding: "same", stride })], [size, size]).layers[0]!.before;
    expect([zeros(5, 1, 28), zeros(2, 1, 28), zeros(3, 2, 28), zeros(3, 2, 27), zeros(1, 2, 9)]).toEqual([
      [2, 2],
      [0, 0],
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
  });

  it("say in the user's words what does not fit", async () => {
    const refuse = (layers: HiddenLayer[], says: string) => expectError(() => create(layers), "SPEC_SHAPE", says, "usage"); // biome-ignore format: short
    await refuse(
      [conv(20, 5), maxPool(6), conv(40, 5)],
      "Layer 3, conv 40 5×5: its input is 4 × 4, smaller than the kernel: make the kernel smaller, or its padding same.",
    );
    await refuse(
      [dense(9), maxPool(2)],
      "Layer 2, max-pool 2: its input is 1 × 1, smaller than its window: leave it out.",
    );
    await refuse([averagePool([1, 29])], "Layer 1, average-pool 1×29: its input is 28 × 28, smaller than its window");
    await refuse([conv(2, [28, 29], { stride: 2 })], "Layer 1, conv 2 28×29 stride 2: its input is 28 × 28");
    create([conv(20, 5), maxPool(6), conv(40, 4)]);
  });
});

describe("what a layer may say", () => {
  const refuse = (layer: unknown, says: string, code = "SPEC_INVALID") =>
    expectError(() => create([layer as HiddenLayer]), code, says, "usage");

  it("is checked kind by kind", async () => {
    await refuse({ kind: "convolution" }, "network.layers[0].kind must be one of dense, conv, max-pool");
    await refuse({ kind: "max-pol" }, "network.layers[0].kind must be max-pool (of dense, conv,");
    await refuse({ ...conv(20, 5), filter: 3 }, 'network.layers[0] has no setting "filter": did you mean "filters"?', "SPEC_UNKNOWN"); // biome-ignore format: short
    await refuse({ kind: "dropout", units: 3 }, 'network.layers[0] has no setting "units"; it has rate.', "SPEC_UNKNOWN"); // biome-ignore format: short
    await refuse(conv(0, 5), "network.layers[0].filters must be a whole number from 1 to 65536, but is 0.");
    await refuse(conv(1, [5, 0]), "network.layers[0].kernel[1] must be a whole number from 1 to 65536, but is 0.");
    await refuse({ ...conv(1, 5), kernel: 5 }, "network.layers[0].kernel must be [height, width], but is 5.");
    await refuse({ ...conv(1, 5), padding: "full" }, "network.layers[0].padding must be one of valid, same");
    await refuse(maxPool(2, 0), "network.layers[0].stride[0] must be a whole number from 1 to 65536, but is 0.");
    await refuse(dropout(1), "network.layers[0].rate must be a number from 0 to below 1, but is 1.");
    await refuse(dropout(-0.1), "network.layers[0].rate must be a number from 0 to below 1, but is -0.1.");
    await refuse(batchNorm({ momentum: 1.1 }), "network.layers[0].momentum must be a number above 0 and at most 1");
    await refuse(batchNorm({ epsilon: 0 }), "network.layers[0].epsilon must be a number above 0, but is 0.");
    await refuse(conv(1, 5, { activation: "softmax" }), "network.layers[0].activation is softmax", "SPEC_PAIR");
    for (const layer of [dropout(0), batchNorm({ momentum: 1 }), conv(65_536, 1)]) create([layer], [1, 1]);
  });

  it("the last layer is dense", async () => {
    const { spec } = Network.create(NIELSEN);
    const headless = { ...spec, layers: spec.layers.slice(0, 2) };
    await expectError(() => parseNetworkSpec(headless), "SPEC_INVALID", "The last layer must be dense, one unit a class, but it is max-pool 2: add a dense layer.", "usage"); // biome-ignore format: short
  });

  it("a picture may have channels, and one channel is none", async () => {
    expect(create([], [4, 5, 3]).sizes).toEqual([60, 3]);
    expect(create([], [4, 5, 1]).spec.input.shape).toEqual([4, 5]);
    const input = { shape: [4096, 4096, 2], divideBy: 255 };
    await expectError(() => parseNetworkSpec({ ...create([]).spec, input }), "SPEC_INVALID", "at most 16777216 values", "usage"); // biome-ignore format: short
  });
});

describe("activations that are left out", () => {
  const activations = (layers: HiddenLayer[]) => create(layers).layers.map(({ activation }) => activation);

  it("are the network's, but a batch norm takes it from the layer that it stands behind", () => {
    expect(activations([conv(2, 3), batchNorm(), dense(5), batchNorm()])).toEqual(["linear", "relu", "linear", "relu", "sigmoid"]); // biome-ignore format: short
    expect(activations([conv(2, 3), maxPool(2), dropout(0.1), batchNorm(), dense(5)])).toEqual(["linear", "linear", "linear", "relu", "relu", "sigmoid"]); // biome-ignore format: short
    expect(activations([conv(2, 3), dense(5), batchNorm()])).toEqual(["relu", "linear", "relu", "sigmoid"]);
    expect(activations([conv(2, 3, { activation: "tanh" }), batchNorm({ activation: "linear" })])).toEqual(["tanh", "linear", "sigmoid"]); // biome-ignore format: short
  });
});

describe("parameters and statistics", () => {
  const network = create([conv(2, 3), batchNorm(), dense(4)], [5, 5, 3]);

  it("a convolution has [filter][channel][ky][kx], a batch norm γ = 1 and β = 0, means 0 and variances 1", () => {
    expect(network.weights(1)).toHaveLength(2 * 3 * 9);
    expect([...network.weights(2), ...network.biases(2)]).toEqual([1, 1, 0, 0]);
    expect([...network.statistics]).toEqual([0, 0, 1, 1]);
    expect(network.layers.map(({ statistics }) => statistics)).toEqual([[0, 0], [0, 4], [4, 4], [4, 4]]); // biome-ignore format: short
  });

  it("start with the fan of a filter: in · kh · kw, and filters · kh · kw", () => {
    const wide = Network.create({
      input: [9, 9, 16],
      layers: [conv(64, 5)],
      outputs: 2,
      initialisation: "glorot-normal",
    });
    const weights = wide.weights(1);
    const variance = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
    expect(Math.abs(variance / (2 / (25 * (16 + 64))) - 1)).toBeLessThan(5 * Math.sqrt(2 / weights.length));
    expect([wide.layers[0]!.fanIn, wide.layers[0]!.fanOut]).toEqual([400, 1600]);
  });

  it("a network without batch norm draws the same numbers beside one with", () => {
    const drawn = create([conv(2, 3), dense(4)], [5, 5, 3]);
    expect(network.weights(1)).toEqual(drawn.weights(1));
    expect(network.weights(3)).toEqual(drawn.weights(2));
  });

  it("statistics belong to the digest, to a clone, and have their number", async () => {
    const bytes = Buffer.concat([network.parameters, network.statistics].map((a) => Buffer.from(a.buffer)));
    expect(await network.weightsSha256()).toBe(createHash("sha256").update(bytes).digest("hex"));
    const clone = network.clone();
    clone.statistics[0] = 5;
    expect(network.statistics[0]).toBe(0);
    expect(await clone.weightsSha256()).not.toBe(await network.weightsSha256());
    const wrong = () => new Network(network.spec, network.parameters, new Float32Array(3));
    await expectError(wrong, "NETWORK_PARAMETERS", "has 4 statistics, but 3 were given.", "usage");
  });
});

describe("what works on dense layers only", () => {
  it("says so, with the first layer of another kind", async () => {
    const { spec } = create([dense(4), dropout(0.5)]);
    await expectError(
      () => denseLayers(spec, "The engine"),
      "LAYER_UNSUPPORTED",
      "The engine works on dense layers only so far, but layer 2 is dropout 0.5: use a network of dense layers.",
      "usage",
    );
    expect(denseLayers(create([dense(4)]).spec, "It")).toHaveLength(2);
  });
});
