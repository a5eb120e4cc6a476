import type { EpochEvent } from "../../core/events.ts";
import type { HistoryRow } from "../input.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** What was logged, epoch by epoch; a column that was never logged is missing, a gap in one is NaN. */
export interface History {
  readonly source: "run" | "history";
  readonly epochs: readonly number[];
  readonly loss?: readonly number[];
  readonly accuracy?: readonly number[];
  /** Of the validation set; of the test set where there is none. */
  readonly evaluationLoss?: readonly number[];
  readonly evaluationAccuracy?: readonly number[];
  readonly learningRate?: readonly number[];
  /** True where the run ended because a cost was not finite. */
  readonly diverged: boolean;
  /** Where the columns show it: is the loss still falling, or the accuracy still rising, in the last quarter? */
  readonly improving?: boolean;
}

/** The learning curves of the run, or of the history that was given. */
export const history: Measure<History> = {
  name: "history",
  take({ case: { run, history: rows } }) {
    if (run !== undefined && run.epochs.length > 0)
      return columns("run", run.epochs.map(rowOf), run.end?.reason === "diverged");
    if (rows !== undefined && rows.length > 0) return columns("history", rows, false);
    throw new NotMeasured("there is no training history");
  },
};

function rowOf({ epoch, cost, training, validation, test, learningRate }: EpochEvent): HistoryRow {
  const evaluation = validation ?? test;
  return {
    epoch,
    loss: cost,
    ...(training && training.total > 0 && { accuracy: training.correct / training.total }),
    ...(evaluation && evaluation.total > 0 && { validationAccuracy: evaluation.correct / evaluation.total }),
    ...(evaluation?.cost !== undefined && { validationLoss: evaluation.cost }),
    learningRate,
  };
}

function columns(source: History["source"], rows: readonly HistoryRow[], diverged: boolean): History {
  const column = (...names: readonly (keyof HistoryRow)[]) => {
    const name = names.find((one) => rows.some((row) => row[one] !== undefined));
    return name === undefined ? undefined : rows.map((row) => row[name] ?? Number.NaN);
  };
  const found = {
    loss: column("loss"),
    accuracy: column("accuracy"),
    evaluationLoss: column("validationLoss", "testLoss"),
    evaluationAccuracy: column("validationAccuracy", "testAccuracy"),
    learningRate: column("learningRate"),
  };
  const there = Object.fromEntries(Object.entries(found).filter(([, values]) => values !== undefined));
  const improving = isImproving(found);
  return {
    source,
    epochs: rows.map(({ epoch }, i) => epoch ?? i + 1),
    ...(there as Partial<History>),
    diverged,
    ...(improving === undefined ? {} : { improving }),
  };
}

type Column = readonly number[] | undefined;

/** Loss at least 1 % lower, or accuracy at least 1 point higher, in the last quarter than in the one before. */
function isImproving(found: { loss: Column; accuracy: Column; evaluationAccuracy: Column }): boolean | undefined {
  const { loss, accuracy, evaluationAccuracy } = found;
  const length = (loss ?? accuracy ?? evaluationAccuracy)?.length ?? 0;
  if (length < 2) return undefined;
  const falls = loss !== undefined && change(loss, (before, after) => after < 0.99 * before);
  const rises = [accuracy, evaluationAccuracy].some(
    (column) => column !== undefined && change(column, (before, after) => after > before + 0.01),
  );
  return falls || rises;
}

function change(column: readonly number[], holds: (before: number, after: number) => boolean): boolean {
  const quarter = Math.max(1, Math.floor(column.length / 4));
  const last = mean(column.slice(-quarter));
  return holds(mean(column.slice(-2 * quarter, -quarter)), last);
}

/** Mean of the finite numbers; NaN where there is none. */
export function mean(values: readonly number[]): number {
  const finite = values.filter((value) => value * 0 === 0);
  return finite.length === 0 ? Number.NaN : finite.reduce((sum, value) => sum + value, 0) / finite.length;
}

/** A loss that rose from the first epoch to the last, or until it was no number. */
export function onlyRises({ loss }: History): boolean {
  const finite = loss?.filter((value) => value * 0 === 0) ?? [];
  const rises = finite.every((value, i) => i === 0 || value >= finite[i - 1]);
  return finite.length >= 3 && rises && finite[finite.length - 1] > finite[0];
}
