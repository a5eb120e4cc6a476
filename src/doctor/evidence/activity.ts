import { Network } from "../../network/index.ts";
import type { Measure } from "./measure.ts";
import { networkRows } from "./network-rows.ts";
import { type Batch, forward, gradient, type LayerPass, largest, meanCost } from "./pass.ts";

export interface LayerActivity {
  /** From 1. */
  readonly layer: number;
  readonly units: number;
  readonly activation: string;
  /** Mean of act'(z): 0.25 at most for sigmoid. */
  readonly slope: number;
  /** Units whose slope is 0 for every row. */
  readonly dead: number;
  /** Mean over the units of the standard deviation of the activation from row to row. */
  readonly spread: number;
  /** Euclidean norm of the gradient of the mean cost with respect to the layer's weights. */
  readonly gradientNorm: number;
  readonly weightNorm: number;
}

/** What the network does with at most 512 rows, and what the same network does with LeCun-scaled weights. */
export interface Activity {
  readonly rows: number;
  readonly layers: readonly LayerActivity[];
  readonly cost: number;
  readonly correct: number;
  /** Largest absolute input, as the network takes it. */
  readonly largestInput: number;
  /** Outputs that have slope 0 for every row. */
  readonly deadOutputs: readonly number[];
  readonly scaled: { readonly cost: number; readonly slopes: readonly number[] };
}

/** Flatness, dead units, spread and gradients layer by layer, in float64. */
export const activity: Measure<Activity> = {
  name: "activity",
  async take(measuring) {
    const { network, ...batch } = await measuring.get(networkRows);
    const { spec, parameters } = network;
    const layers = forward(network, batch);
    const slope = gradient(network, batch);
    const twin = Network.create({ ...spec, initialisation: "lecun-normal" });
    const twinLayers = forward(twin, batch);
    const last = layers.at(-1) as LayerPass;
    const answers = largest(last.a, last.units);
    return {
      rows: batch.count,
      layers: layers.map((layer) => ({
        layer: layer.number,
        activation: network.layers[layer.number - 1].activation,
        ...figures(layer, batch, slope, parameters),
      })),
      cost: meanCost(spec, layers, batch),
      correct: answers.reduce((sum, answer, row) => sum + (answer === batch.targets[row] ? 1 : 0), 0),
      largestInput: batch.inputs.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      deadOutputs: deadUnits(last),
      scaled: { cost: meanCost(spec, twinLayers, batch), slopes: twinLayers.map(({ slopes }) => mean(slopes)) },
    };
  },
};

function figures(layer: LayerPass, batch: Batch, slope: Float64Array, parameters: Float32Array) {
  const { units, slopes, weightsAt, biasesAt } = layer;
  return {
    units,
    slope: mean(slopes),
    dead: deadUnits(layer).length,
    spread: spreadOf(layer, batch.count),
    gradientNorm: norm(slope, weightsAt, biasesAt),
    weightNorm: norm(parameters, weightsAt, biasesAt),
  };
}

function deadUnits({ units, outputs, slopes }: LayerPass): number[] {
  const alive = new Uint8Array(units);
  const places = outputs / units;
  for (let i = 0; i < slopes.length; i++) if (slopes[i] !== 0) alive[Math.floor((i % outputs) / places)] = 1;
  return Array.from(alive.keys()).filter((u) => alive[u] === 0);
}

function spreadOf({ outputs, a }: LayerPass, count: number): number {
  let sum = 0;
  for (let u = 0; u < outputs; u++) {
    let [first, second] = [0, 0];
    for (let row = 0; row < count; row++) {
      const value = a[row * outputs + u] - a[u];
      first += value;
      second += value * value;
    }
    sum += Math.sqrt(Math.max(0, second / count - (first / count) * (first / count)));
  }
  return sum / outputs;
}

function mean(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function norm(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}
