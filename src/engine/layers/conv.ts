import type { ShapedLayer, ShapedLayerOf } from "../../network/index.ts";
import { type ConvShape, SHAPE_BYTES, scratchBytes, vectors4, writeShape } from "../conv-shape.ts";
import { isSparse } from "../input-form.ts";
import type { MemoryViews } from "../memory-views.ts";
import type { Compile } from "../op.ts";
import { planParameters, spanOf } from "../parameters.ts";
import type { Room } from "../room.ts";
import { rangeOf } from "../share.ts";
import { planSignal, type Signal } from "../signal.ts";
import { type Stage, touches } from "../stage.ts";
import { forwardConv, gradient, inputGradient } from "./conv-calls.ts";
import { packConv, unpackConv } from "./conv-packing.ts";
import { type ConvPlan, type ConvPoolPlan, PIECE, rowSpan, type WinogradPlan } from "./conv-plan.ts";
import { forwardPooled, gradientPooled, inputGradientPooled, listStage } from "./conv-pool-calls.ts";
import type { LayerKind, Place } from "./kind.ts";
import { planWinners, poolShape } from "./max-pool.ts";
import { needsChannels } from "./pool.ts";

/** Fewer channels or filters are convolved as they are: the transforms would cost more than they save. */
const WINOGRAD_FROM = 8;

export const conv: LayerKind<ConvPlan> = {
  plan: planConv,
  readsSparse: ({ spec }) => spec.stride[0] === 1 && spec.stride[1] === 1,
  takesIn: (next) => next.kind === "max-pool",
  fill: fillConv,
  prepare: (layer, on) => [...turn(layer, on), ...transform(layer, on)],
  forward: (layer, on) => [
    ...transformBack(layer, on),
    ...(layer.pool ? forwardPooled(layer, layer.pool, on) : forwardConv(layer, on)),
  ],
  backward: (layer, on) =>
    layer.pool
      ? [...listStage(layer, layer.pool, on), ...inputGradientPooled(layer, layer.pool, on)]
      : inputGradient(layer, on),
  learning: {
    gradient: (layer, on) => (layer.pool ? gradientPooled(layer, layer.pool, on) : gradient(layer, on)),
    maxNorm: maxNormConv,
    pack: packConv,
    unpack: unpackConv,
  },
};

function planConv(layer: ShapedLayerOf<"conv">, place: Place): ConvPlan {
  const { room, spec, input, first, taken } = place;
  if (input.delta && input.pixel % 4 !== 0) throw needsChannels(layer);
  const shape = shapeOf(layer, input);
  const rows = shape.kernelHeight * shape.kernelWidth * shape.channels;
  const columns = vectors4(shape.filters);
  const parameters = planParameters(
    room,
    {
      canonical: { weights: layer.biases - layer.weights, biases: layer.end - layer.biases },
      weights: { count: Math.ceil(rows / PIECE), bytes: 4 * PIECE * columns },
      biases: { count: columns / 4, bytes: 16 },
      split: room.threads > 1,
      penalised: true,
    },
    spec.update,
    true,
  );
  const output = planSignal(room, {
    volume: taken ? taken.output : layer.output,
    pixel: columns,
    division: "rows",
    activation: layer.activation,
    delta: "divided",
  });
  room.needScratch(scratchBytes(shape));
  const sparse = first && isSparse(spec.form);
  const stride = 4 * vectors4(input.numbers);
  const pool = taken && planPool(taken, columns, room);
  const winograd = planWinograd(shape, pool?.shape, input.delta !== undefined, room);
  return {
    kind: "conv",
    activation: layer.activation,
    shape,
    record: room.shared(SHAPE_BYTES)[0]!,
    parameters,
    input,
    output,
    ...(input.delta ? { turned: room.shared(4 * PIECE * Math.ceil(rows / PIECE) * columns) } : {}),
    ...(sparse ? { scattered: { rows: room.shared(room.rows * stride), stride } } : {}),
    ...(pool ? { pool } : {}),
    ...(winograd ? { winograd } : {}),
  };
}

function planPool(pool: ShapedLayer, channels: number, room: Room): ConvPoolPlan {
  const shape = poolShape(pool as ShapedLayerOf<"max-pool">, channels);
  const windows = shape.outHeight * shape.outWidth;
  const listBytes = 8 * windows;
  return {
    shape,
    record: room.shared(SHAPE_BYTES)[0]!,
    winners: planWinners(room, windows * channels),
    lists: room.shared(room.rows * channels * listBytes),
    listStride: channels * listBytes,
    listBytes,
    counts: room.shared(room.rows * 4 * channels),
  };
}

