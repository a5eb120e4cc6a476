import { ACTIVATIONS, type ActivationName, softmax, type UnitActivationName } from "../../network/index.ts";
import { type Bounded, KERNEL_ERRORS, ROUNDING, roundings, SLACK, SMALLEST } from "./bounded.ts";

const largest = (numbers: Float64Array) => numbers.reduce((a, b) => Math.max(a, b));

/** a = act(z) */
export function activated(name: ActivationName, z: Bounded): Bounded {
  if (name === "softmax") return softmaxed(z);
  const { value } = ACTIVATIONS[name];
  const values = z.values.map((z) => value(z));
  return { values, errors: values.map((a, u) => activationError(name, z.values[u]!, z.errors[u]!, a)) };
}

/** |act(z ± e) − a|, and the kernel's own error; |σ″| < 0.1 and |tanh″| < 0.8. */
function activationError(name: UnitActivationName, z: number, e: number, a: number): number {
  const slope = ACTIVATIONS[name].slope(z, a);
  if (name === "sigmoid") return (slope + 0.1 * e) * e + KERNEL_ERRORS.sigmoid;
  if (name === "tanh") return (slope + 0.8 * e) * e + KERNEL_ERRORS.tanh * Math.abs(a);
  return e + ROUNDING * Math.abs(a);
}

/** Exponents z − max are rounded by their own size; each exp, and then the sum, the division. */
function softmaxed(z: Bounded): Bounded {
  const values = Float64Array.from(softmax([...z.values]));
  const spread = largest(z.values) + largest(z.values.map((value) => -value));
  const relative = SLACK * 2 * largest(z.errors) + roundings(values.length + 4 + 2 * spread) + 2 * KERNEL_ERRORS.exp;
  return { values, errors: values.map((a) => a * relative + SMALLEST) };
}

/** d · act′(z) */
export function sloped(name: UnitActivationName, d: Bounded, z: Bounded, a: Bounded): Bounded {
  const slopes = a.values.map((value, u) => ACTIVATIONS[name].slope(z.values[u]!, value));
  const values = d.values.map((value, u) => value * slopes[u]!);
  const errors = values.map((value, u) => {
    const slopeError = errorOfSlope(name, z.values[u]!, z.errors[u]!, a.values[u]!, a.errors[u]!);
    const moved = d.errors[u]! * (Math.abs(slopes[u]!) + slopeError) + Math.abs(d.values[u]!) * slopeError;
    return SLACK * moved + 3 * ROUNDING * Math.abs(value);
  });
  return { values, errors };
}

/** Near the kink of relu, float32 may take the other slope. */
function errorOfSlope(name: UnitActivationName, z: number, zError: number, a: number, aError: number): number {
  const kink = Math.abs(z) <= zError ? 1 : 0;
  return {
    sigmoid: Math.abs(1 - 2 * a) * aError + aError * aError + 3 * ROUNDING,
    tanh: 2 * Math.abs(a) * aError + aError * aError + 3 * ROUNDING,
    relu: kink,
    "leaky-relu": kink + ROUNDING,
    linear: 0,
  }[name];
}
