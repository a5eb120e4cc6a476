import { usageError } from "../core/errors.ts";
import type { EpochEvent } from "../core/events.ts";
import type { Json } from "../core/json.ts";
import { type Best, parseNumbers } from "./saved-numbers.ts";
import { needsEpochs, type ScheduleSettings } from "./schedule.ts";
import type { TrainingState } from "./state.ts";

/**
 * @throws MyelinError RESUME_EPOCHS when a run goes on with another number of epochs and its learning rates depend on it
 */
export function checkResumedEpochs(settings: ScheduleSettings, resume: TrainingState | undefined): void {
  const before = resume?.format === 1 ? parseNumbers(resume.json).epochs : undefined;
  if (before === undefined || before === settings.epochs || !needsEpochs(settings)) return;
  throw usageError(
    "RESUME_EPOCHS",
    `The run was to have ${before} epochs, and with the schedule ${settings.schedule} its learning rates depend on their number, but ${settings.epochs} were asked for: go on with ${before}, or start a new run.`,
    { before, epochs: settings.epochs },
  );
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
  best: Best | undefined;
  /** How often the schedule "halve" has halved, and epochs since the last better result or halving. */
  halvings = 0;
  standstill = 0;
  /** True when early stopping or the schedule has ended the run. */
  over = false;

  constructor(resume?: TrainingState) {
    if (!resume) return;
    if (resume.format !== 1) {
      throw usageError(
        "STATE_FORMAT",
        `The training state has format ${resume.format}, but this version knows 1: use the version that wrote it.`,
      );
    }
    const { best, costSum, epochSeconds, trainingSeconds, halvings, standstill, over } = parseNumbers(resume.json);
    Object.assign(this, { costSum, epochSeconds, trainingSeconds, halvings, standstill, over });
    this.epoch = resume.epoch;
    this.step = resume.step;
    if (best) this.best = best;
  }

  /**
   * @param engine what the engine remembers beside the parameters
   * @param epochs that the run is to have
   */
  state(engine: { tensors: ReadonlyMap<string, Float32Array>; scale: number }, epochs: number): TrainingState {
    const { epoch, step, costSum, epochSeconds, trainingSeconds, halvings, standstill, over } = this;
    const best = this.best ?? null;
    const { scale } = engine;
    const json = { epochs, costSum, epochSeconds, trainingSeconds, scale, best, halvings, standstill, over };
    return { format: 1, epoch, step, json: json as unknown as Json, tensors: engine.tensors };
  }

  /** Counts a finished epoch. @returns true when it is the best so far */
  finish(event: EpochEvent): boolean {
    this.epoch = event.epoch;
    this.trainingSeconds += event.trainingSeconds;
    this.step = 0;
    this.costSum = 0;
    this.epochSeconds = 0;
    this.standstill++;
    const on = event.validation ? "validation" : "test";
    const score = event.validation ?? event.test;
    if (!score || (this.best && score.correct <= this.best.correct)) return false;
    this.best = { epoch: event.epoch, correct: score.correct, total: score.total, on };
    this.standstill = 0;
    return true;
  }
}
