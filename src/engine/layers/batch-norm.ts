import type { ActivationName, ShapedLayerOf } from "../../network/index.ts";
import { vectors4 } from "../conv-shape.ts";
import type { Kernels } from "../kernel-table.ts";
import type { LayerPlan } from "../layer-plan.ts";
import type { MemoryViews } from "../memory-views.ts";
import { type Compile, rowPart, rowsAt } from "../op.ts";
import { type ParameterBuffers, type ParameterPlan, planParameters } from "../parameters.ts";
import type { Buffer } from "../room.ts";
import { partOf, planSignal } from "../signal.ts";
import { type Part, type Stage, touches } from "../stage.ts";
import type { LayerKind, ParameterPlace, Place } from "./kind.ts";
import { needsChannels, slopeOf } from "./pool.ts";

/**
 * act(γ·x̂ + β), x̂ = (x − μ)/√(σ² + ε), a channel at a time over the rows of the mini-batch and their positions. Threads take
 * images; every thread then adds up all images' sums for itself, in the same order, and keeps γ, β and the running statistics.
 */
export interface BatchNormPlan extends LayerPlan {
  readonly kind: "batch-norm";
  readonly activation: ActivationName;
  readonly epsilon: number;
  readonly momentum: number;
  readonly parameters: ParameterPlan;
  readonly statistics: ParameterBuffers;
  /** Pixels of a row, channels without padding and with it. */
  readonly positions: number;
  readonly filters: number;
  readonly channels: number;
  /** μ and 1/√(σ² + ε) of this mini-batch, or of an evaluation; means of the gradient and of gradient · x̂. */
  readonly mean: Buffer;
  readonly inverse: Buffer;
  readonly means: Buffer;
  /** Two float64 a channel and row. */
  readonly sums: Buffer;
  readonly sumsStride: number;
}

export const batchNorm: LayerKind<BatchNormPlan> = {
  plan: planNorm,
  forward: (layer, on) => (on.share.alone ? evaluateNorm(layer, on) : forwardNorm(layer, on)),
  backward: backwardNorm,
  learning: {
    // The backward pass has gathered it on its way.
    gradient: () => [],
    maxNorm: () => [],
    pack: packChannels,
    unpack: unpackChannels,
  },
};

/** The input's delta is made where the output's is. */
function planNorm(layer: ShapedLayerOf<"batch-norm">, { room, spec, input }: Place): BatchNormPlan {
  const { height, width, channels: filters } = layer.output;
  const [positions, channels] = [height * width, vectors4(filters)];
  if (positions > 1 && input.pixel % 4 !== 0) throw needsChannels(layer);
  const bytes = 4 * channels;
  const division = input.division === "own" ? "own" : "rows";
  const shape = { volume: layer.output, pixel: input.pixel, division, activation: layer.activation } as const;
  const signal = planSignal(room, { ...shape, delta: input.delta ? "none" : "divided" });
  const pieces = { count: 1, bytes };
  const canonical = { weights: filters, biases: filters };
  const sumsStride = 16 * channels;
  const sumsBytes = room.rows * sumsStride;
  return {
    kind: "batch-norm",
    activation: layer.activation,
    epsilon: layer.spec.epsilon,
    momentum: Math.fround(layer.spec.momentum),
    parameters: planParameters(
      room,
      { canonical, weights: pieces, biases: pieces, split: false, penalised: false },
      spec.update,
      true,
    ),
    statistics: { weights: room.own(bytes), biases: room.own(bytes) },
    positions,
    filters,
    channels,
    mean: room.own(bytes),
    inverse: room.own(bytes),
    means: room.own(2 * bytes),
    sums: division === "own" ? room.own(sumsBytes) : room.shared(sumsBytes),
    sumsStride,
    input,
    output: input.delta ? { ...signal, delta: input.delta } : signal,
  };
}

function forwardNorm(layer: BatchNormPlan, on: Compile): Stage[] {
  const { kernels, share, c } = on;
  const { input, output, positions, channels, epsilon, momentum, sumsStride } = layer;
  const t = share.index;
  const { first, count } = rowPart(output, on);
  const x = rowsAt(input, on);
  const skipped = first * input.stride;
  const [sums, mean, inverse] = [layer.sums[t]!, layer.mean[t]!, layer.inverse[t]!];
  const [means, variances] = [layer.statistics.weights[t]!, layer.statistics.biases[t]!];
  const statistics = kernels.f32_batch_norm_statistics;
  const part = readPart(layer);
  return [
    {
      op: () =>
        kernels.f32_batch_norm_sums(
          x() + skipped,
          input.stride,
          count(),
          positions,
          channels,
          sums + first * sumsStride,
          sumsStride,
        ),
      reads: [{ outputs: input.outputs, part }],
      writes: touches(layer.sums, "rows"),
    },
    {
      op: () => {
        const all = c.batch * positions;
        statistics(sums, sumsStride, c.batch, all, channels, epsilon, momentum, mean, inverse, means, variances);
      },
      reads: touches(layer.sums, "all"),
    },
    normStage(layer, on, mean, inverse),
  ];
}

