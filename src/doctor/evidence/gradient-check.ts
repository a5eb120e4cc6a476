import { Network, type ShapedLayer } from "../../network/index.ts";
import type { GradientFunction } from "../input.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { networkRows } from "./network-rows.ts";
import { type Batch, forward, meanCost } from "./pass.ts";
import { theirs } from "./theirs.ts";
import { weightedLayers } from "./weights.ts";

export interface LayerGradient {
  /** From 1. */
  readonly layer: number;
  /** ‖given − numeric‖ / max(‖given‖, ‖numeric‖) over the parameters that were looked at. */
  readonly error: number;
  /** r of the least-squares fit given = r·numeric; 1 where it is right. */
  readonly ratio: number;
  /** What is left of the given gradient beside r·numeric, as a share of it: 0 for a mere factor. */
  readonly rest: number;
  readonly checked: number;
  readonly zero: boolean;
  /** False where some of the given values are NaN or infinite; the error is 1 then. */
  readonly finite: boolean;
}

export interface GradientCheck {
  readonly rows: number;
  readonly layers: readonly LayerGradient[];
  /** Gradient of a batch that holds every row twice, over that of the batch: 1 for a mean, 2 for a sum. */
  readonly doubled: number;
  /** True where the gradient of the batch is that of its last row alone. */
  readonly lastRowOnly: boolean;
}

const ROWS = 5;
const PER_LAYER = 24;
const STEP = 1e-5;

/** Somebody's gradient against central differences of the cost in float64, on 5 rows and 24 parameters a layer. */
export const gradientCheck: Measure<GradientCheck> = {
  name: "gradient check",
  async take(measuring) {
    const given = measuring.case.gradient;
    if (given === undefined) throw new NotMeasured("there is no gradient function");
    const { network, ...all } = await measuring.get(networkRows);
    const batch = distinctRows(all);
    // At a tame point: saturated units have slopes too small to be compared.
    const tame = Network.create({ ...network.spec, initialisation: "lecun-normal" });
    const parameters = Float64Array.from(tame.parameters);
    const call = (part: Batch) => ask(given, parameters, part);
    const whole = await call(batch);
    const twice = await call(join(batch, batch));
    const last = await call(part(batch, batch.count - 1));
    const layers = weightedLayers(tame).map((layer) => {
      const places = sampled(layer, batch);
      const numeric = places.map((at) => difference(tame, parameters, batch, at));
      return {
        layer: layer.number,
        ...compare(
          places.map((at) => whole[at]),
          numeric,
        ),
      };
    });
    return {
      rows: batch.count,
      layers,
      doubled: norm(twice) / Math.max(1e-300, norm(whole)),
      lastRowOnly: batch.count > 1 && distance(whole, last) < 1e-6 * norm(last),
    };
  },
};

async function ask(given: GradientFunction, parameters: Float64Array, batch: Batch): Promise<Float64Array> {
  const call = () => given(parameters.slice(), batch.inputs.slice(), [...batch.targets]);
  const found = Float64Array.from(await theirs("gradient", call));
  if (found.length !== parameters.length)
    throw new NotMeasured(`the gradient has ${found.length} numbers, the network ${parameters.length} parameters`);
  return found;
}

/** Rows with different classes, as far as there are such. */
function distinctRows(all: Batch): Batch {
  const chosen: number[] = [];
  for (let row = 0; row < all.count && chosen.length < ROWS; row++) {
    const target = all.targets[row];
    if (target >= 0 && !chosen.some((other) => all.targets[other] === target)) chosen.push(row);
  }
  if (chosen.length === 0) throw new NotMeasured("there are no rows that the network could learn");
  return chosen.map((row) => part(all, row)).reduce(join);
}

function part({ inputs, targets, count }: Batch, row: number): Batch {
  const size = inputs.length / count;
  return {
    count: 1,
    inputs: inputs.slice(row * size, (row + 1) * size),
    targets: targets.slice(row, row + 1),
  };
}

function join(a: Batch, b: Batch): Batch {
  return {
    count: a.count + b.count,
    inputs: Float64Array.of(...a.inputs, ...b.inputs),
    targets: Int32Array.of(...a.targets, ...b.targets),
  };
}

/** Weights whose input is not always 0, spread over the layer, and the first biases. */
function sampled({ kind, number, weights: weightsAt, biases: biasesAt, end }: ShapedLayer, batch: Batch) {
  const units = end - biasesAt;
  const inputs = (biasesAt - weightsAt) / units;
  const first = number === 1 && kind === "dense";
  const live = Array.from({ length: inputs }, (_, k) => k).filter((k) => !first || used(batch, k, inputs));
  const places: number[] = [];
  const total = live.length * units;
  const wanted = Math.min(total, PER_LAYER - 4);
  for (let i = 0; i < wanted; i++) {
    const at = Math.floor((i * total) / wanted);
    places.push(weightsAt + Math.floor(at / live.length) * inputs + live[at % live.length]);
  }
  for (let u = 0; u < Math.min(units, 4); u++) places.push(biasesAt + u);
  return places;
}

function used({ inputs, count }: Batch, k: number, size: number): boolean {
  for (let row = 0; row < count; row++) if (inputs[row * size + k] !== 0) return true;
  return false;
}

/** (C(w + ε) − C(w − ε)) / 2ε */
function difference(network: Network, parameters: Float64Array, batch: Batch, at: number): number {
  const moved = parameters.slice();
  const cost = (value: number) => {
    moved[at] = value;
    return meanCost(network.spec, forward({ ...network, parameters: moved }, batch), batch);
  };
  return (cost(parameters[at] + STEP) - cost(parameters[at] - STEP)) / (2 * STEP);
}

function compare(given: readonly number[], numeric: readonly number[]): Omit<LayerGradient, "layer"> {
  const [size, truth] = [norm(given), norm(numeric)];
  const checked = given.length;
  if (size * 0 !== 0) return { error: 1, ratio: 0, rest: 1, checked, zero: false, finite: false };
  const dot = given.reduce((sum, value, i) => sum + value * numeric[i], 0);
  const ratio = truth === 0 ? 1 : dot / (truth * truth);
  const rest = norm(given.map((value, i) => value - ratio * numeric[i]));
  return {
    error: distance(given, numeric) / Math.max(size, truth, 1e-12),
    ratio,
    rest: size === 0 ? 0 : rest / size,
    checked,
    zero: size === 0 && truth > 1e-9,
    finite: true,
  };
}

function norm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return Math.sqrt(sum);
}
