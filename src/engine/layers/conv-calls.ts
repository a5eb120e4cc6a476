import type { ActivationName } from "../../network/index.ts";
import { countsAt } from "../input.ts";
import type { Kernels } from "../kernel-table.ts";
import { type Compile, type Op, rowPart, rowsAt } from "../op.ts";
import { spanOf } from "../parameters.ts";
import { type Stage, touches } from "../stage.ts";
import {
  type ConvPlan,
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

export function forwardConv(layer: ConvPlan, on: Compile): Stage[] {
  const { kernels, share, plan } = on;
  const { input, output, parameters, record } = layer;
  const t = share.index;
  const { first, count } = rowPart(output, on);
  const [x, out] = [rowsAt(input, on), rowsAt(output, on)];
  const [w, b, scratch] = [forwardWeights(layer, on), parameters.values.biases[t]!, plan.scratch[t]!];
  const [stride, skipped, made] = [input.stride, first * input.stride, first * output.stride];
  const sparse = sparseOf(kernels, layer.activation);
  const whole = (layer.winograd ? winogradOf : convOf)(kernels, layer.activation);
  const counts = countsAt(on) + 4 * first;
  const scale = Math.fround(1 / plan.spec.divideBy);
  const op: Op = layer.scattered
    ? () => sparse(record, x() + skipped, stride, counts, count(), w, b, scale, out() + made, output.stride, scratch)
    : () => whole(record, x() + skipped, stride, count(), w, b, out() + made, output.stride, scratch);
  return [{ op, reads: convReads(layer), writes: [{ outputs: output.outputs, part: "rows" }] }];
}

/** δ of the input = (δ ∗ flipped W) · act'(its output), for the images that are this thread's. */
export function inputGradient(layer: ConvPlan, on: Compile): Stage[] {
  const { kernels, share, plan } = on;
  const { input, output, record, turned } = layer;
  if (!input.delta || !turned) return [];
  const t = share.index;
  const { first, count } = inputRows(input, on);
  const back = layer.winograd?.back;
  const kernel = (back ? winogradGradientOf : inputGradientOf)(kernels, input.slope.activation);
  const [e, d] = [output.delta![t]! + first * output.stride, input.delta[t]! + first * input.stride];
  const a = rowsAt(input.slope, on);
  const [w, scratch, skipped] = [(back ?? turned)[t]!, plan.scratch[t]!, first * input.stride];
  return [
    {
      op: () => kernel(record, e, output.stride, count(), w, a() + skipped, d, input.stride, scratch),
      reads: inputGradientReads(layer, touches(output.delta, inputPart(input))),
      writes: touches(input.delta, inputPart(input)),
    },
  ];
}

/** G ← 1/m · Σ over images and positions of patch and δ, for the thread's own rows of the weights. */
export function gradient(layer: ConvPlan, on: Compile): Stage[] {
  const { kernels, share, plan, c } = on;
  const { output, parameters, record } = layer;
  const t = share.index;
  const { from, to } = rowSpan(layer.shape, parameters, share);
  const { weights, biases } = parameters.gradient!;
  const b = spanOf(parameters.biases, parameters.split, share);
  const [d, w, target, scratch] = [output.delta![t]!, weights[t]!, biases[t]!, plan.scratch[t]!];
  const { x, stride, divisor, stages } = pixels(layer, on);
  const op: Op = () => {
    const mean = Math.fround(1 / (c.batch * divisor));
    kernels.f32_conv_weight_gradient(record, x(), stride, c.batch, d, output.stride, w, from, to, mean, scratch);
    const ones = Math.fround(1 / c.batch);
    kernels.f32_conv_bias_gradient(record, d, output.stride, c.batch, target, b.from, b.to, ones);
  };
  return [
    ...stages,
    { op, reads: [...pixelReads(layer), ...touches(output.delta, "all")], writes: gradientWrites(layer) },
  ];
}

function convOf(kernels: Kernels, activation: ActivationName): Kernels["f32_conv_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_sigmoid,
    tanh: kernels.f32_conv_tanh,
    relu: kernels.f32_conv_relu,
    "leaky-relu": kernels.f32_conv_leaky_relu,
    linear: kernels.f32_conv_linear,
    softmax: kernels.f32_conv_linear,
  }[activation];
}

function winogradOf(kernels: Kernels, activation: ActivationName): Kernels["f32_conv_winograd_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_winograd_sigmoid,
    tanh: kernels.f32_conv_winograd_tanh,
    relu: kernels.f32_conv_winograd_relu,
    "leaky-relu": kernels.f32_conv_winograd_leaky_relu,
    linear: kernels.f32_conv_winograd_linear,
    softmax: kernels.f32_conv_winograd_linear,
  }[activation];
}

function winogradGradientOf(
  kernels: Kernels,
  activation: ActivationName,
): Kernels["f32_conv_winograd_input_gradient_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_winograd_input_gradient_sigmoid,
    tanh: kernels.f32_conv_winograd_input_gradient_tanh,
    relu: kernels.f32_conv_winograd_input_gradient_relu,
    "leaky-relu": kernels.f32_conv_winograd_input_gradient_leaky_relu,
    linear: kernels.f32_conv_winograd_input_gradient_linear,
    softmax: kernels.f32_conv_winograd_input_gradient_linear,
  }[activation];
}

function sparseOf(kernels: Kernels, activation: ActivationName): Kernels["f32_conv_sparse_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_sparse_sigmoid,
    tanh: kernels.f32_conv_sparse_tanh,
    relu: kernels.f32_conv_sparse_relu,
    "leaky-relu": kernels.f32_conv_sparse_leaky_relu,
    linear: kernels.f32_conv_sparse_linear,
    softmax: kernels.f32_conv_sparse_linear,
  }[activation];
}

function inputGradientOf(kernels: Kernels, activation: ActivationName): Kernels["f32_conv_input_gradient_sigmoid"] {
  return {
    sigmoid: kernels.f32_conv_input_gradient_sigmoid,
    tanh: kernels.f32_conv_input_gradient_tanh,
    relu: kernels.f32_conv_input_gradient_relu,
    "leaky-relu": kernels.f32_conv_input_gradient_leaky_relu,
    linear: kernels.f32_conv_input_gradient_linear,
    softmax: kernels.f32_conv_input_gradient_linear,
  }[activation];
}
