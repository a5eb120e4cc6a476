/** The two costs of the book. Each has the cost of one example, `fn`, and the error of the output layer, `delta`. */

export interface Cost {
  /** C for output activations a and desired output y. */
  fn(a: Float64Array, y: Float64Array): number;
  /** δᴸ = ∂C/∂z in the output layer, from its weighted input z and activation a (BP1). */
  delta(z: Float64Array, a: Float64Array, y: Float64Array): Float64Array;
}

/** Chapter 1: C = ½‖y − a‖², δᴸ = (a − y) ⊙ σ′(z). */
export const QuadraticCost: Cost = {
  fn: (a, y) => 0.5 * a.reduce((sum, activation, j) => sum + (activation - y[j]) ** 2, 0),
  delta: (z, a, y) => a.map((activation, j) => (activation - y[j]) * sigmoidPrime(z[j])),
};

/** Chapter 3: C = −Σ [y ln a + (1 − y) ln(1 − a)], δᴸ = a − y: the slope of σ is gone, and with it the slow start. */
export const CrossEntropyCost: Cost = {
  fn: (a, y) =>
    a.reduce((sum, activation, j) => {
      const target = y[j];
      return sum + finite(-target * Math.log(activation) - (1 - target) * Math.log(1 - activation));
    }, 0),
  delta: (_z, a, y) => a.map((activation, j) => activation - y[j]),
};

/** 0 · ln 0 is NaN where it should be 0, and −ln 0 is infinite: as NumPy's `nan_to_num`, 0 and the largest number. */
function finite(x: number): number {
  return Number.isNaN(x) ? 0 : Math.min(x, Number.MAX_VALUE);
}

/** σ(z) = 1/(1 + e⁻ᶻ) */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** σ′(z) = σ(z)·(1 − σ(z)) */
export function sigmoidPrime(z: number): number {
  return sigmoid(z) * (1 - sigmoid(z));
}
