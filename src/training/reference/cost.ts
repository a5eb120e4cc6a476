import { exp, log } from "../../core/math.ts";
import { type ActivationName, COSTS, type CostName } from "../../network/index.ts";
import { sloped } from "./activate.ts";
import { type Bounded, KERNEL_ERRORS, ROUNDING, roundings, SLACK } from "./bounded.ts";

/** The output layer's answer to one row. */
export interface Answer {
  readonly activation: ActivationName;
  readonly z: Bounded;
  readonly a: Bounded;
  readonly label: number;
  /** Share of the target that is spread over all outputs. */
  readonly smoothing: number;
}

/** y of unit u: 1 for the label's and 0 for the others, smoothed. */
function target({ a, label, smoothing }: Answer, u: number): number {
  return (1 - smoothing) * (u === label ? 1 : 0) + smoothing / a.values.length;
}

/** Where 1 − a has lost this share of its digits, the cost is taken from z. */
const NEARLY_1 = 0.999;
const NEARLY_0 = 1e-300;

/**
 * C(a, y) of one row, by the formula of src/network/costs; where an output is so near 0 or 1 that 1 − a or ln a has no digits
 * left, by the same formula of z: Σ max(z, 0) − y·z + ln(1 + e^−|z|), and ln Σ e^z − Σ y·z.
 */
export function costOf(cost: CostName, answer: Answer): number {
  const { z, a } = answer;
  const y = Array.from(a.values, (_, u) => target(answer, u));
  const lost = a.values.some((value) => value > NEARLY_1 || value < NEARLY_0);
  if (cost === "quadratic" || !lost) return COSTS[cost].value([...a.values], y);
  if (cost === "cross-entropy") {
    return z.values.reduce(
      (sum, value, u) => sum + Math.max(value, 0) - y[u]! * value + log(1 + exp(-Math.abs(value))),
      0,
    );
  }
  const highest = z.values.reduce((a, b) => Math.max(a, b));
  const below = z.values.reduce((sum, value, u) => sum + y[u]! * (highest - value), 0);
  return log(z.values.reduce((sum, value) => sum + exp(value - highest), 0)) + below;
}

/** ∂C/∂z of one row: (a − y)·act′(z) for the quadratic cost; the others cancel their activation's slope and have a − y. */
export function outputDelta(cost: CostName, answer: Answer): Bounded {
  const { activation, z, a } = answer;
  const values = a.values.map((value, u) => value - target(answer, u));
  const residual = { values, errors: a.errors.map((e) => e + ROUNDING) };
  if (cost !== "quadratic" || activation === "softmax") return residual;
  return sloped(activation, residual, z, a);
}

/** How far a float32 computation of the cost of one row may be from `cost`. */
export function costError(name: CostName, answer: Answer, cost: number): number {
  const { z, a } = answer;
  const sum = (terms: Float64Array) => terms.reduce((x, y) => x + y, 0);
  const most = (terms: Float64Array) => terms.reduce((x, y) => Math.max(x, Math.abs(y)), 0);
  const moved = {
    // Σ|r|·e
    quadratic: () =>
      sum(
        a.errors.map((e, u) => {
          const r = a.values[u]! - target(answer, u);
          return (Math.abs(r) + e + ROUNDING) * (e + ROUNDING);
        }),
      ),
    // |∂C/∂z| ≤ 1; the kernels' ln(1 + e) has 2⁻²², as exp has
    "cross-entropy": () =>
      sum(z.values.map((value, u) => z.errors[u]! + 2 * KERNEL_ERRORS.exp + 3 * ROUNDING * (Math.abs(value) + 1))),
    // ln Σ exp z and z_y move by at most the largest error
    "log-likelihood": () => 2 * most(z.errors) + 2 * KERNEL_ERRORS.exp + 2 * ROUNDING * most(z.values) + 1e-9,
  }[name]();
  return SLACK * moved + roundings(a.values.length + 4) * (cost + 1);
}
