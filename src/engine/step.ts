import { forwardOps, inputOps } from "./forward.ts";
import { isSparse } from "./input-form.ts";
import type { Kernels } from "./kernel-table.ts";
import { costOps, slopeOps } from "./output.ts";
import { type LayerPlan, type Plan, panelRange, type SetPlan } from "./plan.ts";

/** The numbers that differ from step to step; the calls of a compiled list read them. */
export interface StepContext {
  /** Address of the mini-batch's row numbers. */
  order: number;
  /** Rows of the mini-batch. */
  batch: number;
  parity: 0 | 1;
  /** −η/m: what a delta is multiplied by on its way into the weights. */
  factor: number;
  /** 1 − ηλ/n: what a weight is multiplied by. */
  keep: number;
  /** The sparse first layer's weights are scale · what is stored: so that the decay need not touch every weight. */
  scale: number;
  /** Cost summed over the mini-batch, before the update. */
  cost: number;
  /** True when another thread did not come to a barrier. */
  lost: boolean;
}

/** One kernel call with its addresses filled in. */
export type Op = () => void;

/** Which part of the work: thread `index` of `active`; a single one meets nobody. */
export interface Share {
  readonly index: number;
  readonly active: number;
}

/**
 * One step of training as the short list of kernel calls that this thread makes: forward pass, deltas from the last layer to
 * the first, then all updates in place. Barriers stand where a thread needs what another has computed, and before weights
 * change that another may still read.
 */
export function compileStep(plan: Plan, set: SetPlan, kernels: Kernels, share: Share, c: StepContext): Op[] {
  const meet = barrierOp(plan, kernels, share, c);
  return [
    ...inputOps(plan, set, kernels, share, c),
    ...forwardOps(plan, kernels, share, c, meet),
    ...costOps(plan, set, kernels, share, c),
    ...slopeOps(plan, kernels, share, c),
    ...deltaOps(plan, kernels, share, c, meet),
    ...updateOps(plan, kernels, share, c),
  ];
}

export function newContext(): StepContext {
  return { order: 0, batch: 0, parity: 0, factor: 0, keep: 1, scale: 1, cost: 0, lost: false };
}

function barrierOp(plan: Plan, kernels: Kernels, share: Share, c: StepContext): Op {
  return () => {
    if (!c.lost) c.lost = kernels.barrier_wait(plan.control.barrier, share.active) !== 0;
  };
}

/** Deltas of the hidden layers, last to first; a thread computes those of its own units. */
function deltaOps(plan: Plan, kernels: Kernels, share: Share, c: StepContext, meet: Op): Op[] {
  const ops: Op[] = [];
  const t = share.index;
  for (let l = plan.layers.length - 1; l > 0; l--) {
    const upper = plan.layers[l]!;
    const lower = plan.layers[l - 1]!;
    const [from, to] = panelRange(lower, t, share.active);
    const gradient = inputGradientOf(kernels, lower);
    const [e, w, d, scratch] = [upper.delta[t]!, upper.weights[t]!, lower.delta[t]!, plan.scratch[t]!];
    const [even, odd] = [lower.outputs[0][t]!, lower.outputs[1][t]!];
    ops.push(() =>
      gradient(
        e,
        upper.stride,
        c.batch,
        upper.units,
        w,
        upper.panelBytes,
        upper.inputs,
        from,
        to,
        c.parity === 0 ? even : odd,
        d,
        lower.stride,
        scratch,
      ),
    );
    // The next delta needs all of this one where threads share it; and the upper weights may not change before all have read them.
    const needed = lower.split && l > 1;
    if (share.active > 1 && (needed || upper.split)) ops.push(meet);
  }
  return ops;
}

function inputGradientOf(kernels: Kernels, layer: LayerPlan): Kernels["f32_input_gradient_sigmoid_p16"] {
  return {
    sigmoid: kernels.f32_input_gradient_sigmoid_p16,
    tanh: kernels.f32_input_gradient_tanh_p16,
    relu: kernels.f32_input_gradient_relu_p16,
    "leaky-relu": kernels.f32_input_gradient_leaky_relu_p16,
    linear: kernels.f32_input_gradient_linear_p16,
    softmax: kernels.f32_input_gradient_linear_p16,
  }[layer.activation];
}

/** W ← keep·W − η/m · Σ x·δ and b ← b − η/m · Σ δ in place, for the thread's own units. */
function updateOps(plan: Plan, kernels: Kernels, share: Share, c: StepContext): Op[] {
  const t = share.index;
  return plan.layers.flatMap((layer, l): Op[] => {
    const [from, to] = panelRange(layer, t, share.active);
    const [w, b, d] = [layer.weights[t]!, layer.biases[t]!, layer.delta[t]!];
    const bias: Op = () => kernels.f32_sum_rows_p16(d, layer.stride, c.batch, b, from, to, c.factor);
    if (l === 0 && isSparse(plan.spec.form)) return [bias, sparseUpdate(plan, kernels, c, t, [from, to])];
    const [even, odd, stride] = inputsOf(plan, l, t);
    const dense: Op = () =>
      kernels.f32_outer_dense_p16(
        c.parity === 0 ? even : odd,
        stride,
        c.batch,
        layer.inputs,
        d,
        layer.stride,
        w,
        layer.panelBytes,
        from,
        to,
        layer.units,
        c.keep,
        c.factor,
      );
    return [bias, dense];
  });
}

/** The decay goes into the scale; what is stored then moves by factor / scale. */
function sparseUpdate(
  plan: Plan,
  kernels: Kernels,
  c: StepContext,
  t: number,
  [from, to]: readonly [number, number],
): Op {
  const { stride, panelBytes, weights, delta } = plan.layers[0]!;
  const [x, counts, w, d] = [plan.x[t]!, plan.xCounts[t]!, weights[t]!, delta[t]!];
  return () => {
    c.scale = Math.fround(c.scale * c.keep);
    const factor = Math.fround(c.factor / c.scale);
    kernels.f32_outer_sparse_p16(x, plan.xStride, counts, c.batch, d, stride, w, panelBytes, from, to, factor);
  };
}

/** Addresses (even, odd step) and row stride of what goes into layer l. */
function inputsOf(plan: Plan, l: number, t: number): readonly [even: number, odd: number, stride: number] {
  if (l === 0) return [plan.x[t]!, plan.x[t]!, plan.xStride];
  const below = plan.layers[l - 1]!;
  return [below.outputs[0][t]!, below.outputs[1][t]!, below.stride];
}
