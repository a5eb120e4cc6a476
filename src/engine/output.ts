import type { CostName } from "../network/index.ts";
import type { Kernels } from "./kernel-table.ts";
import type { Op, Share, StepContext } from "./op.ts";
import type { Plan } from "./plan.ts";
import type { SetPlan } from "./set-plan.ts";

/**
 * Residual a − y of the output layer, and the cost of the mini-batch; each thread for itself.
 *
 * @param smoothing share of each target that is spread over all outputs; 0 in evaluations
 */
export function costOps(
  plan: Plan,
  set: SetPlan,
  kernels: Kernels,
  { index: t }: Share,
  c: StepContext,
  smoothing: number,
): Op[] {
  const layer = plan.layers.at(-1)!;
  const { stride, units } = layer;
  const off = Math.fround(smoothing / units);
  const on = Math.fround(1 - smoothing + smoothing / units);
  const residual = layer.delta[t]!;
  const z = () => layer.outputs[c.parity][t]!;
  const costs: Record<CostName, Op> = {
    quadratic: () => {
      c.cost = kernels.f32_cost_quadratic(residual, stride, c.batch, units);
    },
    "cross-entropy": () => {
      c.cost = kernels.f32_cost_cross_entropy(z(), set.labels, c.order, stride, c.batch, units, on, off);
    },
    "log-likelihood": () => {
      c.cost = kernels.f32_cost_log_likelihood(z(), set.labels, c.order, stride, c.batch, units, on, off);
    },
  };
  const subtract = () =>
    kernels.f32_residual(plan.answers[t]!, set.labels, c.order, residual, stride, c.batch, units, on, off);
  return [subtract, costs[plan.spec.cost]];
}

/** The quadratic cost's delta is (a − y)·act'(z); the other costs cancel their activation's slope and have a − y. */
export function slopeOps(plan: Plan, kernels: Kernels, { index: t }: Share, c: StepContext): Op[] {
  const layer = plan.layers.at(-1)!;
  if (plan.spec.cost !== "quadratic" || layer.activation === "linear" || layer.activation === "softmax") return [];
  const slope = {
    sigmoid: kernels.f32_slope_sigmoid,
    tanh: kernels.f32_slope_tanh,
    relu: kernels.f32_slope_relu,
    "leaky-relu": kernels.f32_slope_leaky_relu,
  }[layer.activation];
  return [() => slope(plan.answers[t]!, layer.delta[t]!, layer.stride, c.batch, layer.units)];
}
