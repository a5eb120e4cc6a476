import type { LayerHealth } from "../core/events.ts";
import type { Dataset } from "../dataset/index.ts";
import { ACTIVATIONS, type ActivationName, denseLayers, type NetworkSpec, softmax } from "../network/index.ts";

/** Enough for shares and means; [784, 30, 10] on MNIST then takes about a millisecond, some 1 % of an epoch. */
const ROWS = 64;
/** Multiplications that the measure of a large network may cost, likewise about 1 % of its epoch. */
const MOST_WORK = 20_000_000;

/** How many rows a network of so many parameters is looked at with. */
export function healthRowCount(parameters: number): number {
  return Math.min(ROWS, Math.max(8, Math.floor(MOST_WORK / parameters)));
}

/** Rows spread evenly over a data set, as the network takes them; zeros are left out. */
export interface HealthRows {
  readonly count: number;
  /** Row i has the places indices[starts[i]] … indices[starts[i + 1] − 1], with these values. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** The fixed rows that `layerHealth` looks at; made once a run. @param most at most 512 by the contract of the event */
export function healthRows(data: Dataset, divideBy: number, most: number): HealthRows {
  const count = Math.min(data.count, most);
  const starts = new Int32Array(count + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    const image = data.image(Math.floor((i * data.count) / count));
    image.forEach((pixel, k) => {
      if (pixel === 0) return;
      indices.push(k);
      values.push(Math.fround(pixel / divideBy));
    });
    starts[i + 1] = indices.length;
  }
  return { count, starts, indices: Int32Array.from(indices), values: Float64Array.from(values) };
}

/**
 * How each layer is at the end of an epoch: mean slope of its activation and share of dead units on fixed rows,
 * ‖W_after − W_before‖ / ‖W_before‖ over the epoch, ‖W_after‖. Biases belong to neither norm.
 *
 * @param before canonical parameters at the start of the epoch
 * @param after canonical parameters at its end; the rows are answered by these
 */
export function layerHealth(
  spec: NetworkSpec,
  before: Float32Array,
  after: Float32Array,
  rows: HealthRows,
): LayerHealth[] {
  let inputs = spec.input.shape[0] * spec.input.shape[1];
  let offset = 0;
  let activations: Float64Array | undefined;
  return denseLayers(spec, "The measure of layers").map(({ units, activation }, index) => {
    const end = offset + inputs * units;
    const weights = after.subarray(offset, end);
    const z = weightedInputs(rows, activations, weights, after.subarray(end, end + units), inputs);
    const { slope, dead, answers } = activate(activation, z, rows.count, units);
    const norms = weightNorms(before.subarray(offset, end), weights);
    activations = answers;
    offset = end + units;
    inputs = units;
    return { layer: index + 1, slope, dead, ...norms };
  });
}

/** z[row][unit] = Σ w·x + b; of the first layer (no `previous`) only the nonzero inputs are visited. */
function weightedInputs(
  rows: HealthRows,
  previous: Float64Array | undefined,
  weights: Float32Array,
  biases: Float32Array,
  inputs: number,
): Float64Array {
  const units = biases.length;
  const z = new Float64Array(rows.count * units);
  const { starts, indices, values } = rows;
  for (let row = 0; row < rows.count; row++) {
    for (let u = 0; u < units; u++) {
      let sum = biases[u];
      const base = u * inputs;
      if (previous === undefined)
        for (let i = starts[row]; i < starts[row + 1]; i++) sum += values[i] * weights[base + indices[i]];
      else for (let k = 0; k < inputs; k++) sum += previous[row * inputs + k] * weights[base + k];
      z[row * units + u] = sum;
    }
  }
  return z;
}

/** Activations, their mean slope, and the share of units whose slope is 0 for every row. */
function activate(name: ActivationName, z: Float64Array, count: number, units: number) {
  const answers = new Float64Array(z.length);
  const alive = new Uint8Array(units);
  let slopes = 0;
  for (let row = 0; row < count; row++) {
    const at = row * units;
    if (name === "softmax") answers.set(softmax([...z.subarray(at, at + units)]), at);
    for (let u = 0; u < units; u++) {
      const i = at + u;
      let slope: number;
      if (name === "softmax") slope = answers[i] * (1 - answers[i]);
      else {
        answers[i] = ACTIVATIONS[name].value(z[i]);
        slope = ACTIVATIONS[name].slope(z[i], answers[i]);
      }
      slopes += slope;
      if (slope !== 0) alive[u] = 1;
    }
  }
  const dead = units - alive.reduce((sum, one) => sum + one, 0);
  return { answers, slope: count === 0 ? 0 : slopes / z.length, dead: count === 0 ? 0 : dead / units };
}

function weightNorms(before: Float32Array, after: Float32Array): { updateRatio: number; weightNorm: number } {
  let [change, old, now] = [0, 0, 0];
  for (let i = 0; i < after.length; i++) {
    const difference = after[i] - before[i];
    change += difference * difference;
    old += before[i] * before[i];
    now += after[i] * after[i];
  }
  // From all-zero weights every change is infinitely large; JSON has no infinity, so the new weights are the measure.
  const scale = old > 0 ? old : now;
  return { updateRatio: change === 0 ? 0 : Math.sqrt(change / scale), weightNorm: Math.sqrt(now) };
}
