// Numbers in float64, and beside each how far a float32 computation of it may be off: every sum and product adds its own
// roundings, and the errors of what goes in are carried on to what is made from it.

/** Numbers, and for each the largest error of a float32 computation. */
export interface Bounded {
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

/** Half the distance from 1 to the next float32, 2⁻²⁴: the relative error of one operation. */
export const ROUNDING = 1 / 16_777_216;

/** What is multiplied onto first-order error terms to cover the products of errors, which are neglected. */
export const SLACK = 1.1;

/** Relative error of n roundings, one after the other. */
export function roundings(n: number): number {
  return SLACK * n * ROUNDING;
}

/** Errors that the kernels' exp, sigmoid and tanh promise (kernels/f32_math.ts): 2⁻²² relative, 2⁻²³ absolute, 2⁻²⁰ relative. */
export const KERNEL_ERRORS = {
  exp: 2.384185791015625e-7,
  sigmoid: 1.1920928955078125e-7,
  tanh: 9.5367431640625e-7,
} as const;

/** Smallest normal float32, 2⁻¹²⁶: kernels round smaller results of exp to 0. */
export const SMALLEST = 1.1754943508222875e-38;

/** @param exact whether nothing has been rounded yet */
export function bounded(values: ArrayLike<number>, errors?: ArrayLike<number>): Bounded {
  const made = Float64Array.from(values);
  return { values: made, errors: errors ? Float64Array.from(errors) : new Float64Array(made.length) };
}
