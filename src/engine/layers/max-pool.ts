import type { ShapedLayerOf } from "../../network/index.ts";
import { type ConvShape, SHAPE_BYTES, writeShape } from "../conv-shape.ts";
import type { LayerPlan } from "../layer-plan.ts";
import { type Compile, rowsAt } from "../op.ts";
import type { Buffer, Room } from "../room.ts";
import { EVALUATION_ROWS } from "../signal.ts";
import { touches } from "../stage.ts";
import type { LayerKind, Place } from "./kind.ts";
import { backwardStages, planPooled, pooledRows } from "./pool.ts";

/** Which tap ky·kw + kx of its window was the largest, as u16, by image. */
export interface Winners {
  readonly rows: Buffer;
  /** The same when a thread evaluates rows of its own. */
  readonly alone: Buffer;
  readonly stride: number;
}

/** The largest number of each window, a channel at a time. One behind a convolution is taken in by that. */
export interface MaxPoolPlan extends LayerPlan {
  readonly kind: "max-pool";
  readonly shape: ConvShape;
  readonly record: number;
  readonly winners: Winners;
}

export const maxPool: LayerKind<MaxPoolPlan> = {
  plan(layer, { room, input }: Place) {
    const shape = poolShape(layer, input.pixel);
    const winners = planWinners(room, shape.outHeight * shape.outWidth * input.pixel);
    const output = planPooled(layer, room, input);
    return { kind: "max-pool", shape, record: room.shared(SHAPE_BYTES)[0]!, winners, input, output };
  },
  fill({ shape, record }, { u32 }) {
    writeShape(u32, record, shape);
  },
  forward(layer, on) {
    const { input, output, record, winners } = layer;
    const { first, count, reads } = pooledRows(layer, on);
    const [x, out] = [rowsAt(input, on), rowsAt(output, on)];
    const won = winnersAt(winners, on) + first * winners.stride;
    const [skipped, made] = [first * input.stride, first * output.stride];
    const pool = on.kernels.f32_max_pool;
    return [
      {
        op: () => pool(record, x() + skipped, input.stride, count(), out() + made, output.stride, won, winners.stride),
        reads,
        writes: [{ outputs: output.outputs, part: "rows" }, ...touches(winners.rows, "rows")],
      },
    ];
  },
  backward(layer, on) {
    const { record, winners, input, output } = layer;
    const at = winners.rows[on.share.index]!;
    const gradient = on.kernels.f32_max_pool_gradient;
    return backwardStages(layer, on, touches(winners.rows, "rows"), (e, first, count, d) => {
      const won = at + first * winners.stride;
      return () => gradient(record, e, output.stride, count(), won, winners.stride, d, input.stride);
    });
  },
};

/** The record of a pool over numbers of so many channels, padding and all. */
export function poolShape(
  { spec, input, output }: ShapedLayerOf<"max-pool" | "average-pool">,
  channels: number,
): ConvShape {
  return {
    height: input.height,
    width: input.width,
    channels,
    kernelHeight: spec.size[0],
    kernelWidth: spec.size[1],
    strideY: spec.stride[0],
    strideX: spec.stride[1],
    padTop: 0,
    padLeft: 0,
    outHeight: output.height,
    outWidth: output.width,
    filters: channels,
  };
}

export function planWinners(room: Room, numbers: number): Winners {
  const stride = 16 * Math.ceil(numbers / 8);
  const rows = room.shared(room.rows * stride);
  return { rows, alone: room.threads > 1 ? room.own(EVALUATION_ROWS * stride) : rows, stride };
}

export function winnersAt({ rows, alone }: Winners, { share }: Compile): number {
  return (share.alone ? alone : rows)[share.index]!;
}