function shapeOf({ spec, output, before }: ShapedLayerOf<"conv">, { volume, pixel }: Signal): ConvShape {
  return {
    height: volume.height,
    width: volume.width,
    channels: pixel,
    kernelHeight: spec.kernel[0],
    kernelWidth: spec.kernel[1],
    strideY: spec.stride[0],
    strideX: spec.stride[1],
    padTop: before[0],
    padLeft: before[1],
    outHeight: output.height,
    outWidth: output.width,
    filters: spec.filters,
  };
}

function fillConv({ shape, record, pool }: ConvPlan, { u32 }: MemoryViews): void {
  writeShape(u32, record, shape);
  if (pool) writeShape(u32, pool.record, pool.shape);
}

/** Winograd's algorithm is chosen by the shape alone: 3×3, strides 1, enough channels to multiply, and of pools 2×2. */
function planWinograd(
  shape: ConvShape,
  pool: ConvShape | undefined,
  back: boolean,
  room: Room,
): WinogradPlan | undefined {
  const { kernelHeight, kernelWidth, strideY, strideX, channels, filters } = shape;
  const fits = kernelHeight === 3 && kernelWidth === 3 && strideY === 1 && strideX === 1 && channels % 4 === 0;
  const halves = !pool || [pool.kernelHeight, pool.kernelWidth, pool.strideY, pool.strideX].every((side) => side === 2);
  if (!fits || !halves || Math.min(channels, filters) < WINOGRAD_FROM) return undefined;
  const bytes = 4 * 16 * channels * vectors4(filters);
  return {
    weights: room.shared(bytes),
    alone: room.own(bytes),
    ...(back && !pool ? { back: room.shared(bytes) } : {}),
  };
}

/** Winograd's weights of the thread's own channels; of all of them, where it evaluates. */
function transform({ winograd, shape, parameters }: ConvPlan, { kernels, share }: Compile): Stage[] {
  if (!winograd) return [];
  const t = share.index;
  const { channels, filters } = shape;
  const [from, to] = rangeOf(channels, share);
  const target = (share.alone ? winograd.alone : winograd.weights)[t]!;
  const w = parameters.values.weights[t]!;
  return [
    {
      op: () => kernels.f32_winograd_weights(channels, filters, w, from, to, target),
      reads: touches(parameters.values.weights, "all"),
      writes: touches(winograd.weights, "channels"),
    },
  ];
}

/** The same of the flipped weights, whose channels are the filters. */
function transformBack({ winograd, shape, turned }: ConvPlan, { kernels, share }: Compile): Stage[] {
  if (!winograd?.back || !turned || share.alone) return [];
  const t = share.index;
  const columns = vectors4(shape.filters);
  const [from, to] = rangeOf(columns, share);
  const [flipped, target] = [turned[t]!, winograd.back[t]!];
  return [
    {
      op: () => kernels.f32_winograd_weights(columns, shape.channels, flipped, from, to, target),
      reads: touches(turned, "all"),
      writes: touches(winograd.back, "channels"),
    },
  ];
}

/** The weights flipped, or transposed for lists, from the thread's own rows: once a step, before anybody needs them. */
function turn({ parameters, shape, record, turned, pool }: ConvPlan, { kernels, share }: Compile): Stage[] {
  if (!turned || share.alone) return [];
  const t = share.index;
  const { from, to } = rowSpan(shape, parameters, share);
  const [w, target] = [parameters.values.weights[t]!, turned[t]!];
  const make = pool ? kernels.f32_conv_transpose : kernels.f32_conv_flip;
  return [
    {
      op: () => make(record, w, from, to, target),
      reads: touches(parameters.values.weights, "pieces"),
      writes: touches(turned, "pieces"),
    },
  ];
}

function maxNormConv({ shape, record, parameters }: ConvPlan, { kernels, share }: Compile, most: number): Stage[] {
  const { from, to } = spanOf({ count: vectors4(shape.filters) / 4, bytes: 16 }, parameters.split, share);
  const w = parameters.values.weights[share.index]!;
  return [
    {
      op: () => kernels.f32_conv_max_norm(record, w, from, to, most),
      writes: touches(parameters.values.weights, "channels"),
    },
  ];
}
