/** A cost of one example as a formula pair in float64; y is one-hot. */
export interface Cost {
  /** C(a, y) */
  value(a: readonly number[], y: readonly number[]): number;
  /** ∂C/∂aᵤ for every unit u */
  gradient(a: readonly number[], y: readonly number[]): number[];
}
