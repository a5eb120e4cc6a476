import type { ShapedLayer } from "../../network/index.ts";
import { type ConvShape, SHAPE_BYTES, writeShape } from "../conv-shape.ts";
import type { LayerPlan } from "../layer-plan.ts";
import type { MemoryViews } from "../memory-views.ts";
import { type Compile, rowsAt } from "../op.ts";
import type { Room } from "../room.ts";
import type { Signal } from "../signal.ts";
import type { Stage } from "../stage.ts";
import type { LayerKind } from "./kind.ts";
import { poolShape } from "./max-pool.ts";
import { backwardStages, planPooled, pooledRows } from "./pool.ts";

/** The mean of each window, a channel at a time. */
export interface AveragePoolPlan extends LayerPlan {
  readonly kind: "average-pool" | "global-average-pool";
  readonly shape: ConvShape;
  readonly record: number;
}

export const averagePool: LayerKind<AveragePoolPlan & { readonly kind: "average-pool" }> = {
  plan: (layer, { room, input }) => ({
    kind: "average-pool",
    ...planAverage(layer, poolShape(layer, input.pixel), room, input),
  }),
  fill: fillAverage,
  forward: forwardAverage,
  backward: backwardAverage,
};

/** One window over the whole volume. */
export const globalAveragePool: LayerKind<AveragePoolPlan & { readonly kind: "global-average-pool" }> = {
  plan(layer, { room, input }) {
    const { height, width } = layer.input;
    const whole = {
      height,
      width,
      kernelHeight: height,
      kernelWidth: width,
      channels: input.pixel,
      filters: input.pixel,
    };
    const shape = { ...whole, strideY: 1, strideX: 1, padTop: 0, padLeft: 0, outHeight: 1, outWidth: 1 };
    return { kind: "global-average-pool", ...planAverage(layer, shape, room, input) };
  },
  fill: fillAverage,
  forward: forwardAverage,
  backward: backwardAverage,
};

function planAverage(layer: ShapedLayer, shape: ConvShape, room: Room, input: Signal) {
  return { shape, record: room.shared(SHAPE_BYTES)[0]!, input, output: planPooled(layer, room, input) };
}

function fillAverage({ shape, record }: AveragePoolPlan, { u32 }: MemoryViews): void {
  writeShape(u32, record, shape);
}

function forwardAverage(layer: AveragePoolPlan, on: Compile): Stage[] {
  const { input, output, record } = layer;
  const { first, count, reads } = pooledRows(layer, on);
  const [x, out] = [rowsAt(input, on), rowsAt(output, on)];
  const [skipped, made] = [first * input.stride, first * output.stride];
  const pool = on.kernels.f32_average_pool;
  return [
    {
      op: () => pool(record, x() + skipped, input.stride, count(), out() + made, output.stride),
      reads,
      writes: [{ outputs: output.outputs, part: "rows" }],
    },
  ];
}

function backwardAverage(layer: AveragePoolPlan, on: Compile): Stage[] {
  const { record, input, output } = layer;
  const gradient = on.kernels.f32_average_pool_gradient;
  return backwardStages(layer, on, [], (e, _, count, d) => {
    return () => gradient(record, e, output.stride, count(), d, input.stride);
  });
}
