import { type NetworkSpec, shapeLayers } from "../../network/index.ts";
import type { Bounded } from "./bounded.ts";
import type { ReferenceBatch } from "./gradient.ts";
import { forward, type PassOptions } from "./layers.ts";

/** The outputs of every row; with `statistics` those of an answer. */
export function referenceAnswers(
  spec: NetworkSpec,
  inputs: readonly Float64Array[],
  options: PassOptions,
): readonly Bounded[] {
  return forward(shapeLayers(spec), inputs, options).at(-1)!.a;
}

/** What the batch norms find in a mini-batch, as `Network.statistics` has it: means, then variances (divided by count − 1). */
export function batchStatistics(spec: NetworkSpec, parameters: Bounded, batch: ReferenceBatch): Bounded {
  const layers = shapeLayers(spec);
  const values = new Float64Array(layers.at(-1)!.statistics[1]);
  const errors = values.slice();
  forward(layers, batch.inputs, { ...batch, parameters }).forEach(({ moments = [] }, l) => {
    const { statistics, input } = layers[l]!;
    const count = batch.inputs.length * input.height * input.width;
    const unbiased = count / (count - 1);
    moments.forEach(({ mean, variance }, c) => {
      const [m, v] = [statistics[0] + c, statistics[0] + moments.length + c];
      [values[m], errors[m]] = mean;
      [values[v], errors[v]] = [unbiased * variance[0], unbiased * variance[1]];
    });
  });
  return { values, errors };
}
