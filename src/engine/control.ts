import { type Arena, LINE } from "./arena.ts";
import { SET_NAMES, type SetName } from "./set-plan.ts";

/** What the threads are asked to do. */
export const CLOSE = 0;
export const TRAIN = 1;
export const EVALUATE = 2;
/** Sleep until the next command, instead of looking for it. */
export const REST = 3;

export interface TrainCommand {
  readonly kind: typeof TRAIN;
  /** From 1. */
  readonly epoch: number;
  /** Steps from ≤ s < to of this epoch. */
  readonly from: number;
  readonly to: number;
  /** Scale of the stored weights of a sparse first layer. */
  readonly scale: number;
  /** Cost of the epoch so far: added to step by step, so that its last bits do not depend on how the epoch is cut. */
  readonly costSum: number;
}

export interface EvaluateCommand {
  readonly kind: typeof EVALUATE;
  readonly set: SetName;
  /** Blocks of EVALUATION_ROWS rows from ≤ b < to. */
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

/** What to do, the same for every thread. */
export type Command = TrainCommand | EvaluateCommand | { readonly kind: typeof REST } | { readonly kind: typeof CLOSE };

/** A command as eight numbers in memory, which other threads read. */
export function writeCommand(numbers: Float64Array, command: Command): void {
  numbers.fill(0);
  numbers[0] = command.kind;
  if (command.kind === TRAIN) numbers.set([command.epoch, command.from, command.to, command.scale, command.costSum], 1);
  if (command.kind === EVALUATE)
    numbers.set([SET_NAMES.indexOf(command.set), command.from, command.to, command.scale], 1);
}

export function readCommand(numbers: Float64Array): Command {
  const [kind, a, b, c, d, e] = numbers as unknown as [number, number, number, number, number, number];
  if (kind === TRAIN) return { kind, epoch: a, from: b, to: c, scale: d, costSum: e };
  if (kind === EVALUATE) return { kind, set: SET_NAMES[a]!, from: b, to: c, scale: d };
  return { kind: kind === REST ? REST : CLOSE };
}

/** Where the threads meet: a barrier and the command. */
export interface ControlPlan {
  /** Three u32 on cache lines of their own, for the kernel barrier_wait. */
  readonly barrier: number;
  /** One i32: counts commands; workers sleep on it. */
  readonly generation: number;
  /** Eight float64: the command's numbers. */
  readonly command: number;
}

export function planControl(arena: Arena): ControlPlan {
  return { barrier: arena.take(3 * LINE), generation: arena.take(4), command: arena.take(64) };
}
