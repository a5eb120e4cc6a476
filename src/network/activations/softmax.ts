import { exp } from "../../core/math.ts";

/**
 * aᵤ = exp(zᵤ − max z) / Σᵥ exp(zᵥ − max z): an activation of a whole output layer. Nielsen, chapter 3.
 *
 * @param z the layer's weighted inputs, one a unit
 * @returns as many numbers, which add up to 1
 */
export function softmax(z: readonly number[]): number[] {
  const highest = z.reduce((a, b) => Math.max(a, b));
  const powers = z.map((value) => exp(value - highest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
