import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { averagePool, batchNorm, conv, dense, dropout, globalAveragePool, maxPool, readLayers } from "./index.ts";

describe("readLayers", () => {
  it("reads every kind with everything that it may say", () => {
    const text =
      "conv 20 5x5, max-pool 2, conv 40 3×5 same relu stride 2, average-pool 3x2 stride 1, batch-norm, dropout .5, " +
      "CONV 8 1 stride 2x1 leaky-relu ,global-average-pool,dense 100,  batch-norm  tanh, max-pool 1x1";
    expect(readLayers(text)).toEqual([
      conv(20, 5),
      maxPool(2),
      conv(40, [3, 5], { padding: "same", stride: 2, activation: "relu" }),
      averagePool([3, 2], 1),
      batchNorm(),
      dropout(0.5),
      conv(8, 1, { stride: [2, 1], activation: "leaky-relu" }),
      globalAveragePool(),
      dense(100),
      batchNorm({ activation: "tanh" }),
      maxPool([1, 1]),
    ]);
  });

  it.each([
    ["conv 20", 'layer 1 is "conv 20": expected conv FILTERS HEIGHTxWIDTH [same] [stride N] [ACTIVATION].'],
    ["dense 9, conv 20 5y5", 'layer 2 is "conv 20 5y5": expected conv FILTERS'],
    ["conv 20 5x5 softmax", 'layer 1 is "conv 20 5x5 softmax": expected conv FILTERS'],
    ["conv 20 5x5 stride", 'layer 1 is "conv 20 5x5 stride": expected conv FILTERS'],
    ["conv 20 5x5x3", 'layer 1 is "conv 20 5x5x3": expected conv FILTERS'],
    ["max-pool", 'layer 1 is "max-pool": expected max-pool SIZE [stride N].'],
    ["dropout half", 'layer 1 is "dropout half": expected dropout RATE.'],
    ["global-average-pool 2", 'layer 1 is "global-average-pool 2": expected global-average-pool.'],
    ["dense 5,", 'layer 2 is "", but there is no such kind of layer: the kinds are dense, conv, max-pool,'],
    ["maxpool 2", 'layer 1 is "maxpool 2", but there is no such kind of layer: did you mean max-pool?'],
    ["constructor 2", 'layer 1 is "constructor 2", but there is no such kind of layer: the kinds are'],
    [new Array(65).fill("dense 1").join(","), "65 layers were given: expected at most 64."],
  ])("refuses %j", async (text, says) => {
    await expectError(() => readLayers(text), "LAYERS_TEXT", says, "usage");
  });

  it("refuses numbers out of range, naming the layer", async () => {
    await expectError(() => readLayers("dense 3, dense 1.5"), "SPEC_INVALID", "network.layers[1].units must be a whole number", "usage"); // biome-ignore format: short
    await expectError(() => readLayers("dropout 1"), "SPEC_INVALID", "network.layers[0].rate must be a number from 0 to below 1, but is 1.", "usage"); // biome-ignore format: short
    expect(readLayers(new Array(64).fill("dense 1").join(","))).toHaveLength(64);
  });
});
