import type { Kernels } from "./kernel-table.ts";
import type { MemoryViews } from "./memory-views.ts";
import type { Plan } from "./plan.ts";
import type { Buffer } from "./room.ts";
import { rangeOf, type Share } from "./share.ts";
import type { Signal } from "./signal.ts";

/** The numbers that differ from step to step; the calls of a compiled list read them. */
export interface StepContext {
  /** Place of the mini-batch's first row in the order, and the address of its row numbers. */
  first: number;
  order: number;
  /** Rows of the mini-batch. */
  batch: number;
  parity: 0 | 1;
  /** From 1, and from 0 within the epoch. */
  epoch: number;
  step: number;
  /** η of this step, and μ or β₁ as float32. */
  rate: number;
  momentum: number;
  /** The sparse first layer's weights are scale · what is stored: so that the decay need not touch every weight. */
  scale: number;
  /** What gradients are multiplied by so that their norm is at most clipNorm. */
  clip: number;
  /** Cost summed over the mini-batch, before the update. */
  cost: number;
  /** True when another thread did not come to a barrier. */
  lost: boolean;
}

export function newContext(): StepContext {
  return {
    first: 0,
    order: 0,
    batch: 0,
    parity: 0,
    epoch: 0,
    step: 0,
    rate: 0,
    momentum: 0,
    scale: 1,
    clip: 1,
    cost: 0,
    lost: false,
  };
}

/** One kernel call with its addresses filled in. */
export type Op = () => void;

/** What calls are compiled with: for one thread, for training or (`share.alone`) for an evaluation. */
export interface Compile {
  readonly plan: Plan;
  readonly memory: MemoryViews;
  readonly kernels: Kernels;
  readonly share: Share;
  readonly c: StepContext;
}

/** Where a signal's rows are in this step. */
export function rowsAt(
  { outputs, alone }: { readonly outputs: readonly [Buffer, Buffer]; readonly alone?: Buffer },
  { share, c }: Compile,
): () => number {
  const t = share.index;
  if (share.alone && alone) {
    const at = alone[t]!;
    return () => at;
  }
  const [even, odd] = [outputs[0][t]!, outputs[1][t]!];
  return () => (c.parity === 0 ? even : odd);
}

/** Rows of the mini-batch that this thread makes of a signal: the same whatever the mini-batch's length, so that a row is one thread's. */
export interface RowPart {
  readonly first: number;
  readonly count: () => number;
}

export function rowPart({ division }: Pick<Signal, "division">, { plan, share, c }: Compile): RowPart {
  if (division !== "rows" || share.alone) return { first: 0, count: () => c.batch };
  const [first, to] = rangeOf(plan.spec.batchSize, share);
  return { first, count: () => Math.max(0, Math.min(c.batch, to) - first) };
}
