import type { EpochEvent, RunEvent, Score } from "../core/events.ts";
import { foldRun } from "./run.ts";

const COLUMNS = [
  "epoch",
  "cost",
  "learning_rate",
  "training_seconds",
  "training_correct",
  "training_total",
  "validation_correct",
  "validation_total",
  "test_correct",
  "test_total",
] as const;

/** The first line of metrics.csv, with its line end. */
export const METRICS_HEADER = csvRow(COLUMNS);

/** One epoch as a line of metrics.csv; what was not measured is an empty cell. */
export function metricsRow(event: EpochEvent): string {
  const { epoch, cost, learningRate, trainingSeconds, training, validation, test } = event;
  const scores = [training, validation, test].flatMap(cells);
  return csvRow([epoch, cost, learningRate, trainingSeconds, ...scores]);
}

const cells = (score: Score | undefined) => [score?.correct, score?.total];

/** metrics.csv as a whole: header, then one line an epoch. */
export function metricsCsv(events: Iterable<RunEvent>): string {
  return METRICS_HEADER + foldRun(events).epochs.map(metricsRow).join("");
}

/**
 * A line of a CSV file (RFC 4180, but with `\n`). Numbers are written as numbers. A text that a spreadsheet would run as
 * a formula (it begins with = + - @, tab or return) gets a `'` in front (CWE-1236).
 */
export function csvRow(row: readonly (number | string | undefined)[]): string {
  return `${row.map((cell) => (typeof cell === "string" ? textCell(cell) : (cell ?? ""))).join(",")}\n`;
}

function textCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
