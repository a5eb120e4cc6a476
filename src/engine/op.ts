/** The numbers that differ from step to step; the calls of a compiled list read them. */
export interface StepContext {
  /** Address of the mini-batch's row numbers. */
  order: number;
  /** Where the rows of the mini-batch are, as the first layer reads them, and how many entries each has (sparse). */
  x: number;
  counts: number;
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
    order: 0,
    x: 0,
    counts: 0,
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

/** Which part of the work: thread `index` of `active`; a single one meets nobody. */
export interface Share {
  readonly index: number;
  readonly active: number;
}
