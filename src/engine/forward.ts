import type { ActivationName } from "../network/index.ts";
import { isSparse } from "./input-form.ts";
import type { Kernels } from "./kernel-table.ts";
import { type LayerPlan, panelRange } from "./layer-plan.ts";
import type { Op, Share, StepContext } from "./op.ts";
import type { Plan } from "./plan.ts";

/**
 * Layer after layer: outputs of the thread's own units, then a barrier where the next layer needs them all.
 *
 * @param training with dropout; an evaluation uses every unit
 */
export function forwardOps(
  plan: Plan,
  kernels: Kernels,
  share: Share,
  c: StepContext,
  meet: Op,
  training: boolean,
): Op[] {
  const layers = plan.layers.flatMap((layer, l) => [
    ...layerOps(plan, kernels, share, c, l, training),
    ...(layer.split && share.active > 1 ? [meet] : []),
  ]);
  return [...layers, answerOp(plan, kernels, share, c)];
}

function layerOps(plan: Plan, kernels: Kernels, share: Share, c: StepContext, l: number, training: boolean): Op[] {
  const layer = plan.layers[l]!;
  const t = share.index;
  const [even, odd] = [layer.outputs[0][t]!, layer.outputs[1][t]!];
  const out = () => (c.parity === 0 ? even : odd);
  if (!training || !layer.dropout) return [affineOp(plan, kernels, share, c, l, out)];
  const [from, to] = panelRange(layer, t, share.active);
  const [whole, mask] = [layer.dropout.whole[t]!, layer.dropout.mask[t]!];
  return [
    affineOp(plan, kernels, share, c, l, () => whole),
    () => kernels.f32_multiply_p16(whole, mask, out(), layer.stride, c.batch, from, to),
  ];
}

/** act(W·x + b) of one layer into the rows at `out`. */
function affineOp(plan: Plan, kernels: Kernels, share: Share, c: StepContext, l: number, out: () => number): Op {
  const layer = plan.layers[l]!;
  const t = share.index;
  const [from, to] = panelRange(layer, t, share.active);
  const { panelBytes, inputs, stride } = layer;
  const [w, b] = [layer.weights[t]!, layer.biases[t]!];
  // The costs need the output layer's z itself; answerOp makes act(z) of it.
  const activation = l === plan.layers.length - 1 ? "linear" : layer.activation;
  const xStride = plan.input.stride;
  if (l === 0 && isSparse(plan.spec.form)) {
    const kernel = affineSparseOf(kernels, activation);
    return () =>
      kernel(c.x, xStride, c.counts, c.batch, w, panelBytes, from, to, b, sparseScale(c, plan), out(), stride);
  }
  const kernel = affineDenseOf(kernels, activation);
  const below: LayerPlan | undefined = plan.layers[l - 1];
  const input = inputOf(below, t, c);
  const belowStride = below?.stride ?? xStride;
  return () => kernel(input(), belowStride, c.batch, inputs, w, panelBytes, from, to, b, out(), stride);
}

/** Where a layer's input is in this step: the outputs of the layer below, or the mini-batch. */
export function inputOf(below: LayerPlan | undefined, t: number, c: StepContext): () => number {
  if (!below) return () => c.x;
  const [even, odd] = [below.outputs[0][t]!, below.outputs[1][t]!];
  return () => (c.parity === 0 ? even : odd);
}

/** What sums over sparse entries are multiplied by: entries are pixels as they are, and stored weights may be scaled. */
export function sparseScale(c: StepContext, plan: Plan): number {
  return Math.fround(c.scale / plan.spec.divideBy);
}

/** a = act(z) of the output layer, into the thread's own buffer. */
function answerOp(plan: Plan, kernels: Kernels, { index: t }: Share, c: StepContext): Op {
  const layer = plan.layers.at(-1)!;
  const answers = plan.answers[t]!;
  const activate = {
    sigmoid: kernels.f32_activate_sigmoid,
    tanh: kernels.f32_activate_tanh,
    relu: kernels.f32_activate_relu,
    "leaky-relu": kernels.f32_activate_leaky_relu,
    linear: kernels.f32_activate_linear,
    softmax: kernels.f32_activate_softmax,
  }[layer.activation];
  return () => activate(layer.outputs[c.parity][t]!, answers, layer.stride, c.batch, layer.units);
}

function affineSparseOf(kernels: Kernels, activation: ActivationName): Kernels["f32_affine_sparse_sigmoid_p16"] {
  return {
    sigmoid: kernels.f32_affine_sparse_sigmoid_p16,
    tanh: kernels.f32_affine_sparse_tanh_p16,
    relu: kernels.f32_affine_sparse_relu_p16,
    "leaky-relu": kernels.f32_affine_sparse_leaky_relu_p16,
    linear: kernels.f32_affine_sparse_linear_p16,
    softmax: kernels.f32_affine_sparse_linear_p16,
  }[activation];
}

function affineDenseOf(kernels: Kernels, activation: ActivationName): Kernels["f32_affine_dense_sigmoid_p16"] {
  return {
    sigmoid: kernels.f32_affine_dense_sigmoid_p16,
    tanh: kernels.f32_affine_dense_tanh_p16,
    relu: kernels.f32_affine_dense_relu_p16,
    "leaky-relu": kernels.f32_affine_dense_leaky_relu_p16,
    linear: kernels.f32_affine_dense_linear_p16,
    softmax: kernels.f32_affine_dense_linear_p16,
  }[activation];
}
