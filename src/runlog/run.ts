import type {
  CheckpointEvent,
  EpochEvent,
  FindingEvent,
  RunEndEvent,
  RunEvent,
  RunStartEvent,
  Score,
  WarningEvent,
} from "../core/events.ts";

/** Which images an epoch is judged by: validation where there is one, else test. */
export type JudgedOn = "validation" | "test";

export interface BestEpoch {
  readonly epoch: number;
  readonly correct: number;
  readonly total: number;
  readonly on: JudgedOn;
}

/** Everything that people see of a run, folded from its events. */
export interface Run {
  /** Of the first start; `resumed` has the later ones. */
  readonly start?: RunStartEvent;
  readonly resumed: readonly RunStartEvent[];
  /** One an epoch, in order; of an epoch trained twice (after a resume) the last. */
  readonly epochs: readonly EpochEvent[];
  readonly checkpoints: readonly CheckpointEvent[];
  readonly warnings: readonly WarningEvent[];
  readonly findings: readonly FindingEvent[];
  /** Of the last part; missing while training, and after a crash. */
  readonly end?: RunEndEvent;
  readonly best?: BestEpoch;
  readonly curves: Curves;
  /** Seconds of shuffling and training over all epochs. */
  readonly trainingSeconds: number;
}

/** One number an epoch, in the order of `epochs`; NaN where it was not measured. Shares are 0 … 1. */
export interface Curves {
  readonly epoch: readonly number[];
  readonly cost: readonly number[];
  readonly trainingSeconds: readonly number[];
  readonly training: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

/** A run from its events; any prefix of them makes one. */
export function foldRun(events: Iterable<RunEvent>): Run {
  const all = [...events];
  const starts = all.filter((event) => event.type === "run-start");
  const epochs = lastOfEach(all);
  const last = all.findLast((event) => event.type === "run-end" || event.type === "run-start");
  const best = bestEpoch(epochs);
  return {
    ...(starts[0] && { start: starts[0] }),
    resumed: starts.slice(1),
    epochs,
    checkpoints: all.filter((event) => event.type === "checkpoint"),
    warnings: all.filter((event) => event.type === "warning"),
    findings: all.filter((event) => event.type === "finding"),
    ...(last?.type === "run-end" && { end: last }),
    ...(best && { best }),
    curves: curvesOf(epochs),
    trainingSeconds: epochs.reduce((sum, { trainingSeconds }) => sum + trainingSeconds, 0),
  };
}

/** Epochs by number; a resumed part replaces what was trained after its checkpoint. */
function lastOfEach(events: readonly RunEvent[]): EpochEvent[] {
  const epochs = new Map<number, EpochEvent>();
  for (const event of events) {
    if (event.type === "run-start") for (const n of epochs.keys()) if (n > event.resumedAfter) epochs.delete(n);
    if (event.type === "epoch") epochs.set(event.epoch, event);
  }
  return [...epochs.values()].sort((a, b) => a.epoch - b.epoch);
}

/**
 * The epoch with most correct answers on the validation images, or on the test images where there are none; of equals
 * the first. Undefined where neither was evaluated.
 */
export function bestEpoch(epochs: readonly EpochEvent[]): BestEpoch | undefined {
  let best: BestEpoch | undefined;
  for (const event of epochs) {
    const judged = judgement(event);
    if (judged && (best === undefined || judged.correct > best.correct)) best = { epoch: event.epoch, ...judged };
  }
  return best;
}

function judgement({ validation, test }: EpochEvent): { correct: number; total: number; on: JudgedOn } | undefined {
  const score = validation ?? test;
  return score && { correct: score.correct, total: score.total, on: validation ? "validation" : "test" };
}

function curvesOf(epochs: readonly EpochEvent[]): Curves {
  const share = (score: Score | undefined) => (score && score.total > 0 ? score.correct / score.total : Number.NaN);
  return {
    epoch: epochs.map(({ epoch }) => epoch),
    cost: epochs.map(({ cost }) => cost),
    trainingSeconds: epochs.map(({ trainingSeconds }) => trainingSeconds),
    training: epochs.map(({ training }) => share(training)),
    validation: epochs.map(({ validation }) => share(validation)),
    test: epochs.map(({ test }) => share(test)),
  };
}
