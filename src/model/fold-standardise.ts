import { usageError } from "../core/errors.ts";
import { Network } from "../network/index.ts";

/**
 * The same network for programs that only divide their inputs: mean and deviation of the columns become part of the first dense
 * layer, w′ = w / deviation and b′ = b − Σ w · mean / deviation, in float64, rounded to float32 once.
 *
 * @returns the network itself where it does not standardise
 * @throws MyelinError EXPORT_UNFIT where the first layer is none that can take them
 */
export function withoutStandardise(network: Network): Network {
  const { standardise, ...input } = network.spec.input;
  if (standardise === undefined) return network;
  const [first] = network.layers;
  if (first?.kind !== "dense") {
    const sentence =
      "The network standardises its inputs in front of a layer that is not dense, which the export cannot say";
    throw usageError("EXPORT_UNFIT", `${sentence}: train it with --divide-by 1 on data that are scaled already.`);
  }
  const { mean, deviation } = standardise;
  const copy = new Network({ ...network.spec, input }, network.parameters.slice(), network.statistics.slice());
  const [weights, biases] = [copy.weights(first.number), copy.biases(first.number)];
  for (let unit = 0; unit < biases.length; unit++) {
    let bias = biases[unit]!;
    for (let i = 0; i < mean.length; i++) {
      const at = unit * mean.length + i;
      const weight = weights[at]! / deviation[i]!;
      bias -= weight * mean[i]!;
      weights[at] = weight;
    }
    biases[unit] = bias;
  }
  return copy;
}
