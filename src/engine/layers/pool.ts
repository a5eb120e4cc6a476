import { usageError } from "../../core/errors.ts";
import type { ShapedLayer } from "../../network/index.ts";
import type { Kernels } from "../kernel-table.ts";
import type { LayerPlan } from "../layer-plan.ts";
import { type Compile, type Op, type RowPart, rowPart, rowsAt } from "../op.ts";
import type { Room } from "../room.ts";
import { planSignal, type Signal } from "../signal.ts";
import { type Access, type Stage, touches } from "../stage.ts";

/** The output of a pool: images are divided among the threads. */
export function planPooled({ output: volume, ...layer }: ShapedLayer, room: Room, { pixel, delta }: Signal): Signal {
  if (pixel % 4 !== 0) throw needsChannels(layer);
  const back = delta ? "divided" : "none";
  return planSignal(room, { volume, pixel, division: "rows", activation: "linear", delta: back });
}

/** The error of a layer whose kernels read whole vectors of channels, which only a convolution makes. */
export function needsChannels({ number, words }: Pick<ShapedLayer, "number" | "words">): Error {
  return usageError(
    "LAYER_UNSUPPORTED",
    `Layer ${number}, ${words}, can only stand behind a convolution: put one before it.`,
    { layer: number },
  );
}

/** Images that this thread pools, and what it reads of the input for them. */
export function pooledRows({ input, output }: LayerPlan, on: Compile): RowPart & { readonly reads: Access[] } {
  return { ...rowPart(output, on), reads: [{ outputs: input.outputs, part: readPart(input) }] };
}

function readPart({ division }: Signal): "rows" | "all" {
  return division === "rows" ? "rows" : "all";
}

/**
 * The input's delta: what the pool's gradient makes of the output's, then · act' of the input.
 *
 * @param gradientOf the pool's call for these images: deltas at e, `first` of them skipped, to d
 */
export function backwardStages(
  layer: LayerPlan,
  on: Compile,
  reads: readonly Access[],
  gradientOf: (e: number, first: number, count: () => number, d: number) => Op,
): Stage[] {
  const { input, output } = layer;
  if (!input.delta) return [];
  const t = on.share.index;
  const own = input.division === "own";
  const { first, count } = rowPart({ division: own ? "own" : "rows" }, on);
  const part = own ? "all" : "rows";
  const d = input.delta[t]! + first * input.stride;
  const gradient = gradientOf(output.delta![t]! + first * output.stride, first, count, d);
  const slope = slopeOf(input, on, first, count, d);
  return [
    {
      op: slope
        ? () => {
            gradient();
            slope();
          }
        : gradient,
      reads: [...reads, ...touches(output.delta, part), { outputs: input.slope.outputs, part }],
      writes: touches(input.delta, part),
    },
  ];
}

/** d ← d · act'(a) of the input; nothing where that is 1. */
export function slopeOf(
  { slope, stride, numbers }: Signal,
  on: Compile,
  first: number,
  count: () => number,
  d: number,
): Op | undefined {
  const kernel = slopeKernel(on.kernels, slope.activation);
  if (!kernel) return undefined;
  const a = rowsAt(slope, on);
  return () => kernel(a() + first * stride, d, stride, count(), numbers);
}

function slopeKernel(kernels: Kernels, activation: Signal["slope"]["activation"]) {
  return {
    sigmoid: kernels.f32_slope_sigmoid,
    tanh: kernels.f32_slope_tanh,
    relu: kernels.f32_slope_relu,
    "leaky-relu": kernels.f32_slope_leaky_relu,
    linear: undefined,
    softmax: undefined,
  }[activation];
}
