/** An activation as a formula pair in float64: the definition that kernels, gradient check and documents share. */
export interface Activation {
  /** a = act(z) */
  value(z: number): number;
  /** act'(z), written with a = act(z) as well where that is shorter or more exact. */
  slope(z: number, a: number): number;
}
