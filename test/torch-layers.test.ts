// Convolutions, pools and batch norms against PyTorch for 12 steps: the float64 formulas to all digits of the recorded run,
// and the engine within what the roundings of each step allow.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PictureShape } from "../src/core/picture-shape.ts";
import { Dataset } from "../src/dataset/index.ts";
import { type ActivationName, Network, readLayers } from "../src/network/index.ts";
import { type TrainingSettings, train } from "../src/training/index.ts";
import { batchStatistics, bounded } from "../src/training/reference/index.ts";
import { ReferenceTraining } from "./support/reference-training.ts";

interface Layered {
  readonly layers: string;
  /** Channels, height, width. */
  readonly shape: readonly [number, number, number];
  readonly activation: ActivationName;
  readonly settings: Omit<TrainingSettings, "epochs" | "batchSize">;
  readonly start: readonly number[];
  /** [row][channel][y][x] */
  readonly pixels: readonly number[];
  readonly costs: readonly number[];
  readonly parameters: readonly (readonly number[])[];
  readonly statistics: readonly (readonly number[])[];
}
interface Golden {
  readonly labels: readonly number[];
  readonly steps: number;
  readonly layered: readonly Layered[];
}
const { labels, steps, layered }: Golden = JSON.parse(
  readFileSync(new URL("goldens/torch-trajectories.json", import.meta.url), "utf8"),
);

/** Digits that the recorded numbers have. */
const RECORDED = 1e-9;
/** How far twelve steps in float32 may come off the recorded ones. */
const FOLLOWED = 2e-5;

function networkOf({ layers, shape: [channels, height, width], activation, start }: Layered): Network {
  const input: PictureShape = [height, width, channels];
  const plan = { input, layers: readLayers(layers), outputs: 3, activation, divideBy: 1 };
  const { spec } = Network.create({ ...plan, cost: "log-likelihood" });
  return new Network(spec, Float32Array.from(start));
}

function batchOf({ pixels }: Layered) {
  const size = pixels.length / labels.length;
  const inputs = labels.map((_, row) => Float64Array.from(pixels.slice(row * size, (row + 1) * size)));
  return { inputs, labels, l2: 0, l1: 0 };
}

/** The pictures as a data set keeps them: the channels of a pixel side by side. */
function dataOf({ shape: [channels, height, width], pixels }: Layered): Dataset {
  const [area, size] = [height * width, channels * height * width];
  const stored = Float32Array.from(pixels, (_, i) => {
    const [row, place, c] = [Math.floor(i / size), Math.floor((i % size) / channels), i % channels];
    return pixels[row * size + c * area + place]!;
  });
  const shown = { name: "torch", labels: Uint8Array.from(labels), classes: 3 };
  return Dataset.fromArrays({ ...shown, pixels: stored, shape: [height, width, channels] });
}

const settingsOf = ({ settings }: Layered): TrainingSettings => ({ ...settings, epochs: steps, batchSize: labels.length }); // biome-ignore format: short

/** The largest difference of any number. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

it("the runs have convolutions, pools, batch norms and none, momentum and a penalty, 12 steps each", () => {
  expect(layered).toHaveLength(4);
  for (const word of ["conv", "same", "max-pool", "average-pool", "global-average-pool", "batch-norm", "dense"])
    expect(layered.filter(({ layers }) => layers.includes(word)).length, word).toBeGreaterThan(0);
  for (const { parameters, statistics } of layered) expect([parameters.length, statistics.length]).toEqual([12, 12]);
});

describe.each(layered.map((run) => [run.layers, run] as const))("%s", (_title, run) => {
  it("the formulas in float64 are PyTorch's, and what the batch norms keep", () => {
    const { spec, parameters, statistics } = networkOf(run);
    const reference = new ReferenceTraining(spec, parameters, settingsOf(run), labels.length);
    const { learningRate, momentum } = run.settings;
    let kept = Float64Array.from(statistics);
    run.costs.forEach((wanted, t) => {
      const found = batchStatistics(spec, bounded(reference.parameters.values), batchOf(run)).values;
      kept = kept.map((value, i) => 0.9 * value + 0.1 * found[i]!);
      const [cost] = reference.step(batchOf(run), learningRate!, momentum);
      reference.settle();
      expect(Math.abs(cost - wanted), `cost, step ${t + 1}`).toBeLessThan(RECORDED);
      expect(apart(reference.parameters.values, run.parameters[t]!), `step ${t + 1}`).toBeLessThan(RECORDED);
      expect(apart(kept, run.statistics[t]!), `statistics, step ${t + 1}`).toBeLessThan(RECORDED);
    });
  });

  it("the engine follows them, each step and all twelve", async () => {
    const network = networkOf(run);
    const reference = new ReferenceTraining(network.spec, network.parameters, settingsOf(run), labels.length);
    const training = train(network, { training: dataOf(run) }, settingsOf(run));
    let t = 0;
    for await (const event of training) {
      if (event.type !== "epoch") continue;
      const [cost, costBound] = reference.step(batchOf(run), run.settings.learningRate!, run.settings.momentum);
      expect(Math.abs(event.cost - cost)).toBeLessThan(costBound);
      const { values, errors } = reference.parameters;
      network.parameters.forEach((w, i) => {
        if (!(Math.abs(w - values[i]!) <= errors[i]!))
          expect.fail(`step ${t + 1}, parameter ${i}: ${w}, not ${values[i]} ± ${errors[i]}`);
      });
      reference.take(network.parameters, training.state().tensors);
      expect(apart(network.parameters, run.parameters[t]!), `step ${t + 1}`).toBeLessThan(FOLLOWED);
      expect(apart(network.statistics, run.statistics[t]!), `statistics, step ${t + 1}`).toBeLessThan(FOLLOWED);
      t++;
    }
    expect(t).toBe(steps);
    // A tolerance as large as the way itself would prove nothing.
    expect(apart(run.parameters.at(-1)!, run.start)).toBeGreaterThan(1000 * FOLLOWED);
  });
});
