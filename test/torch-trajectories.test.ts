// Every optimizer, regulariser and schedule against PyTorch for 12 steps: the float64 formulas to all digits of the recorded
// run, and the engine within what float32 roundings allow.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Dataset } from "../src/dataset/index.ts";
import { type CostName, Network } from "../src/network/index.ts";
import { OPTIMIZER_NAMES, SCHEDULE_NAMES, type TrainingSettings, train } from "../src/training/index.ts";
import { noise } from "./support/kernel-cases.ts";
import { ReferenceTraining } from "./support/reference-training.ts";

interface Trajectory {
  readonly cost: CostName;
  readonly settings: Omit<TrainingSettings, "epochs" | "batchSize">;
  readonly rates: readonly number[];
  readonly momenta: readonly number[];
  readonly costs: readonly number[];
  readonly parameters: readonly (readonly number[])[];
}
interface Golden {
  readonly sizes: readonly number[];
  readonly start: readonly number[];
  readonly pixels: readonly number[];
  readonly labels: readonly number[];
  readonly steps: number;
  readonly runs: readonly Trajectory[];
}
const golden: Golden = JSON.parse(readFileSync(new URL("goldens/torch-trajectories.json", import.meta.url), "utf8"));
const { sizes, pixels, labels, steps, start } = golden;

const data = Dataset.fromArrays({ name: "torch", pixels: Float32Array.from(pixels), labels: Uint8Array.from(labels), shape: [1, sizes[0]!], classes: sizes.at(-1)! }); // biome-ignore format: short
const inputs = Array.from(labels, (_, row) => Float64Array.from(data.image(row)));
const settingsOf = ({ settings }: Trajectory): TrainingSettings => ({ ...settings, epochs: steps, batchSize: labels.length }); // biome-ignore format: short

function networkOf({ cost }: Trajectory): Network {
  const { spec } = Network.create(sizes, { cost, activation: "tanh", divideBy: 1 });
  return new Network(spec, Float32Array.from(start));
}

const batchOf = ({ settings }: Trajectory) => ({ inputs, labels, smoothing: settings.labelSmoothing ?? 0 });

/** Digits that the recorded numbers have. */
const RECORDED = 1e-9;

it("the table has every optimizer, every schedule that PyTorch can follow, every penalty, and 12 steps of each", () => {
  const all = golden.runs.map(({ settings }) => settings);
  expect(new Set(all.map(({ optimizer }) => optimizer))).toEqual(new Set(OPTIMIZER_NAMES));
  expect(new Set(all.map(({ schedule }) => schedule ?? "constant"))).toEqual(
    new Set(SCHEDULE_NAMES.filter((name) => name !== "halve")),
  );
  for (const name of [
    "momentum",
    "beta2",
    "epsilon",
    "l1",
    "l2",
    "weightDecay",
    "clipNorm",
    "maxNorm",
    "warmupEpochs",
    "lowMomentum",
    "labelSmoothing",
  ])
    expect(all.filter((settings) => name in settings).length, name).toBeGreaterThan(0);
  for (const { parameters } of golden.runs) expect(parameters).toHaveLength(12);
});

/** The largest difference of any parameter. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

const referenceOf = (run: Trajectory) => {
  const { spec, parameters } = networkOf(run);
  return new ReferenceTraining(spec, parameters, settingsOf(run), labels.length);
};

/**
 * How far float32 may be from the recorded parameters after each step: as far as float64 runs come whose every number is moved
 * at random within the bound of each step's roundings.
 */
function tolerances(run: Trajectory): number[] {
  const next = noise(1);
  const shaken = Array.from({ length: 8 }, () => referenceOf(run));
  return run.rates.map((rate, t) =>
    shaken.reduce((most, reference) => {
      reference.step(batchOf(run), rate, run.momenta[t]!);
      reference.settle(() => 2 * next() - 1);
      return Math.max(most, apart(reference.parameters.values, run.parameters[t]!));
    }, RECORDED),
  );
}

describe.each(golden.runs.map((run) => [`${run.cost} ${JSON.stringify(run.settings)}`, run] as const))(
  "%s",
  (_title, run) => {
    it("the formulas in float64 are PyTorch's", () => {
      const reference = referenceOf(run);
      run.rates.forEach((rate, t) => {
        const [cost] = reference.step(batchOf(run), rate, run.momenta[t]!);
        reference.settle();
        expect(Math.abs(cost - run.costs[t]!), `cost, step ${t + 1}`).toBeLessThan(RECORDED);
        expect(apart(reference.parameters.values, run.parameters[t]!), `step ${t + 1}`).toBeLessThan(RECORDED);
      });
    });

    it("the engine follows them, each step and all twelve", async () => {
      const network = networkOf(run);
      const reference = referenceOf(run);
      const allowed = tolerances(run);
      const training = train(network, { training: data }, settingsOf(run));
      let t = 0;
      for await (const event of training) {
        if (event.type !== "epoch") continue;
        expect(Math.abs(event.learningRate / run.rates[t]! - 1)).toBeLessThan(1e-14);
        const [cost, costBound] = reference.step(batchOf(run), run.rates[t]!, run.momenta[t]!);
        expect(Math.abs(event.cost - cost)).toBeLessThan(costBound);
        const { values, errors } = reference.parameters;
        network.parameters.forEach((w, i) => {
          if (!(Math.abs(w - values[i]!) <= errors[i]!))
            expect.fail(`step ${t + 1}, parameter ${i}: ${w}, not ${values[i]} ± ${errors[i]}`);
        });
        reference.take(network.parameters, training.state().tensors);
        expect(apart(network.parameters, run.parameters[t]!), `step ${t + 1}`).toBeLessThan(allowed[t]!);
        t++;
      }
      expect(t).toBe(steps);
      // A tolerance as large as the way itself would prove nothing.
      expect(allowed.at(-1)! / apart(run.parameters.at(-1)!, start)).toBeLessThan(1e-3);
    });
  },
);
