import type { CostName } from "../network/index.ts";
import { type Compile, type Op, rowsAt } from "./op.ts";
import { outputOf } from "./plan.ts";
import type { SetPlan } from "./set-plan.ts";
import { type Stage, touches } from "./stage.ts";

/** a = act(z) of the output layer, into the thread's own buffer. */
export function answerStage(on: Compile): Stage {
  const { plan, kernels, share, c } = on;
  const output = outputOf(plan);
  const answers = plan.answers[share.index]!;
  const z = rowsAt(output, on);
  const activate = {
    sigmoid: kernels.f32_activate_sigmoid,
    tanh: kernels.f32_activate_tanh,
    relu: kernels.f32_activate_relu,
    "leaky-relu": kernels.f32_activate_leaky_relu,
    linear: kernels.f32_activate_linear,
    softmax: kernels.f32_activate_softmax,
  }[output.slope.activation];
  return {
    op: () => activate(z(), answers, output.stride, c.batch, output.numbers),
    reads: [{ outputs: output.outputs, part: "all" }],
  };
}

/**
 * Residual a − y of the output layer, and the cost of the mini-batch; each thread for itself.
 *
 * @param training whether targets are smoothed, and the residual becomes the output's delta
 */
export function costStages(set: SetPlan, on: Compile, training: boolean): Stage[] {
  const { plan, kernels, share, c } = on;
  const output = outputOf(plan);
  const { stride, numbers: units } = output;
  const residual = output.delta![share.index]!;
  const z = rowsAt(output, on);
  const smoothing = training ? plan.spec.update.labelSmoothing : 0;
  const [hit, miss] = [Math.fround(1 - smoothing + smoothing / units), Math.fround(smoothing / units)];
  const costs: Record<CostName, Op> = {
    quadratic: () => {
      c.cost = kernels.f32_cost_quadratic(residual, stride, c.batch, units);
    },
    "cross-entropy": () => {
      c.cost = kernels.f32_cost_cross_entropy(z(), set.labels, c.order, stride, c.batch, units, hit, miss);
    },
    "log-likelihood": () => {
      c.cost = kernels.f32_cost_log_likelihood(z(), set.labels, c.order, stride, c.batch, units, hit, miss);
    },
  };
  const answers = plan.answers[share.index]!;
  const subtract = () =>
    kernels.f32_residual(answers, set.labels, c.order, residual, stride, c.batch, units, hit, miss);
  const slope = training ? slopeOp(on) : undefined;
  const ops: Op[] = [subtract, costs[plan.spec.cost], ...(slope ? [slope] : [])];
  const reads = [{ outputs: output.outputs, part: "all" as const }];
  return ops.map((op) => ({ op, reads, writes: touches(output.delta, "all") }));
}

/** The quadratic cost's delta is (a − y)·act'(z); the other costs cancel their activation's slope and have a − y. */
function slopeOp({ plan, kernels, share, c }: Compile): Op | undefined {
  const output = outputOf(plan);
  const { activation } = output.slope;
  if (plan.spec.cost !== "quadratic" || activation === "linear" || activation === "softmax") return undefined;
  const slope = {
    sigmoid: kernels.f32_slope_sigmoid,
    tanh: kernels.f32_slope_tanh,
    relu: kernels.f32_slope_relu,
    "leaky-relu": kernels.f32_slope_leaky_relu,
  }[activation];
  return () => slope(plan.answers[share.index]!, output.delta![share.index]!, output.stride, c.batch, output.numbers);
}
