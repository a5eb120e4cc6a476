import type { Kernels } from "./kernel-table.ts";
import { type LayerPlan, panelRange } from "./layer-plan.ts";
import type { Op, Share, StepContext } from "./op.ts";
import type { Plan } from "./plan.ts";

/** Deltas of the hidden layers, last to first; a thread computes those of its own units. */
export function deltaOps(plan: Plan, kernels: Kernels, share: Share, c: StepContext, meet: Op): Op[] {
  const ops: Op[] = [];
  for (let l = plan.layers.length - 1; l > 0; l--) {
    const upper = plan.layers[l]!;
    const lower = plan.layers[l - 1]!;
    ops.push(...layerDelta(plan, upper, lower, kernels, share, c));
    // The next delta needs all of this one where threads share it; and the upper weights may not change before all have read them.
    const needed = lower.split && l > 1;
    if (share.active > 1 && (needed || upper.split)) ops.push(meet);
  }
  return ops;
}

/** δ = (Wᵀδ of the layer above) · act'(a), and where units fell away nothing goes back. */
function layerDelta(
  plan: Plan,
  upper: LayerPlan,
  lower: LayerPlan,
  kernels: Kernels,
  share: Share,
  c: StepContext,
): Op[] {
  const t = share.index;
  const [from, to] = panelRange(lower, t, share.active);
  const kernel = inputGradientOf(kernels, lower);
  const [e, w, d, scratch] = [upper.delta[t]!, upper.weights[t]!, lower.delta[t]!, plan.scratch[t]!];
  const [even, odd] = lower.dropout
    ? [lower.dropout.whole[t]!, lower.dropout.whole[t]!]
    : [lower.outputs[0][t]!, lower.outputs[1][t]!];
  const { stride: eStride, units, panelBytes, inputs } = upper;
  const { stride } = lower;
  const gradient: Op = () => {
    const a = c.parity === 0 ? even : odd;
    kernel(e, eStride, c.batch, units, w, panelBytes, inputs, from, to, a, d, stride, scratch);
  };
  if (!lower.dropout) return [gradient];
  const mask = lower.dropout.mask[t]!;
  return [gradient, () => kernels.f32_multiply_p16(d, mask, d, stride, c.batch, from, to)];
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
