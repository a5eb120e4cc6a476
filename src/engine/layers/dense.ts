import type { ActivationName, ShapedLayerOf } from "../../network/index.ts";
import { LINE } from "../arena.ts";
import { countsAt } from "../input.ts";
import { isSparse } from "../input-form.ts";
import type { Kernels } from "../kernel-table.ts";
import type { LayerPlan } from "../layer-plan.ts";
import { type Compile, type Op, rowPart, rowsAt } from "../op.ts";
import { type ParameterBuffers, type ParameterPlan, planParameters } from "../parameters.ts";
import { PANEL, panelRange, partOf, planSignal } from "../signal.ts";
import { type Stage, touches } from "../stage.ts";
import { packDense, unpackDense } from "./dense-packing.ts";
import type { LayerKind, Place } from "./kind.ts";

/** Layers with fewer weights are computed whole by every thread: cheaper than a barrier. */
const SPLIT_FROM_WEIGHTS = 8192;
/** Below 2⁻²⁰ the scale is multiplied into the weights, so that what is stored stays within the range of float32. */
const SMALLEST_SCALE = 1 / 1_048_576;

/** act(W·x + b). Weights lie in panels of 16 units, [panel][input][16], inputs as they are stored; biases [panel][16]. */
export interface DensePlan extends LayerPlan {
  readonly kind: "dense";
  readonly units: number;
  readonly activation: ActivationName;
  readonly parameters: ParameterPlan;
  /** True where the input is rows of nonzero pixels; and the weights are then scale · what is stored. */
  readonly sparse: boolean;
  readonly last: boolean;
}

export const dense: LayerKind<DensePlan> = {
  plan: planDense,
  readsSparse: () => true,
  forward: forwardDense,
  backward: backwardDense,
  learning: { gradient: gradientDense, inPlace: inPlaceDense, maxNorm: maxNormDense, pack: packDense, unpack: unpackDense }, // biome-ignore format: short
};

function planDense(layer: ShapedLayerOf<"dense">, { room, spec, input, first, last }: Place): DensePlan {
  const { activation } = layer;
  const units = layer.output.channels;
  const panels = Math.ceil(units / PANEL);
  const split = room.threads > 1 && panels > 1 && input.numbers * units >= SPLIT_FROM_WEIGHTS;
  const shape = {
    canonical: { weights: layer.biases - layer.weights, biases: layer.end - layer.biases },
    weights: { count: panels, bytes: input.numbers * LINE },
    biases: { count: panels, bytes: LINE },
    split,
    penalised: true,
  };
  const parameters = planParameters(room, shape, spec.update, false);
  const output = planSignal(room, {
    volume: layer.output,
    division: split ? "panels" : "own",
    activation,
    delta: last ? "own" : "divided",
  });
  room.needScratch(panels * PANEL * LINE);
  return { kind: "dense", units, activation, parameters, input, output, last, sparse: first && isSparse(spec.form) };
}

function forwardDense(layer: DensePlan, on: Compile): Stage[] {
  const { kernels, c, share } = on;
  const { input, output, parameters } = layer;
  const t = share.index;
  const [from, to] = panelRange(output, share);
  const panelBytes = parameters.weights.bytes;
  const [w, b] = [parameters.values.weights[t]!, parameters.values.biases[t]!];
  // The costs need the output layer's z itself; its act(z) is made of it behind the last layer.
  const activation = layer.last ? "linear" : layer.activation;
  const [x, out] = [rowsAt(input, on), rowsAt(output, on)];
  const { stride } = output;
  const counts = countsAt(on);
  const [sparse, whole] = [affineSparseOf(kernels, activation), affineDenseOf(kernels, activation)];
  const op: Op = layer.sparse
    ? () => sparse(x(), input.stride, counts, c.batch, w, panelBytes, from, to, b, scaleOf(on), out(), stride)
    : () => whole(x(), input.stride, c.batch, input.numbers, w, panelBytes, from, to, b, out(), stride);
  return [
    {
      op,
      reads: [{ outputs: input.outputs, part: "all" }, ...ownParameters(parameters.values)],
      writes: [{ outputs: output.outputs, part: "panels" }],
    },
  ];
}

/** What sums over sparse entries are multiplied by: entries are pixels as they are, and stored weights may be scaled. */
function scaleOf({ c, plan }: Compile): number {
  return Math.fround(c.scale / plan.spec.divideBy);
}

function ownParameters({ weights, biases }: ParameterBuffers) {
  return [...touches(weights, "pieces"), ...touches(biases, "pieces")];
}

/** δ of the input = (Wᵀδ) · act'(its output), for the part of it that is this thread's. */
function backwardDense(layer: DensePlan, on: Compile): Stage[] {
  const { kernels, share, plan } = on;
  const { input, output, parameters, units } = layer;
  if (!input.delta) return [];
  const t = share.index;
  const [from, to] = panelRange(input, share);
  const { first, count } = rowPart(input, on);
  const kernel = inputGradientOf(kernels, input.slope.activation);
  const e = output.delta![t]! + first * output.stride;
  const d = input.delta[t]! + first * input.stride;
  const a = rowsAt(input.slope, on);
  const [w, scratch] = [parameters.values.weights[t]!, plan.scratch[t]!];
  const { bytes } = parameters.weights;
  const { stride, numbers } = input;
  const skipped = first * stride;
  const op: Op = () =>
    kernel(e, output.stride, count(), units, w, bytes, numbers, from, to, a() + skipped, d, stride, scratch);
  return [
    {
      op,
      reads: [
        ...touches(output.delta, "all"),
        ...touches(parameters.values.weights, "all"),
        { outputs: input.slope.outputs, part: partOf(input) },
      ],
      writes: touches(input.delta, partOf(input)),
    },
  ];
}

