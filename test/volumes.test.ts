// Networks of convolutions and pools: the engine against float64 (its gradient by central differences), and its WebAssembly
// against the twins, bit for bit over whole trainings.
import { describe, expect, it } from "vitest";
import { defaultHost } from "../src/core/default-host.ts";
import type { TrainingEvent } from "../src/core/events.ts";
import { Engine, PLAIN_SGD } from "../src/engine/index.ts";
import { type TrainingSettings, train } from "../src/training/index.ts";
import { UPDATES } from "./support/sweep.ts";
import { VOLUME_CASES, type VolumeCase, volumeData, volumeNetwork } from "./support/volume-cases.ts";
import { batchCost, slopeOf } from "./support/volume-reference.ts";

/** The gradient of one mini-batch, which momentum's velocity is after one step, in canonical order. */
async function engineGradient(c: VolumeCase, kernels: "wasm" | "typescript") {
  const [network, training] = [volumeNetwork(c), volumeData(c, c.batchSize, 1)];
  const update = { ...PLAIN_SGD, optimizer: "momentum" } as const;
  const options = { host: defaultHost, batchSize: c.batchSize, update, kernels };
  const engine = await Engine.open(network, { training }, options);
  engine.beginEpoch(1, 1, { rates: Float64Array.of(1), momenta: Float64Array.of(0.9) });
  const { costSum } = await engine.train(1, 0, 0);
  const gradient = engine.state().tensors.get("velocity")!;
  engine.close();
  return { gradient, cost: costSum };
}

describe("one mini-batch, against float64 and central differences", () => {
  let ran = 0;

  it.each(VOLUME_CASES)("$name", async (c) => {
    const [network, training] = [volumeNetwork(c), volumeData(c, c.batchSize, 1)];
    const { gradient, cost } = await engineGradient(c, "wasm");
    const images = Array.from({ length: training.count }, (_, m) =>
      Float64Array.from(training.image(m), (pixel) => pixel / network.spec.input.divideBy),
    );
    const costAt = (parameters: Float64Array) => batchCost(network, parameters, images, training.labels);
    const parameters = Float64Array.from(network.parameters);
    expect(Math.abs(cost - costAt(parameters))).toBeLessThan(1e-5);
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    let [seen, sum] = [0, 0];
    for (const { weights, end, words } of network.layers) {
      // Every number of a small layer, and a good part of those of a large one.
      const step = Math.max(1, Math.floor((end - weights) / 40));
      for (let i = weights; i < end; i += step) {
        const slope = slopeOf(costAt, parameters, i);
        expect(Math.abs(gradient[i]! - slope), `${words}, number ${i - weights}`).toBeLessThan(1e-5 * (1 + largest));
        seen++;
        sum += Math.abs(slope);
      }
    }
    expect(seen).toBeGreaterThan(20);
    expect(sum).toBeGreaterThan(1e-3);
    ran++;
  });

  it("all cases ran", () => expect(ran).toBe(VOLUME_CASES.length));
});

describe("a training has the same digest from twins and from WebAssembly", () => {
  let ran = 0;

  async function digest(c: VolumeCase, kernels: "wasm" | "typescript", update: Partial<TrainingSettings> = {}) {
    const network = volumeNetwork(c);
    const sets = { training: volumeData(c, c.batchSize + 3, 1), test: volumeData(c, 35, 2) };
    const settings = { epochs: 2, batchSize: c.batchSize, learningRate: 0.01, ...update };
    const scores: unknown[] = [];
    for await (const event of train(network, sets, settings, { kernels }) as AsyncIterable<TrainingEvent>)
      if (event.type === "epoch") scores.push([event.cost, event.test]);
    expect(network.parameters.every(Number.isFinite)).toBe(true);
    return { sha256: await network.weightsSha256(), scores };
  }

  it.each(VOLUME_CASES)("$name", async (c) => {
    expect(await digest(c, "wasm")).toEqual(await digest(c, "typescript"));
    ran++;
  });

  // Without the largest l2, which so few images do not bear.
  it.each(UPDATES.filter(({ l2 = 0 }) => l2 < 100))("%j", async (update) => {
    const c = VOLUME_CASES[0]!;
    const plain = await digest(c, "wasm", { learningRate: update.learningRate ?? 0.01 });
    const wasm = await digest(c, "wasm", update);
    expect(wasm).toEqual(await digest(c, "typescript", update));
    expect(wasm.sha256, "the setting has an effect").not.toBe(plain.sha256);
  });

  it("all cases ran", () => expect(ran).toBe(VOLUME_CASES.length));
});
