import type { Host } from "../core/host.ts";
import type { Splits } from "../dataset/index.ts";
import type { ThreadPool } from "../engine/index.ts";
import type { TrainingState } from "./state.ts";

/** Data to train on; `name` is what the run calls it, by default the training set's own name. */
export interface TrainingData extends Splits {
  readonly name?: string;
}

export interface TrainOptions {
  /** Ends the run after the mini-batches under way; the last event is `run-end` with reason "interrupted". */
  readonly signal?: AbortSignal;
  /** Opened by `myelin/node` or `myelin/browser`; without it one thread, with the same bits. */
  readonly threads?: ThreadPool;
  readonly host?: Host;
  /** Go on where another run stopped; `network` must hold that run's parameters. */
  readonly resume?: TrainingState;
  /** "typescript" runs the naive twins of the kernels: slow, with the same bits. */
  readonly kernels?: "wasm" | "typescript";
  /** Relaxed SIMD: faster, and outside the bits contract. */
  readonly fast?: boolean;
}
