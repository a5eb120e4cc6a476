import { MyelinError } from "../core/errors.ts";
import type { Network } from "../network/index.ts";

/**
 * The error for a cost or a parameter that is not finite.
 *
 * @param parameters the canonical parameters after the step; the layer named is the first with a number that is not finite,
 *   else the one with the largest weight
 * @param at the epoch (from 1), the steps of it that are done, and the sum of their costs
 */
export function divergence(
  network: Network,
  parameters: Float32Array,
  { epoch, step, costSum: cost }: { readonly epoch: number; readonly step: number; readonly costSum: number },
  learningRate: number,
): MyelinError {
  const layer = suspect(network.sizes, parameters);
  const what = Number.isFinite(cost) ? "the weights left the range of float32" : "the cost is not a finite number";
  return new MyelinError(
    "DIVERGED",
    "diverged",
    `Training diverged: ${what} at epoch ${epoch}, step ${step}, and layer ${layer.number} has ${layer.what}; lower the learning rate, now ${learningRate}, and train again.`,
    { epoch, step, layer: layer.number, learningRate },
  );
}

function suspect(sizes: readonly number[], parameters: Float32Array): { number: number; what: string } {
  let at = 0;
  let largest = { number: 1, value: 0 };
  for (let number = 1; number < sizes.length; number++) {
    const end = at + (sizes[number - 1]! + 1) * sizes[number]!;
    for (; at < end; at++) {
      const value = Math.abs(parameters[at]!);
      if (!Number.isFinite(value)) return { number, what: "weights that are not finite" };
      if (value > largest.value) largest = { number, value };
    }
  }
  return { number: largest.number, what: `the largest weight, ${largest.value.toPrecision(3)}` };
}
