import { describe, expect, it } from "vitest";
import { errorOf } from "../../test/support/errors.ts";
import { PIXELS, rows } from "../../test/support/small-training.ts";
import { Dataset } from "../dataset/index.ts";
import { Network } from "../network/index.ts";
import type { TrainingSettings } from "./settings.ts";
import { train } from "./train.ts";

const SIZES = [PIXELS, 5, 3];
const SETTINGS: TrainingSettings = { epochs: 3, batchSize: 4, learningRate: 0.5 };
const TRAINING = rows(203);

describe("divergence", () => {
  /** The error of a training that must diverge, the network, and its parameters at the last epoch event. */
  async function diverged(net: Network, training: Dataset, settings: TrainingSettings) {
    let kept = net.parameters.slice();
    const error = await errorOf(async () => {
      for await (const event of train(net, { training }, settings)) {
        expect(net.parameters.every(Number.isFinite), event.type).toBe(true);
        if (event.type === "epoch") kept = net.parameters.slice();
      }
    });
    expect(error).toMatchObject({ code: "DIVERGED", kind: "diverged" });
    expect(net.parameters).toEqual(kept);
    return error;
  }
  const relu = () => Network.create(SIZES, { seed: 1, activation: "relu", outputActivation: "linear" });

  it("of the cost names epoch, step, layer and learning rate, and keeps the last good parameters", async () => {
    const error = await diverged(relu(), TRAINING, { ...SETTINGS, learningRate: 1e30 });
    expect(error.facts).toMatchObject({ epoch: 1, learningRate: 1e30 });
    expect(error.facts.layer).toBeGreaterThanOrEqual(1);
    expect(error.facts.step).toBeGreaterThanOrEqual(1);
    expect(error.message).toMatch(/epoch 1, step \d+.*layer [12].*learning rate, now 1e\+30/);
  });

  it("in the last step of an epoch, when the cost was still finite, is seen as well", async () => {
    const error = await diverged(relu(), TRAINING, { epochs: 1, batchSize: 203, learningRate: 3e38 });
    expect(error.facts).toMatchObject({ epoch: 1, step: 1 });
    expect(error.message).toMatch(/layer [12] has weights that are not finite/);
  });

  it("after a good epoch keeps that epoch's parameters", async () => {
    const error = await diverged(relu(), TRAINING, { epochs: 100, batchSize: 203, learningRate: 60 });
    expect(error.facts.epoch).toBeGreaterThan(1);
  });

  it("from huge pixels", async () => {
    const pixels = new Float32Array(203 * 12).fill(3e38);
    const training = Dataset.fromArrays({ name: "huge", pixels, labels: TRAINING.labels, shape: [3, 4] });
    const net = Network.create(SIZES, { activation: "relu", outputActivation: "linear", divideBy: 1 });
    const error = await diverged(net, training, SETTINGS);
    expect(error.facts).toMatchObject({ epoch: 1, step: 1 });
  });
});
