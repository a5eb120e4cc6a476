import { usageError } from "../core/errors.ts";
import type { EpochEvent, RunEndEvent } from "../core/events.ts";
import type { Json } from "../core/json.ts";
import type { TrainingState } from "./state.ts";

export type Best = NonNullable<RunEndEvent["best"]>;

/** The part of the state that is plain JSON. */
interface Numbers {
  readonly costSum: number;
  readonly epochSeconds: number;
  readonly trainingSeconds: number;
  readonly scale: number;
  readonly best: Best | null;
}

/** Where a run is: what grows while it trains and is saved with each checkpoint. */
export class Progress {
  /** Epochs finished, and steps done of the next one. */
  epoch = 0;
  step = 0;
  /** Of the epoch under way: sum of the mini-batches' mean costs, and seconds. */
  costSum = 0;
  epochSeconds = 0;
  trainingSeconds = 0;
  /** Scale of the first layer's stored weights in the middle of an epoch. */
  scale = 1;
  best: Best | undefined;
  tensors: ReadonlyMap<string, Float32Array> = new Map();

  constructor(resume?: TrainingState) {
    if (!resume) return;
    if (resume.format !== 1)
      throw usageError(
        "STATE_FORMAT",
        `The training state has format ${resume.format}, but this version knows 1: use the version that wrote it.`,
      );
    const { best, ...numbers } = resume.json as unknown as Numbers;
    Object.assign(this, numbers, { epoch: resume.epoch, step: resume.step, tensors: resume.tensors });
    if (best) this.best = best;
  }

  state(): TrainingState {
    const { epoch, step, costSum, epochSeconds, trainingSeconds, scale, tensors } = this;
    const json = { costSum, epochSeconds, trainingSeconds, scale, best: this.best ?? null };
    return { format: 1, epoch, step, json: json as unknown as Json, tensors };
  }

  /** Counts a finished epoch. */
  finish(event: EpochEvent): void {
    this.epoch = event.epoch;
    this.trainingSeconds += event.trainingSeconds;
    this.step = 0;
    this.costSum = 0;
    this.epochSeconds = 0;
    const on = event.validation ? "validation" : "test";
    const score = event.validation ?? event.test;
    if (!score || (this.best && score.correct <= this.best.correct)) return;
    this.best = { epoch: event.epoch, correct: score.correct, total: score.total, on };
  }
}
