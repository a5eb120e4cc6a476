import { answerRow, COSTS, type Network, type NetworkSpec, slopesOf } from "../../network/index.ts";
import { bounded, referenceGradient } from "../../training/reference/index.ts";

/** What goes through a network: rows as it takes them (divided, channel by channel), and the output that is right for each (−1: none). */
export interface Batch {
  readonly count: number;
  /** (count, inputs) */
  readonly inputs: Float64Array;
  readonly targets: Int32Array;
}

/** A network with parameters of any type. */
export type PassNetwork = Pick<Network, "spec" | "layers" | "statistics"> & { readonly parameters: ArrayLike<number> };

/** What the rows became in a layer that has parameters. */
export interface LayerPass {
  /** From 1. */
  readonly number: number;
  /** Units, of a picture filters: those that have weights of their own. */
  readonly units: number;
  readonly inputs: number;
  /** Values that go out for a row: units, each at all its places. */
  readonly outputs: number;
  /** (count, outputs): activations, slopes act'(z). */
  readonly a: Float64Array;
  readonly slopes: Float64Array;
  /** Where the layer's weights and biases stand in the canonical parameters. */
  readonly weightsAt: number;
  readonly biasesAt: number;
}

/** The rows in float64, as an answer; the layers that have parameters are kept. */
export function forward(network: PassNetwork, { inputs, count }: Batch): LayerPass[] {
  const passes = network.layers.map((layer): LayerPass => {
    const { number, outputs, weights: weightsAt, biases: biasesAt } = layer;
    const [a, slopes] = [new Float64Array(count * outputs), new Float64Array(count * outputs)];
    return { number, units: layer.output.channels, inputs: layer.inputs, outputs, a, slopes, weightsAt, biasesAt };
  });
  const size = count === 0 ? 0 : inputs.length / count;
  for (let row = 0; row < count; row++) {
    answerRow(network, inputs.subarray(row * size, (row + 1) * size)).forEach((answer, l) => {
      const { a, slopes, outputs } = passes[l];
      a.set(answer.a, row * outputs);
      slopes.set(slopesOf(network.layers[l], answer), row * outputs);
    });
  }
  return passes.filter((_, l) => network.layers[l].end > network.layers[l].weights);
}

/** Mean cost over the rows that have a target. */
export function meanCost(spec: NetworkSpec, layers: readonly LayerPass[], batch: Batch): number {
  const { units, a } = layers.at(-1) as LayerPass;
  let [sum, counted] = [0, 0];
  batch.targets.forEach((target, row) => {
    if (target < 0) return;
    const answer = [...a.subarray(row * units, (row + 1) * units)];
    sum += COSTS[spec.cost].value(answer, oneHot(target, units));
    counted++;
  });
  return counted === 0 ? Number.NaN : sum / counted;
}

/** Gradient of the mean cost over the rows that have a target, by backpropagation in float64. */
export function gradient(
  { spec, parameters, statistics }: PassNetwork,
  { inputs, targets, count }: Batch,
): Float64Array {
  const size = count === 0 ? 0 : inputs.length / count;
  const rows = Array.from(targets.keys()).filter((row) => targets[row] >= 0);
  if (rows.length === 0) return new Float64Array(parameters.length);
  const batch = {
    inputs: rows.map((row) => inputs.subarray(row * size, (row + 1) * size)),
    labels: rows.map((row) => targets[row]),
    statistics,
    l2: 0,
    l1: 0,
  };
  return referenceGradient(spec, bounded(parameters), batch).gradient.values;
}

function oneHot(target: number, units: number): number[] {
  return Array.from({ length: units }, (_, u) => (u === target ? 1 : 0));
}

/** Place of the first largest output of each row. */
export function largest(scores: ArrayLike<number>, width: number): Int32Array {
  return Int32Array.from({ length: Math.trunc(scores.length / width) }, (_, row) => {
    let best = 0;
    for (let k = 1; k < width; k++) if (scores[row * width + k] > scores[row * width + best]) best = k;
    return best;
  });
}
