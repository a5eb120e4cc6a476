import type { Buffer, Room } from "./room.ts";
import { rangeOf, type Share } from "./share.ts";
import { isInPlace, memoryOf, type UpdateSpec } from "./update-spec.ts";

/** An array as large as a layer's parameters. */
export interface ParameterBuffers {
  readonly weights: Buffer;
  readonly biases: Buffer;
}

/** Pieces of equal size that lie one behind the other; a thread updates whole pieces. */
export interface Pieces {
  readonly count: number;
  readonly bytes: number;
}

export interface ParameterShape {
  /** How many there are in canonical order: weights, then biases. */
  readonly canonical: { readonly weights: number; readonly biases: number };
  readonly weights: Pieces;
  readonly biases: Pieces;
  /** True when threads update different pieces of one copy; false when each has a copy and updates all of it. */
  readonly split: boolean;
  /** Whether penalties are on its weights; they never are on biases. */
  readonly penalised: boolean;
}

/** Where a layer's parameters are, and what is as large as they are. */
export interface ParameterPlan extends ParameterShape {
  readonly values: ParameterBuffers;
  /** The gradient, where it is gathered before the step; for its squares two float64 a piece, weights then biases. */
  readonly gradient?: ParameterBuffers;
  readonly squares: Buffer;
  /** What the optimizer remembers, in the order of `memoryOf`. */
  readonly memory: readonly ParameterBuffers[];
}

/** @param gathers whether this layer's step always gathers its gradient first */
export function planParameters(room: Room, shape: ParameterShape, update: UpdateSpec, gathers: boolean): ParameterPlan {
  const buffer = (bytes: number): Buffer => (shape.split ? room.shared(bytes) : room.own(bytes));
  const buffers = (): ParameterBuffers => ({ weights: buffer(bytesOf(shape.weights)), biases: buffer(bytesOf(shape.biases)) }); // biome-ignore format: short
  return {
    ...shape,
    values: buffers(),
    ...(gathers || !isInPlace(update) ? { gradient: buffers() } : {}),
    squares: buffer(16 * squareCount(shape)),
    memory: memoryOf(update).map(buffers),
  };
}

/** Pieces of weights or of biases, whichever are more. */
export function squareCount({ weights, biases }: Pick<ParameterShape, "weights" | "biases">): number {
  return Math.max(weights.count, biases.count);
}

export function bytesOf({ count, bytes }: Pieces): number {
  return count * bytes;
}

/** Consecutive numbers that this thread updates. */
export interface Span {
  /** Pieces from ≤ p < to. */
  readonly from: number;
  readonly to: number;
  /** Bytes before them. */
  readonly offset: number;
  /** float32 numbers. */
  readonly count: number;
}

export function spanOf(pieces: Pieces, split: boolean, share: Share): Span {
  const [from, to] = split ? rangeOf(pieces.count, share) : [0, pieces.count];
  return { from, to, offset: from * pieces.bytes, count: ((to - from) * pieces.bytes) / 4 };
}

/** All arrays that are as large as the parameters and outlive a step: the parameters, and the optimizer's memory. */
export function lastingBuffers({ values, memory }: ParameterPlan): readonly ParameterBuffers[] {
  return [values, ...memory];
}
