import { inputOf } from "./forward.ts";
import { isSparse } from "./input-form.ts";
import type { Kernels } from "./kernel-table.ts";
import { type LayerPlan, PANEL, type ParameterBuffers, panelRange } from "./layer-plan.ts";
import type { Op, Share, StepContext } from "./op.ts";
import { optimizerOp } from "./optimizer.ts";
import type { Plan } from "./plan.ts";
import { isInPlace } from "./update-spec.ts";

/** Below 2⁻²⁰ the scale is multiplied into the weights, so that what is stored stays within the range of float32. */
const SMALLEST_SCALE = 1 / 1_048_576;

/** The update of every layer, for the thread's own units. */
export function updateOps(plan: Plan, kernels: Kernels, share: Share, c: StepContext, meet: Op): Op[] {
  const { update } = plan.spec;
  const layers = plan.layers.map((_, l) => l);
  if (isInPlace(update)) return layers.flatMap((l) => inPlaceOps(plan, l, kernels, share, c));
  return [
    ...layers.flatMap((l) => gradientOps(plan, l, kernels, share, c)),
    ...(update.clipNorm > 0 ? clipOps(plan, kernels, share, c, meet) : []),
    ...plan.layers.flatMap((layer) => stepOps(plan, layer, kernels, share, c)),
  ];
}

/** W ← keep·W − η/m · Σ x·δ and b ← b − η/m · Σ δ, keep = 1 − η·λ/n. */
function inPlaceOps(plan: Plan, l: number, kernels: Kernels, share: Share, c: StepContext): Op[] {
  const layer = plan.layers[l]!;
  const factor = () => Math.fround(-c.rate / c.batch);
  const keep = () => Math.fround(1 - c.rate * plan.spec.update.l2);
  const outer = outerOp(plan, l, kernels, share, c, layer);
  const bias = sumOp(layer, kernels, share, c, layer);
  if (l > 0 || !isSparse(plan.spec.form)) return [() => bias(factor()), () => outer(factor(), keep())];
  // The decay goes into the scale, and what is stored moves by factor / scale: no weight is touched that has no input.
  const fold = foldOp(layer, kernels, share, c);
  const sparse: Op = () => {
    c.scale = Math.fround(c.scale * keep());
    if (c.scale < SMALLEST_SCALE) fold();
    outer(Math.fround(factor() / (c.scale * plan.spec.divideBy)), 1);
  };
  return [() => bias(factor()), sparse];
}

/** W ← scale·W for the thread's own units, which nobody else reads during a step: an outer product of no rows. */
function foldOp(layer: LayerPlan, kernels: Kernels, share: Share, c: StepContext): Op {
  const t = share.index;
  const [from, to] = panelRange(layer, t, share.active);
  const { stride, panelBytes, inputs, units } = layer;
  const [d, w] = [layer.delta[t]!, layer.weights[t]!];
  return () => {
    kernels.f32_outer_dense_p16(d, stride, 0, inputs, d, stride, w, panelBytes, from, to, units, c.scale, 0);
    c.scale = 1;
  };
}

/** G ← 1/m · Σ x·δ into the gradient's own buffers. */
function gradientOps(plan: Plan, l: number, kernels: Kernels, share: Share, c: StepContext): Op[] {
  const layer = plan.layers[l]!;
  const gradient = layer.gradient!;
  const t = share.index;
  const [from, to] = panelRange(layer, t, share.active);
  const [w, b] = [gradient.weights[t]! + from * layer.panelBytes, gradient.biases[t]! + 4 * PANEL * from];
  const outer = outerOp(plan, l, kernels, share, c, gradient);
  const bias = sumOp(layer, kernels, share, c, gradient);
  const mean = () => Math.fround(1 / c.batch);
  const clear: Op[] = [() => kernels.f32_clear(b, (to - from) * PANEL)];
  const sparse = l === 0 && isSparse(plan.spec.form);
  if (sparse) clear.push(() => kernels.f32_clear(w, ((to - from) * layer.panelBytes) / 4));
  return [
    ...clear,
    () => bias(mean()),
    () => (sparse ? outer(Math.fround(1 / (c.batch * plan.spec.divideBy)), 1) : outer(mean(), 0)),
  ];
}

