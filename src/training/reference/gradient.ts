import type { NetworkSpec } from "../../network/index.ts";
import { sloped } from "./activate.ts";
import { type Bounded, ROUNDING, roundings, SLACK } from "./bounded.ts";
import { type Answer, costError, costOf, outputDelta } from "./cost.ts";
import { forward, type LayerPass, layersOf, masked, type ReferenceLayer, transposed } from "./layers.ts";
import type { Masks } from "./masks.ts";

/** A mini-batch and what its cost is made of. */
export interface ReferenceBatch {
  /** Rows as they go in: pixel / divideBy. */
  readonly inputs: readonly Float64Array[];
  readonly labels: ArrayLike<number>;
  /** Share of each target that is spread over all outputs; none by default. */
  readonly smoothing?: number;
  /** λ/n of the book's penalties: ½·l2·Σw² + l1·Σ|w| over all weights, not the biases. */
  readonly l2: number;
  readonly l1: number;
  /** Held while the parameters move; none without dropout. */
  readonly masks?: Masks;
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
 * @returns the cost, and for every kink that was met (relu's z of each row, L1's weights) on which side it was
 */
export function referenceCost(spec: NetworkSpec, parameters: Float64Array, batch: ReferenceBatch) {
  const layers = layersOf(spec);
  const exact: Bounded = { values: parameters, errors: new Float64Array(parameters.length) };
  const sides: boolean[] = [];
  let cost = 0;
  batch.inputs.forEach((input, m) => {
    const passes = forward(layers, exact, input, masksOf(batch, layers, m));
    cost += costOf(spec.cost, answerOf(layers, passes, batch, m)) / batch.inputs.length;
    passes.forEach(({ z }, l) => {
      if (hasKink(layers[l]!)) for (const value of z.values) sides.push(value > 0);
    });
  });
  for (const { weights, biases } of layers) {
    for (let i = weights; i < biases; i++) {
      const w = parameters[i]!;
      cost += 0.5 * batch.l2 * w * w + batch.l1 * Math.abs(w);
      if (batch.l1 > 0) sides.push(w > 0);
    }
  }
  return { cost, sides };
}

/** Backpropagation (Nielsen, chapter 2) in float64. @param parameters canonical; their errors are carried on */
export function referenceGradient(spec: NetworkSpec, parameters: Bounded, batch: ReferenceBatch): ReferenceGradient {
  const layers = layersOf(spec);
  const rows = batch.inputs.length;
  const sums = newSums(parameters.values.length);
  let [cost, error] = [0, 0];
  batch.inputs.forEach((input, m) => {
    const passes = forward(layers, parameters, input, masksOf(batch, layers, m));
    const answer = answerOf(layers, passes, batch, m);
    const rowCost = costOf(spec.cost, answer);
    cost += rowCost / rows;
    error += costError(spec.cost, answer, rowCost) / rows;
    let delta = outputDelta(spec.cost, answer);
    for (let l = layers.length - 1; l >= 0; l--) {
      addOuter(sums, layers[l]!, passes[l]!.x, delta);
      if (l > 0) delta = deltaBelow(layers, l, parameters, delta, passes[l - 1]!);
    }
  });
  const values = sums.values.map((sum) => sum / rows);
  const sizes = sums.sizes.map((size) => size / rows);
  const errors = sums.errors.map((e, i) => (SLACK * e) / rows + roundings(rows + 4) * sizes[i]!);
  addPenalties(layers, parameters, batch, { values, errors, sizes });
  return { cost, costError: error + roundings(4) * cost, gradient: { values, errors }, sizes };
}

interface Sums extends Bounded {
  /** Σ|x||δ| */
  readonly sizes: Float64Array;
}

function newSums(length: number): Sums {
  return { values: new Float64Array(length), errors: new Float64Array(length), sizes: new Float64Array(length) };
}

function answerOf(
  layers: readonly ReferenceLayer[],
  passes: readonly LayerPass[],
  { labels, smoothing = 0 }: ReferenceBatch,
  row: number,
): Answer {
  const { z, a } = passes.at(-1)!;
  return { activation: layers.at(-1)!.activation, z, a, label: labels[row]!, smoothing };
}

/** Masks of one row, none for the output layer. */
function masksOf({ masks }: ReferenceBatch, layers: readonly ReferenceLayer[], row: number): Float64Array[] {
  return masks ? layers.slice(0, -1).map((_, l) => masks[l]![row]!) : [];
}

/** δ of the layer below layer l: (Wᵀδ)·act′(z), and nothing where a unit fell away. */
function deltaBelow(
  layers: readonly ReferenceLayer[],
  l: number,
  parameters: Bounded,
  delta: Bounded,
  below: LayerPass,
): Bounded {
  const { activation } = layers[l - 1]!;
  if (activation === "softmax") throw new Error("only the output layer can be softmax");
  return masked(sloped(activation, transposed(layers[l]!, parameters, delta), below.z, below.a), below.mask);
}

/** Adds x·δ to the weights' sums and δ to the biases'. */
function addOuter(sums: Sums, { inputs, units, weights, biases }: ReferenceLayer, x: Bounded, delta: Bounded): void {
  for (let u = 0; u < units; u++) {
    const [d, e] = [delta.values[u]!, delta.errors[u]!];
    for (let k = 0; k < inputs; k++) {
      const i = weights + u * inputs + k;
      const value = x.values[k]!;
      sums.values[i]! += value * d;
      sums.sizes[i]! += Math.abs(value * d);
      sums.errors[i]! += Math.abs(value) * e + x.errors[k]! * (Math.abs(d) + e);
    }
    sums.values[biases + u]! += d;
    sums.sizes[biases + u]! += Math.abs(d);
    sums.errors[biases + u]! += e;
  }
}

function addPenalties(
  layers: readonly ReferenceLayer[],
  parameters: Bounded,
  { l2, l1 }: ReferenceBatch,
  { values, errors, sizes }: Sums,
): void {
  if (l2 === 0 && l1 === 0) return;
  for (const { weights, biases } of layers) {
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

/** True for activations with a slope that jumps. */
function hasKink({ activation }: ReferenceLayer): boolean {
  return activation === "relu" || activation === "leaky-relu";
}
