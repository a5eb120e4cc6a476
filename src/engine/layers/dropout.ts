import { PURPOSES } from "../../core/random.ts";
import type { ShapedLayerOf } from "../../network/index.ts";
import type { LayerPlan } from "../layer-plan.ts";
import { type Compile, type Op, rowPart, rowsAt } from "../op.ts";
import type { Buffer } from "../room.ts";
import { rangeOf } from "../share.ts";
import { panelRange, partOf, planSignal } from "../signal.ts";
import { type Stage, touches } from "../stage.ts";
import type { LayerKind, Place } from "./kind.ts";

/** Steps of an epoch that a counter can tell apart; the layer's number stands above them. */
const MOST_STEPS = 16_777_216;
const TWO_TO_32 = 4_294_967_296;

/** Each number of a row stays with probability 1 − rate and is then multiplied by 1 / (1 − rate); an evaluation keeps all. */
export interface DropoutPlan extends LayerPlan {
  readonly kind: "dropout";
  readonly rate: number;
  /** Number of the layer in the network's spec, from 1: with the step it says which random numbers. */
  readonly number: number;
  /** What each number is multiplied by in this step. */
  readonly mask: Buffer;
}

export const dropout: LayerKind<DropoutPlan> = {
  plan: planDropout,
  forward: forwardDropout,
  backward: backwardDropout,
};

/** The delta stays where it is, and in an evaluation so do the rows. */
function planDropout({ spec: { rate }, number }: ShapedLayerOf<"dropout">, { room, input }: Place): DropoutPlan {
  const { volume, pixel, division, slope } = input;
  const shape = { volume, pixel, division, activation: slope.activation, delta: "none" } as const;
  const output = {
    ...planSignal(room, shape),
    alone: input.alone,
    slope,
    ...(input.delta ? { delta: input.delta } : {}),
  };
  const bytes = room.rows * output.stride;
  const mask = division === "own" ? room.own(bytes) : room.shared(bytes);
  return { kind: "dropout", rate, number, mask, input, output };
}

function forwardDropout(layer: DropoutPlan, on: Compile): Stage[] {
  if (on.share.alone) return [];
  const { input, output } = layer;
  const [whole, out] = [rowsAt(input, on), rowsAt(output, on)];
  return [
    { op: maskOf(layer, on), writes: touches(layer.mask, "panels") },
    {
      op: multiplyOf(layer, on, whole, out),
      reads: [{ outputs: input.outputs, part: partOf(output) }, ...touches(layer.mask, partOf(output))],
      writes: [{ outputs: output.outputs, part: partOf(output) }],
    },
  ];
}

/** Nothing goes back where a number fell away. */
function backwardDropout(layer: DropoutPlan, on: Compile): Stage[] {
  const { mask, output } = layer;
  const { delta } = output;
  if (!delta) return [];
  const d = () => delta[on.share.index]!;
  return [
    {
      op: multiplyOf(layer, on, d, d),
      reads: touches(mask, partOf(output)),
      writes: touches(delta, partOf(output)),
    },
  ];
}

/** `to` = `from` · mask, for the part of the rows that is this thread's. */
function multiplyOf({ mask, output }: DropoutPlan, on: Compile, from: () => number, to: () => number): Op {
  const { kernels, share } = on;
  const [p, end] = panelRange(output, share);
  const { first, count } = rowPart(output, on);
  const { stride } = output;
  const skipped = first * stride;
  const m = mask[share.index]! + skipped;
  return () => kernels.f32_multiply_p16(from() + skipped, m, to() + skipped, stride, count(), p, end);
}

/** Masks of a signal that threads share are made panel by panel, however the signal is divided. */
function maskOf({ rate, number, mask, output }: DropoutPlan, { kernels, c, share, plan }: Compile): Op {
  const { seed } = plan.spec.update;
  const threshold = Math.floor(rate * TWO_TO_32);
  const scale = Math.fround(1 / (1 - rate));
  const [key0, key1] = [seed >>> 0, Math.floor(seed / TWO_TO_32)];
  const at = mask[share.index]!;
  const { stride, panels, division } = output;
  const [from, to] = division === "own" ? [0, panels] : rangeOf(panels, share);
  const make = kernels.f32_dropout_mask_p16;
  return () => {
    const counter1 = (number - 1) * MOST_STEPS + c.step;
    make(at, stride, c.batch, panels, from, to, key0, key1, counter1, c.epoch, PURPOSES.dropout, threshold, scale);
  };
}