/** W ← keep·W − η/m · Σ x·δ and b ← b − η/m · Σ δ, keep = 1 − η·λ/n. */
function inPlaceDense(layer: DensePlan, on: Compile): Stage[] {
  const { plan, c } = on;
  const factor = () => Math.fround(-c.rate / c.batch);
  const keep = () => Math.fround(1 - c.rate * plan.spec.update.l2);
  const { values } = layer.parameters;
  const outer = outerOf(layer, on, values);
  const bias = biasOf(layer, on, values);
  const fold = foldOf(layer, on);
  // The decay goes into the scale, and what is stored moves by factor / scale: no weight is touched that has no input.
  const sparse: Op = () => {
    c.scale = Math.fround(c.scale * keep());
    if (c.scale < SMALLEST_SCALE) fold();
    outer(Math.fround(factor() / (c.scale * plan.spec.divideBy)), 1);
  };
  const weights: Op = layer.sparse ? sparse : () => outer(factor(), keep());
  return [learningStage(layer, values, () => bias(factor())), learningStage(layer, values, weights)];
}

/** W ← scale·W for the thread's own units, which nobody else reads during a step: an outer product of no rows. */
function foldOf({ output, input, parameters, units }: DensePlan, { kernels, share, c }: Compile): Op {
  const t = share.index;
  const [from, to] = panelRange(output, share);
  const { stride } = output;
  const [d, w] = [output.delta![t]!, parameters.values.weights[t]!];
  const { bytes } = parameters.weights;
  return () => {
    kernels.f32_outer_dense_p16(d, stride, 0, input.numbers, d, stride, w, bytes, from, to, units, c.scale, 0);
    c.scale = 1;
  };
}

function gradientDense(layer: DensePlan, on: Compile): Stage[] {
  const { plan, kernels, share, c } = on;
  const { parameters, output, sparse } = layer;
  const gradient = parameters.gradient!;
  const t = share.index;
  const [from, to] = panelRange(output, share);
  const { bytes } = parameters.weights;
  const [w, b] = [gradient.weights[t]! + from * bytes, gradient.biases[t]! + from * LINE];
  const outer = outerOf(layer, on, gradient);
  const bias = biasOf(layer, on, gradient);
  const mean = () => Math.fround(1 / c.batch);
  const op: Op = () => {
    kernels.f32_clear(b, (to - from) * PANEL);
    if (sparse) kernels.f32_clear(w, ((to - from) * bytes) / 4);
    bias(mean());
    if (sparse) outer(Math.fround(1 / (c.batch * plan.spec.divideBy)), 1);
    else outer(mean(), 0);
  };
  return [learningStage(layer, gradient, op)];
}

/** A stage that reads the input and the thread's part of the delta, and adds to its part of `target`. */
function learningStage({ input, output }: DensePlan, target: ParameterBuffers, op: Op): Stage {
  return {
    op,
    reads: [{ outputs: input.outputs, part: "all" }, ...touches(output.delta, "panels")],
    writes: ownParameters(target),
  };
}

/** The outer product of the layer's input and delta, added to `target`. */
function outerOf(
  { input, output, parameters, units, sparse }: DensePlan,
  on: Compile,
  target: ParameterBuffers,
): (factor: number, keep: number) => void {
  const { kernels, c, share } = on;
  const t = share.index;
  const [from, to] = panelRange(output, share);
  const [d, w] = [output.delta![t]!, target.weights[t]!];
  const { bytes } = parameters.weights;
  const { stride } = output;
  const x = rowsAt(input, on);
  if (sparse) {
    const counts = countsAt(on);
    return (factor) =>
      kernels.f32_outer_sparse_p16(x(), input.stride, counts, c.batch, d, stride, w, bytes, from, to, factor);
  }
  const { stride: xStride, numbers } = input;
  return (factor, keep) =>
    kernels.f32_outer_dense_p16(x(), xStride, c.batch, numbers, d, stride, w, bytes, from, to, units, keep, factor);
}

/** The sum of the deltas, added to the biases of `target`. */
function biasOf(
  { output }: DensePlan,
  { kernels, c, share }: Compile,
  target: ParameterBuffers,
): (factor: number) => void {
  const [from, to] = panelRange(output, share);
  const [d, b] = [output.delta![share.index]!, target.biases[share.index]!];
  return (factor) => kernels.f32_sum_rows_p16(d, output.stride, c.batch, b, from, to, factor);
}

function maxNormDense({ input, output, parameters }: DensePlan, { kernels, share }: Compile, most: number): Stage[] {
  const [from, to] = panelRange(output, share);
  const w = parameters.values.weights[share.index]!;
  const { bytes } = parameters.weights;
  return [
    {
      op: () => kernels.f32_max_norm_p16(w, bytes, input.numbers, from, to, most),
      writes: touches(parameters.values.weights, "pieces"),
    },
  ];
}

function inputGradientOf(kernels: Kernels, activation: ActivationName): Kernels["f32_input_gradient_sigmoid_p16"] {
  return {
    sigmoid: kernels.f32_input_gradient_sigmoid_p16,
    tanh: kernels.f32_input_gradient_tanh_p16,
    relu: kernels.f32_input_gradient_relu_p16,
    "leaky-relu": kernels.f32_input_gradient_leaky_relu_p16,
    linear: kernels.f32_input_gradient_linear_p16,
    softmax: kernels.f32_input_gradient_linear_p16,
  }[activation];
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
