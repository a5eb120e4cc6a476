import type { ActivationName } from "../../network/index.ts";
import type { ConvShape } from "../conv-shape.ts";
import { countsAt } from "../input.ts";
import type { LayerPlan } from "../layer-plan.ts";
import { type Compile, type Op, type RowPart, rowPart, rowsAt } from "../op.ts";
import { type ParameterPlan, spanOf } from "../parameters.ts";
import type { Buffer } from "../room.ts";
import type { Signal } from "../signal.ts";
import { type Access, type Stage, touches } from "../stage.ts";
import type { Winners } from "./max-pool.ts";

/** Rows of the weights that a thread updates at a time. */
export const PIECE = 4;

/**
 * act(X ∗ W + b), and with a max pool behind it the pool too. Weights are a matrix of a row for every number of the kernel's
 * patch, [ky][kx][channel], and a column for every filter, padded to 4. Threads take images of the mini-batch, and rows of the
 * weights' gradient and update.
 */
export interface ConvPlan extends LayerPlan {
  readonly kind: "conv";
  readonly activation: ActivationName;
  readonly shape: ConvShape;
  /** Where the record of the shape is. */
  readonly record: number;
  readonly parameters: ParameterPlan;
  /** The weights as the input's gradient reads them, where there is one to compute. */
  readonly turned?: Buffer;
  /** The weights as Winograd's algorithm takes them, where it is chosen. */
  readonly winograd?: WinogradPlan;
  /** Where the input is rows of nonzero pixels: the same with all pixels. */
  readonly scattered?: { readonly rows: Buffer; readonly stride: number };
  readonly pool?: ConvPoolPlan;
}

/** Transformed weights, [16][channel][filter]: in training, for a thread's own evaluation, and for the input's gradient. */
export interface WinogradPlan {
  readonly weights: Buffer;
  readonly alone: Buffer;
  readonly back?: Buffer;
}

/** A max pool behind a convolution: which tap won, and from it lists of the deltas that are not 0, by image and filter. */
export interface ConvPoolPlan {
  readonly shape: ConvShape;
  readonly record: number;
  readonly winners: Winners;
  readonly lists: Buffer;
  /** Bytes from image to image, and of one filter's list. */
  readonly listStride: number;
  readonly listBytes: number;
  readonly counts: Buffer;
}

/** What the forward pass of a convolution touches beside what it makes. */
export function convReads({ input, parameters, winograd }: ConvPlan): Access[] {
  return [
    { outputs: input.outputs, part: input.division === "rows" ? "rows" : "all" },
    ...touches(winograd ? winograd.weights : parameters.values.weights, "all"),
    ...touches(parameters.values.biases, "all"),
  ];
}

/** The weights that the forward pass reads. */
export function forwardWeights({ parameters, winograd }: ConvPlan, { share }: Compile): number {
  const buffer = winograd ? (share.alone ? winograd.alone : winograd.weights) : parameters.values.weights;
  return buffer[share.index]!;
}

/** Rows from ≤ r < to of the weights that are this thread's. */
export function rowSpan(shape: ConvShape, { weights, split }: ParameterPlan, share: Compile["share"]) {
  const rows = shape.kernelHeight * shape.kernelWidth * shape.channels;
  const { from, to } = spanOf(weights, split, share);
  return { from: PIECE * from, to: Math.min(PIECE * to, rows) };
}

export function inputGradientReads({ input, turned, winograd }: ConvPlan, deltas: readonly Access[]): Access[] {
  return [
    ...deltas,
    ...touches(winograd?.back ?? turned, "all"),
    { outputs: input.slope.outputs, part: inputPart(input) },
  ];
}

/** Images whose input deltas this thread makes: all, where every thread has deltas of its own. */
export function inputRows({ division }: Signal, on: Compile): RowPart {
  return rowPart({ division: division === "own" ? "own" : "rows" }, on);
}

export function inputPart({ division }: Signal): "rows" | "all" {
  return division === "own" ? "all" : "rows";
}

export function gradientWrites({ parameters }: ConvPlan): Access[] {
  return [...touches(parameters.gradient!.weights, "pieces"), ...touches(parameters.gradient!.biases, "pieces")];
}

/** All numbers of the input's rows, as weight gradients read them; those of sparse rows are brought there first, undivided. */
export function pixels({ input, scattered }: ConvPlan, on: Compile) {
  const { kernels, share, plan } = on;
  if (!scattered) return { x: rowsAt(input, on), stride: input.stride, divisor: 1, stages: [] };
  const t = share.index;
  const { first, count } = rowPart({ division: "rows" }, on);
  const [entries, counts] = [plan.input.signal.outputs[0][t]! + first * input.stride, countsAt(on) + 4 * first];
  const at = scattered.rows[t]!;
  const op: Op = () =>
    kernels.f32_scatter_rows(
      entries,
      input.stride,
      counts,
      count(),
      input.numbers,
      at + first * scattered.stride,
      scattered.stride,
    );
  const reads: Access[] = [{ outputs: input.outputs, part: input.division === "rows" ? "rows" : "all" }];
  const stages: Stage[] = [{ op, reads, writes: touches(scattered.rows, "rows") }];
  return { x: () => at, stride: scattered.stride, divisor: plan.spec.divideBy, stages };
}

export function pixelReads({ input, scattered }: ConvPlan): Access[] {
  return scattered ? touches(scattered.rows, "all") : [{ outputs: input.outputs, part: "all" }];
}