/** The outer product of the layer's input and delta, added to `target`. */
function outerOp(
  plan: Plan,
  l: number,
  kernels: Kernels,
  share: Share,
  c: StepContext,
  target: ParameterBuffers,
): (factor: number, keep: number) => void {
  const layer = plan.layers[l]!;
  const t = share.index;
  const [from, to] = panelRange(layer, t, share.active);
  const { stride, panelBytes, inputs, units } = layer;
  const [d, w] = [layer.delta[t]!, target.weights[t]!];
  const xStride = plan.input.stride;
  if (l === 0 && isSparse(plan.spec.form)) {
    return (factor) =>
      kernels.f32_outer_sparse_p16(c.x, xStride, c.counts, c.batch, d, stride, w, panelBytes, from, to, factor);
  }
  const below = plan.layers[l - 1];
  const input = inputOf(below, t, c);
  const belowStride = below?.stride ?? xStride;
  return (factor, keep) => {
    kernels.f32_outer_dense_p16(
      input(),
      belowStride,
      c.batch,
      inputs,
      d,
      stride,
      w,
      panelBytes,
      from,
      to,
      units,
      keep,
      factor,
    );
  };
}

/** The sum of the deltas, added to the biases of `target`. */
function sumOp(
  layer: LayerPlan,
  kernels: Kernels,
  share: Share,
  c: StepContext,
  target: ParameterBuffers,
): (factor: number) => void {
  const t = share.index;
  const [from, to] = panelRange(layer, t, share.active);
  const [d, b] = [layer.delta[t]!, target.biases[t]!];
  return (factor) => kernels.f32_sum_rows_p16(d, layer.stride, c.batch, b, from, to, factor);
}

/** clip = min(1, clipNorm / ‖g‖) over all layers: squares panel by panel, added in the same order by every thread. */
function clipOps(plan: Plan, kernels: Kernels, share: Share, c: StepContext, meet: Op): Op[] {
  const t = share.index;
  const squares = plan.layers.flatMap((layer) => squareOps(layer, kernels, share));
  const clip: Op = () => {
    let total = 0;
    for (const layer of plan.layers) total += kernels.f64_sum(layer.squares[t]!, 2 * layer.panels);
    c.clip = Math.fround(Math.min(1, plan.spec.update.clipNorm / Math.sqrt(total)));
  };
  return [...squares, ...(share.active > 1 ? [meet] : []), clip];
}

function squareOps(layer: LayerPlan, kernels: Kernels, share: Share): Op[] {
  const t = share.index;
  const [from, to] = panelRange(layer, t, share.active);
  const [w, b, target] = [layer.gradient!.weights[t]!, layer.gradient!.biases[t]!, layer.squares[t]!];
  const ops: Op[] = [];
  for (let p = from; p < to; p++) {
    ops.push(() => kernels.f32_sum_squares(w + p * layer.panelBytes, layer.panelBytes / 4, target + 16 * p));
    ops.push(() => kernels.f32_sum_squares(b + 4 * PANEL * p, PANEL, target + 16 * p + 8));
  }
  return ops;
}

/** Penalties, the optimizer's step and max-norm for the thread's own units. Biases are not penalised. */
function stepOps(plan: Plan, layer: LayerPlan, kernels: Kernels, share: Share, c: StepContext): Op[] {
  const { update } = plan.spec;
  const t = share.index;
  const [from, to] = panelRange(layer, t, share.active);
  const count = ((to - from) * layer.panelBytes) / 4;
  const weights = (buffers: ParameterBuffers) => buffers.weights[t]! + from * layer.panelBytes;
  const biases = (buffers: ParameterBuffers) => buffers.biases[t]! + 4 * PANEL * from;
  const gradient = layer.gradient!;
  const [l2, l1] = [Math.fround(update.l2), Math.fround(update.l1)];
  const ops: Op[] = [];
  if (l2 > 0 || l1 > 0 || update.clipNorm > 0) {
    ops.push(() => kernels.f32_penalty(weights(layer), weights(gradient), count, c.clip, l2, l1));
    ops.push(() => kernels.f32_penalty(biases(layer), biases(gradient), (to - from) * PANEL, c.clip, 0, 0));
  }
  ops.push(optimizerOp(plan, kernels, c, [layer, gradient, ...layer.memory].map(weights), count, update.weightDecay));
  ops.push(optimizerOp(plan, kernels, c, [layer, gradient, ...layer.memory].map(biases), (to - from) * PANEL, 0));
  if (update.maxNorm > 0) {
    const most = Math.fround(update.maxNorm);
    ops.push(() => kernels.f32_max_norm_p16(layer.weights[t]!, layer.panelBytes, layer.inputs, from, to, most));
  }
  return ops;
}
