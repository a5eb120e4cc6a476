import type { ShapedLayerOf } from "../../network/index.ts";
import { type Bounded, ROUNDING, roundings, SLACK } from "./bounded.ts";
import { activatedPass, type Backward, type LayerPass, type Moments, type Number32, type Rows } from "./rows.ts";

/** What a batch norm needs beside what comes in. */
export interface Normalising {
  readonly parameters: Bounded;
  /** Running means and variances of all layers: of an answer. In training those of the mini-batch are taken. */
  readonly statistics?: ArrayLike<number>;
}

/** z = γ·x̂ + β, x̂ = (x − μ)/√(σ² + ε), a channel at a time; a = act(z). */
export function batchNormPass(
  layer: ShapedLayerOf<"batch-norm">,
  { parameters, statistics }: Normalising,
  x: Rows,
): LayerPass {
  const { channels, height, width } = layer.input;
  const area = height * width;
  const moments = Array.from({ length: channels }, (_, c) =>
    statistics ? running(layer, statistics, c) : ofBatch(layer, x, c),
  );
  const hat = x.map((row) => map(row, (value, i) => normalised(value, moments[Math.floor(i / area)]!)));
  const parameter = (from: number, c: number): Number32 => [parameters.values[from + c]!, parameters.errors[from + c]!];
  const z = hat.map((row) =>
    map(row, (value, i) => {
      const c = Math.floor(i / area);
      return plus(times(value, parameter(layer.weights, c)), parameter(layer.biases, c));
    }),
  );
  const fromZ: Backward = (delta, sums) => {
    const count = delta.length * area;
    const fed = delta.map((row) => map(row, ([d, e]) => [d, e]));
    for (let c = 0; c < channels; c++) {
      const [b, g] = [sumOf(delta, c, area), sumOf(product(delta, hat), c, area)];
      addTo(sums, layer.biases + c, b);
      addTo(sums, layer.weights + c, g);
      const factor = times(parameter(layer.weights, c), moments[c]!.inverse);
      const share = (sum: Sum): Number32 => (statistics ? [0, 0] : [sum.value / count, sum.error / count]);
      const [meanB, meanG] = [share(b), share(g)];
      fed.forEach((row, m) => {
        for (let i = c * area; i < (c + 1) * area; i++) {
          const less = plus(meanB, times(at(hat[m]!, i), meanG));
          const [value, error] = times(factor, plus(at(delta[m]!, i), [-less[0], less[1]]));
          row.values[i] = value;
          row.errors[i] = error;
        }
      });
    }
    return fed;
  };
  return { ...activatedPass(layer.activation, z, fromZ), moments };
}

const at = ({ values, errors }: Bounded, i: number): Number32 => [values[i]!, errors[i]!];

function map(row: Bounded, of: (value: Number32, i: number) => Number32): Bounded {
  const made = Array.from(row.values, (_, i) => of(at(row, i), i));
  return { values: Float64Array.from(made, ([value]) => value), errors: Float64Array.from(made, ([, error]) => error) };
}

function times([x, e]: Number32, [y, f]: Number32): Number32 {
  return [x * y, SLACK * (Math.abs(x) * f + Math.abs(y) * e + e * f) + 2 * ROUNDING * Math.abs(x * y)];
}

function plus([x, e]: Number32, [y, f]: Number32): Number32 {
  return [x + y, e + f + 2 * ROUNDING * (Math.abs(x) + Math.abs(y))];
}

const normalised = (value: Number32, { mean, inverse }: Moments) => times(plus(value, [-mean[0], mean[1]]), inverse);

interface Sum {
  readonly value: number;
  readonly size: number;
  readonly error: number;
}

/** Σ over all rows and places of a channel. */
function sumOf(rows: Rows, c: number, area: number): Sum {
  let [value, size, error] = [0, 0, 0];
  for (const row of rows)
    for (let i = c * area; i < (c + 1) * area; i++) {
      value += row.values[i]!;
      size += Math.abs(row.values[i]!);
      error += row.errors[i]!;
    }
  return { value, size, error: error + roundings(rows.length * area + 2) * size };
}

const product = (left: Rows, right: Rows) =>
  left.map((row, m) => map(row, (value, i) => times(value, at(right[m]!, i))));

function addTo(sums: Parameters<Backward>[1], i: number, { value, size, error }: Sum): void {
  sums.values[i]! += value;
  sums.sizes[i]! += size;
  sums.errors[i]! += error;
}

function running(layer: ShapedLayerOf<"batch-norm">, statistics: ArrayLike<number>, c: number): Moments {
  const [from] = layer.statistics;
  const variance = statistics[from + layer.input.channels + c]!;
  return { mean: [statistics[from + c]!, 0], variance: [variance, 0], inverse: inverseOf([variance, 0], layer) };
}

/** Mean and variance (divided by the count) over all rows and places. */
function ofBatch(layer: ShapedLayerOf<"batch-norm">, x: Rows, c: number): Moments {
  const area = layer.input.height * layer.input.width;
  const count = x.length * area;
  const sum = sumOf(x, c, area);
  const mean: Number32 = [sum.value / count, sum.error / count];
  const squares = x.map((row) =>
    map(row, (value) => {
      const from = plus(value, [-mean[0], mean[1]]);
      return times(from, from);
    }),
  );
  const around = sumOf(squares, c, area);
  const variance: Number32 = [around.value / count, around.error / count];
  return { mean, variance, inverse: inverseOf(variance, layer) };
}

/** The slope of 1/√(v + ε) is −½·(v + ε)^(−3/2), steeper where float32 has a smaller v. */
function inverseOf([variance, error]: Number32, { spec }: ShapedLayerOf<"batch-norm">): Number32 {
  const value = 1 / Math.sqrt(variance + spec.epsilon);
  const highest = 1 / Math.sqrt(Math.max(variance - error, 0) + spec.epsilon);
  return [value, highest - value + 4 * ROUNDING * highest];
}