function evaluateNorm(layer: BatchNormPlan, on: Compile): Stage[] {
  const t = on.share.index;
  const [means, variances] = [layer.statistics.weights[t]!, layer.statistics.biases[t]!];
  const inverse = layer.inverse[t]!;
  const op = () => on.kernels.f32_batch_norm_inverse(variances, layer.channels, layer.epsilon, inverse);
  return [{ op }, normStage(layer, on, means, inverse)];
}

function readPart({ input }: BatchNormPlan): Part {
  return input.division === "rows" ? "rows" : "all";
}

function normStage(layer: BatchNormPlan, on: Compile, mean: number, inverse: number): Stage {
  const { input, output, positions, filters, parameters } = layer;
  const t = on.share.index;
  const { first, count } = rowPart(output, on);
  const [x, y] = [rowsAt(input, on), rowsAt(output, on)];
  const [skipped, made] = [first * input.stride, first * output.stride];
  const [gamma, beta] = [parameters.values.weights[t]!, parameters.values.biases[t]!];
  const norm = normOf(on.kernels, layer.activation);
  return {
    op: () =>
      norm(
        x() + skipped,
        input.stride,
        count(),
        positions,
        filters,
        mean,
        inverse,
        gamma,
        beta,
        y() + made,
        output.stride,
      ),
    reads: [{ outputs: input.outputs, part: readPart(layer) }],
    writes: [{ outputs: output.outputs, part: partOf(output) }],
  };
}

/** Sums of δ and δ·x̂ by image; from all of them the gradients of γ and β; then the input's delta. */
function backwardNorm(layer: BatchNormPlan, on: Compile): Stage[] {
  const { kernels, share, c } = on;
  const { input, output, positions, channels, sumsStride, parameters } = layer;
  const t = share.index;
  const { first, count } = rowPart(output, on);
  const d = output.delta![t]! + first * output.stride;
  const [x, y] = [rowsAt(input, on), rowsAt(output, on)];
  const [mean, inverse, means, sums] = [layer.mean[t]!, layer.inverse[t]!, layer.means[t]!, layer.sums[t]!];
  const [gamma, { weights, biases }] = [parameters.values.weights[t]!, parameters.gradient!];
  const { stride } = output;
  const [skipped, made, added] = [first * input.stride, first * stride, sums + first * sumsStride];
  const { f32_batch_norm_gradient_sums_linear: gather, f32_batch_norm_gradient_totals: add } = kernels;
  const inputGradient = kernels.f32_batch_norm_input_gradient;
  const slope = slopeOf(input, on, first, count, d);
  const reads = [{ outputs: input.outputs, part: readPart(layer) }];
  const delta = touches(output.delta, partOf(output));
  return [
    {
      // Whoever wrote the deltas has multiplied them by the slope.
      op: () => gather(d, stride, x() + skipped, input.stride, y() + made, stride, count(), positions, channels, mean, inverse, added, sumsStride), // biome-ignore format: one call
      reads: [...reads, ...delta],
      writes: touches(layer.sums, "rows"),
    },
    {
      op: () =>
        add(
          sums,
          sumsStride,
          c.batch,
          c.batch * positions,
          channels,
          means,
          weights[t]!,
          biases[t]!,
          Math.fround(1 / c.batch),
        ),
      reads: touches(layer.sums, "all"),
    },
    {
      op: () => {
        inputGradient(
          d,
          stride,
          x() + skipped,
          input.stride,
          count(),
          positions,
          channels,
          mean,
          inverse,
          gamma,
          means,
        );
        slope?.();
      },
      reads,
      writes: delta,
    },
  ];
}

/** One number a channel; padding 0. */
function packChannels(
  { channels }: BatchNormPlan,
  { f32 }: MemoryViews,
  { weights: w, biases: b }: ParameterPlace,
  weights: Float32Array,
  biases: Float32Array,
): void {
  f32.fill(0, w, w + channels);
  f32.fill(0, b, b + channels);
  f32.set(weights, w);
  f32.set(biases, b);
}

function unpackChannels(
  _: BatchNormPlan,
  { f32 }: MemoryViews,
  { weights: w, biases: b }: ParameterPlace,
  weights: Float32Array,
  biases: Float32Array,
): void {
  weights.set(f32.subarray(w, w + weights.length));
  biases.set(f32.subarray(b, b + biases.length));
}

function normOf(kernels: Kernels, activation: ActivationName): Kernels["f32_batch_norm_sigmoid"] {
  return {
    sigmoid: kernels.f32_batch_norm_sigmoid,
    tanh: kernels.f32_batch_norm_tanh,
    relu: kernels.f32_batch_norm_relu,
    "leaky-relu": kernels.f32_batch_norm_leaky_relu,
    linear: kernels.f32_batch_norm_linear,
    softmax: kernels.f32_batch_norm_linear,
  }[activation];
}
