import type { ActivationName } from "../../network/index.ts";
import { countsAt } from "../input.ts";
import type { Kernels } from "../kernel-table.ts";
import { type Compile, type Op, rowPart, rowsAt } from "../op.ts";
import { spanOf } from "../parameters.ts";
import { type Stage, touches } from "../stage.ts";
import {
  type ConvPlan,
  type ConvPoolPlan,
  convReads,
  forwardWeights,
  gradientWrites,
  inputGradientReads,
  inputPart,
  inputRows,
  pixelReads,
  pixels,
  rowSpan,
} from "./conv-plan.ts";
import { winnersAt } from "./max-pool.ts";

/** The unpooled values never reach the memory. */
export function forwardPooled(layer: ConvPlan, pool: ConvPoolPlan, on: Compile): Stage[] {
  const { kernels, share, plan } = on;
  const { input, output, parameters, record } = layer;
  const t = share.index;
  const { first, count } = rowPart(output, on);
  const [x, out] = [rowsAt(input, on), rowsAt(output, on)];
  const [w, b, scratch] = [forwardWeights(layer, on), parameters.values.biases[t]!, plan.scratch[t]!];
  const [stride, skipped, made] = [input.stride, first * input.stride, first * output.stride];
  const [sparse, whole] = [sparseOf(kernels, layer.activation), convOf(kernels, layer.activation)];
  const counts = countsAt(on) + 4 * first;
  const scale = Math.fround(1 / plan.spec.divideBy);
  const won = winnersAt(pool.winners, on) + first * pool.winners.stride;
  const wonStride = pool.winners.stride;
  const tiled = winogradOf(kernels, layer.activation);
  const q = pool.record;
  const ops: Record<"sparse" | "winograd" | "whole", Op> = {
    sparse: () => sparse(record, q, x() + skipped, stride, counts, count(), w, b, scale, out() + made, output.stride, won, wonStride, scratch),
    winograd: () => tiled(record, x() + skipped, stride, count(), w, b, out() + made, output.stride, won, wonStride, scratch),
    whole: () => whole(record, q, x() + skipped, stride, count(), w, b, out() + made, output.stride, won, wonStride, scratch),
  }; // biome-ignore format: one call a line
  const op = ops[layer.scattered ? "sparse" : layer.winograd ? "winograd" : "whole"];
  return [
    {
      op,
      reads: convReads(layer),
      writes: [{ outputs: output.outputs, part: "rows" }, ...touches(pool.winners.rows, "rows")],
    },
  ];
}

/** Lists of what is alive, for the thread's images. */
export function listStage({ record, output }: ConvPlan, pool: ConvPoolPlan, on: Compile): Stage[] {
  const { kernels, share } = on;
  const t = share.index;
  const { first, count } = rowPart(output, on);
  const { winners, listStride } = pool;
  const e = output.delta![t]! + first * output.stride;
  const won = winners.rows[t]! + first * winners.stride;
  const lists = pool.lists[t]! + first * listStride;
  const counts = pool.counts[t]! + first * countBytes(pool);
  const a = rowsAt(output, on);
  const { stride } = output;
  return [
    {
      // Whoever wrote the deltas has multiplied them by the slope.
      op: () =>
        kernels.f32_alive_linear(
          record,
          pool.record,
          e,
          a() + first * stride,
          stride,
          won,
          winners.stride,
          count(),
          lists,
          listStride,
          counts,
        ),
      reads: [...touches(output.delta, "rows"), ...touches(winners.rows, "rows")],
      writes: [...touches(pool.lists, "rows"), ...touches(pool.counts, "rows")],
    },
  ];
}

function countBytes({ shape }: ConvPoolPlan): number {
  return 4 * shape.channels;
}

