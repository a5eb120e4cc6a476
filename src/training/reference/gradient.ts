import { type NetworkSpec, type ShapedLayer, shapeLayers } from "../../network/index.ts";
import { type Bounded, ROUNDING, roundings, SLACK } from "./bounded.ts";
import { type Answer, costError, costOf, outputDelta } from "./cost.ts";
import { forward } from "./layers.ts";
import type { Masks } from "./masks.ts";
import type { LayerPass, Sums } from "./rows.ts";

/** A mini-batch and what its cost is made of. */
export interface ReferenceBatch {
  /** Rows as they go in: pixel / divideBy, channel by channel, each row by row. */
  readonly inputs: readonly Float64Array[];
  readonly labels: ArrayLike<number>;
  /** Share of each target that is spread over all outputs; none by default. */
  readonly smoothing?: number;
  /** λ/n of the book's penalties: ½·l2·Σw² + l1·Σ|w| over the weights of dense layers and convolutions. */
  readonly l2: number;
  readonly l1: number;
  /** Held while the parameters move; none without dropout. */
  readonly masks?: Masks;
  /** Running means and variances, as an answer has them; without it batch norms take those of the mini-batch. */
  readonly statistics?: ArrayLike<number>;
}

/** The gradient of a mini-batch, and how far a float32 computation may be from it. */
export interface ReferenceGradient {
  /** Mean cost of the rows, without penalties. */
  readonly cost: number;
  readonly costError: number;
  /** Penalties included, canonical order. */
  readonly gradient: Bounded;
  /** Sum of the absolute values of what was added up to each number: what its roundings are relative to. */
  readonly sizes: Float64Array;
}

/**
 * The mean cost of the rows plus penalties: what training lowers.
 *
 * @returns the cost, and for every kink that was met (relu's z, L1's weights) on which side it was, for every max pool which won
 */
export function referenceCost(spec: NetworkSpec, parameters: Float64Array, batch: ReferenceBatch) {
  const layers = shapeLayers(spec);
  const exact: Bounded = { values: parameters, errors: new Float64Array(parameters.length) };
  const passes = forward(layers, batch.inputs, { ...batch, parameters: exact });
  const rows = batch.inputs.length;
  const sides = passes.flatMap((pass) => pass.sides);
  let cost = 0;
  for (let m = 0; m < rows; m++) cost += costOf(spec.cost, answerOf(layers, passes, batch, m)) / rows;
  for (const { weights, biases } of penalised(layers)) {
    for (let i = weights; i < biases; i++) {
      const w = parameters[i]!;
      cost += 0.5 * batch.l2 * w * w + batch.l1 * Math.abs(w);
      if (batch.l1 > 0) sides.push(w > 0 ? 1 : 0);
    }
  }
  return { cost, sides };
}

/** Backpropagation (Nielsen, chapter 2) in float64. @param parameters canonical; their errors are carried on */
export function referenceGradient(spec: NetworkSpec, parameters: Bounded, batch: ReferenceBatch): ReferenceGradient {
  const layers = shapeLayers(spec);
  const rows = batch.inputs.length;
  const passes = forward(layers, batch.inputs, { ...batch, parameters });
  const answers = batch.inputs.map((_, m) => answerOf(layers, passes, batch, m));
  const costs = answers.map((answer) => costOf(spec.cost, answer));
  const cost = mean(costs);
  const error = mean(answers.map((answer, m) => costError(spec.cost, answer, costs[m]!)));
  const sums = newSums(parameters.values.length);
  let delta = passes.at(-1)!.fromZ(
    answers.map((answer) => outputDelta(spec.cost, answer)),
    sums,
  );
  for (const pass of passes.slice(0, -1).reverse()) delta = pass.backward(delta, sums);
  const values = sums.values.map((sum) => sum / rows);
  const sizes = sums.sizes.map((size) => size / rows);
  const errors = sums.errors.map((e) => (SLACK * e) / rows);
  for (const { weights, end, output } of layers) {
    // A weight of a convolution adds up something at every place.
    const terms = rows * output.height * output.width + 4;
    for (let i = weights; i < end; i++) errors[i]! += roundings(terms) * sizes[i]!;
  }
  addPenalties(layers, parameters, batch, { values, errors, sizes });
  return { cost, costError: error + roundings(4) * cost, gradient: { values, errors }, sizes };
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function newSums(length: number): Sums {
  return { values: new Float64Array(length), errors: new Float64Array(length), sizes: new Float64Array(length) };
}

function answerOf(
  layers: readonly ShapedLayer[],
  passes: readonly LayerPass[],
  { labels, smoothing = 0 }: ReferenceBatch,
  row: number,
): Answer {
  const { z, a } = passes.at(-1)!;
  return { activation: layers.at(-1)!.activation, z: z[row]!, a: a[row]!, label: labels[row]!, smoothing };
}

/** Penalties are on weights; γ of a batch norm is none. */
const penalised = (layers: readonly ShapedLayer[]) => layers.filter(({ kind }) => kind !== "batch-norm");

function addPenalties(
  layers: readonly ShapedLayer[],
  parameters: Bounded,
  { l2, l1 }: ReferenceBatch,
  { values, errors, sizes }: Sums,
): void {
  if (l2 === 0 && l1 === 0) return;
  for (const { weights, biases } of penalised(layers)) {
    for (let i = weights; i < biases; i++) {
      const [w, e] = [parameters.values[i]!, parameters.errors[i]!];
      // Near 0 the computed weight may have the other sign.
      const turned = Math.abs(w) <= e && e > 0 ? 2 * l1 : 0;
      values[i]! += l2 * w + l1 * Math.sign(w);
      sizes[i]! += Math.abs(l2 * w) + l1;
      errors[i]! += SLACK * l2 * e + turned + 4 * ROUNDING * sizes[i]!;
    }
  }
}