export function inputGradientPooled(layer: ConvPlan, pool: ConvPoolPlan, on: Compile): Stage[] {
  const { kernels, share, plan } = on;
  const { input, record, turned } = layer;
  if (!input.delta || !turned) return [];
  const t = share.index;
  const { first, count } = inputRows(input, on);
  const kernel = inputGradientOf(kernels, input.slope.activation);
  const { listStride, listBytes } = pool;
  const lists = pool.lists[t]! + first * listStride;
  const counts = pool.counts[t]! + first * countBytes(pool);
  const d = input.delta[t]! + first * input.stride;
  const a = rowsAt(input.slope, on);
  const [w, scratch, skipped] = [turned[t]!, plan.scratch[t]!, first * input.stride];
  const part = inputPart(input);
  return [
    {
      op: () =>
        kernel(record, count(), lists, listStride, listBytes, counts, w, a() + skipped, d, input.stride, scratch),
      reads: inputGradientReads(layer, [...touches(pool.lists, part), ...touches(pool.counts, part)]),
      writes: touches(input.delta, part),
    },
  ];
}

export function gradientPooled(layer: ConvPlan, pool: ConvPoolPlan, on: Compile): Stage[] {
  const { kernels, share, plan, c } = on;
  const { parameters, record } = layer;
  const t = share.index;
  const { from, to } = rowSpan(layer.shape, parameters, share);
  const b = spanOf(parameters.biases, parameters.split, share);
  const { weights, biases } = parameters.gradient!;
  const [w, target, scratch] = [weights[t]!, biases[t]!, plan.scratch[t]!];
  const [lists, counts, listStride, bytes] = [pool.lists[t]!, pool.counts[t]!, pool.listStride, pool.listBytes];
  const { x, stride, divisor, stages } = pixels(layer, on);
  const bias = kernels.f32_conv_bias_gradient_alive;
  const weight = kernels.f32_conv_weight_gradient_alive;
  const op: Op = () => {
    const mean = Math.fround(1 / (c.batch * divisor));
    weight(record, x(), stride, c.batch, lists, listStride, bytes, counts, w, from, to, mean, scratch);
    bias(record, c.batch, lists, listStride, bytes, counts, target, b.from, b.to, Math.fround(1 / c.batch));
  };
  const read = [...touches(pool.lists, "all"), ...touches(pool.counts, "all")];
  return [...stages, { op, reads: [...pixelReads(layer), ...read], writes: gradientWrites(layer) }];
}

function winogradOf(kernels: Kernels, activation: ActivationName): Kernels["f32_conv_winograd_max_pool_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_winograd_max_pool_sigmoid,
    tanh: kernels.f32_conv_winograd_max_pool_tanh,
    relu: kernels.f32_conv_winograd_max_pool_relu,
    "leaky-relu": kernels.f32_conv_winograd_max_pool_leaky_relu,
    linear: kernels.f32_conv_winograd_max_pool_linear,
    softmax: kernels.f32_conv_winograd_max_pool_linear,
  }[activation];
}

function convOf(kernels: Kernels, activation: ActivationName): Kernels["f32_conv_max_pool_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_max_pool_sigmoid,
    tanh: kernels.f32_conv_max_pool_tanh,
    relu: kernels.f32_conv_max_pool_relu,
    "leaky-relu": kernels.f32_conv_max_pool_leaky_relu,
    linear: kernels.f32_conv_max_pool_linear,
    softmax: kernels.f32_conv_max_pool_linear,
  }[activation];
}

function sparseOf(kernels: Kernels, activation: ActivationName): Kernels["f32_conv_sparse_max_pool_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_sparse_max_pool_sigmoid,
    tanh: kernels.f32_conv_sparse_max_pool_tanh,
    relu: kernels.f32_conv_sparse_max_pool_relu,
    "leaky-relu": kernels.f32_conv_sparse_max_pool_leaky_relu,
    linear: kernels.f32_conv_sparse_max_pool_linear,
    softmax: kernels.f32_conv_sparse_max_pool_linear,
  }[activation];
}

function inputGradientOf(
  kernels: Kernels,
  activation: ActivationName,
): Kernels["f32_conv_input_gradient_alive_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_input_gradient_alive_sigmoid,
    tanh: kernels.f32_conv_input_gradient_alive_tanh,
    relu: kernels.f32_conv_input_gradient_alive_relu,
    "leaky-relu": kernels.f32_conv_input_gradient_alive_leaky_relu,
    linear: kernels.f32_conv_input_gradient_alive_linear,
    softmax: kernels.f32_conv_input_gradient_alive_linear,
  }[activation];
}
