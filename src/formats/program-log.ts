import { inputError } from "../core/errors.ts";
import { integer, list, printable } from "../core/text.ts";
import type { HistoryRow } from "./history.ts";
import { type NamedBytes, shownName } from "./named.ts";

/** What a program printed, as a history. */
export interface ProgramLog {
  /** Whose form it is: "the book's program", "Keras" … */
  readonly form: string;
  readonly rows: readonly HistoryRow[];
  /** `30 epochs, test accuracy`: what was understood. */
  readonly understood: string;
}

type Values = { -readonly [K in keyof HistoryRow]: HistoryRow[K] };

/** One way of printing: what a line says, and of which epoch. */
interface Form {
  readonly name: string;
  /** What a line adds to its epoch; undefined for a line that says nothing. `state` lives as long as the log. */
  readonly line: (line: string, state: State) => Values | undefined;
}

interface State {
  /** The epoch of the lines that follow. */
  epoch: number | undefined;
}

const NUMBER = String.raw`([-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|nan|inf(?:inity)?))`;
const match = (pattern: string) => new RegExp(pattern.replaceAll("NUMBER", NUMBER), "i");

/** `Epoch 0: 1010 / 10000`; the book counts from 0. */
const BOOK = match(String.raw`^\s*Epoch (\d+)\s*:\s*(\d+) ?/ ?(\d+)\s*$`);
/** Of network2: `Epoch 0 training complete`, then lines such as `Cost on training data: 0.7` and `Accuracy on evaluation data: 9100 / 10000`. */
const BOOK_EPOCH = match(String.raw`^\s*Epoch (\d+) training complete\s*$`);
const BOOK_COST = match(String.raw`^\s*Cost on (training|evaluation) data:\s*NUMBER`);
const BOOK_ACCURACY = match(String.raw`^\s*Accuracy on (training|evaluation) data:\s*(\d+) ?/ ?(\d+)`);
const KERAS_EPOCH = match(String.raw`^\s*Epoch (\d+)/\d+\s*$`);
const KERAS_PAIR = match(String.raw`(?:^|\s-\s)\s*([a-z_]\w*):\s*NUMBER`);
const TORCH_TRAIN = match(String.raw`^\s*Train(?:ing)? Epoch:?\s*(\d+).*\bLoss:?\s*NUMBER`);
const TORCH_TEST = match(String.raw`^\s*Test set:\s*Average loss:\s*NUMBER,\s*Accuracy:\s*(\d+)/(\d+)`);
const SKLEARN = match(String.raw`^\s*Iteration (\d+), loss = NUMBER\s*$`);
const SKLEARN_SCORE = match(String.raw`^\s*Validation score:\s*NUMBER\s*$`);
const PAIRS = match(String.raw`^\s*\[?\(?epoch\s*[:=#]?\s*\[?(\d+)`);
const PAIR = new RegExp(
  String.raw`\b((?:train|training|val|valid|validation|test|eval)?[ _/-]?(?:loss|cost|acc|accuracy|lr))\b\s*[:=]?\s*${NUMBER}\s*(%)?`,
  "gi",
);

const FORMS: readonly Form[] = [
  { name: "the book's program", line: bookLine },
  { name: "Keras", line: kerasLine },
  { name: "the PyTorch example", line: torchLine },
  { name: "scikit-learn", line: sklearnLine },
  { name: "lines with an epoch, names and numbers", line: pairsLine },
];

function bookLine(line: string, state: State): Values | undefined {
  const plain = BOOK.exec(line);
  if (plain) return { epoch: Number(plain[1]) + 1, testAccuracy: Number(plain[2]) / Number(plain[3]) };
  const epoch = BOOK_EPOCH.exec(line);
  if (epoch) state.epoch = Number(epoch[1]) + 1;
  if (state.epoch === undefined) return undefined;
  const cost = BOOK_COST.exec(line);
  if (cost)
    return {
      epoch: state.epoch,
      [cost[1]!.toLowerCase() === "training" ? "loss" : "validationLoss"]: numberOf(cost[2]!),
    };
  const accuracy = BOOK_ACCURACY.exec(line);
  const field = accuracy?.[1]?.toLowerCase() === "training" ? "accuracy" : "validationAccuracy";
  return accuracy ? { epoch: state.epoch, [field]: Number(accuracy[2]) / Number(accuracy[3]) } : undefined;
}

/** `Epoch 1/5`, then a line of progress that ends `- accuracy: 0.9 - loss: 0.3 - val_accuracy: …`; what is overwritten by \r is left out. */
function kerasLine(line: string, state: State): Values | undefined {
  const epoch = KERAS_EPOCH.exec(line);
  if (epoch) {
    state.epoch = Number(epoch[1]);
    return undefined;
  }
  if (state.epoch === undefined || !/\d+\/\d+/.test(line)) return undefined;
  const values: Values = { epoch: state.epoch };
  for (const part of line.split(/\s-\s|\s{2,}/)) {
    const pair = KERAS_PAIR.exec(part);
    const field = pair === null ? undefined : fieldOf(pair[1]!);
    if (pair && field) values[field] = numberOf(pair[2]!);
  }
  return Object.keys(values).length > 1 ? values : undefined;
}

function torchLine(line: string, state: State): Values | undefined {
  const train = TORCH_TRAIN.exec(line);
  if (train) {
    state.epoch = Number(train[1]);
    return { epoch: state.epoch, loss: numberOf(train[2]!) };
  }
  const test = TORCH_TEST.exec(line);
  if (test === null || state.epoch === undefined) return undefined;
  return { epoch: state.epoch, testLoss: numberOf(test[1]!), testAccuracy: Number(test[2]) / Number(test[3]) };
}

function sklearnLine(line: string, state: State): Values | undefined {
  const iteration = SKLEARN.exec(line);
  if (iteration) {
    state.epoch = Number(iteration[1]);
    return { epoch: state.epoch, loss: numberOf(iteration[2]!) };
  }
  const score = SKLEARN_SCORE.exec(line);
  return score && state.epoch !== undefined
    ? { epoch: state.epoch, validationAccuracy: numberOf(score[1]!) }
    : undefined;
}

/** `Epoch 3 | train loss 0.31 | val acc 91.2%`, `[epoch 3] loss: 0.31, test_acc=0.9`. */
function pairsLine(line: string, _state: State): Values | undefined {
  const epoch = PAIRS.exec(line);
  if (epoch === null) return undefined;
  const values: Values = { epoch: Number(epoch[1]) };
  for (const [, name, number, percent] of line.matchAll(PAIR)) {
    const field = fieldOf(name!);
    if (field) values[field] = numberOf(number!) * (percent ? 0.01 : 1);
  }
  return Object.keys(values).length > 1 ? values : undefined;
}

/** `val_accuracy` → validationAccuracy; `sparse_categorical_accuracy` → accuracy. */
export function fieldOf(name: string): keyof HistoryRow | undefined {
  const words = name.toLowerCase().split(/[^a-z]+/);
  const of = words.some((word) => /^(val|valid|validation|eval|dev)$/.test(word))
    ? "validation"
    : words.includes("test")
      ? "test"
      : "";
  if (words.includes("lr") || name.toLowerCase() === "learning_rate") return "learningRate";
  const what = words.some((word) => /^(acc|accuracy)$/.test(word))
    ? "Accuracy"
    : words.some((word) => /^(loss|cost)$/.test(word))
      ? "Loss"
      : undefined;
  if (what === undefined) return undefined;
  return of === "" ? (what.toLowerCase() as "loss" | "accuracy") : `${of}${what}`;
}

function numberOf(text: string): number {
  const lower = text.toLowerCase();
  if (lower.includes("nan")) return Number.NaN;
  return lower.includes("inf")
    ? lower.startsWith("-")
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY
    : Number(lower);
}

/** Longest line that is looked at: progress lines are a few hundred characters. */
const LONGEST_LINE = 10_000;

/**
 * Reads what a program printed while it trained, known by its structure alone: the book's programs, Keras, the PyTorch examples,
 * scikit-learn, JSON lines, and lines `epoch 3 … loss 0.3 … acc 91 %`. Other lines may stand between.
 *
 * @returns undefined when no form is recognised.
 */
export function readProgramLog(file: NamedBytes): ProgramLog | undefined {
  const lines = new TextDecoder().decode(file.bytes).split("\n").map(shownOf);
  const json = jsonLines(lines);
  if (json !== undefined) return logOf("JSON lines", json);
  for (const { name, line } of FORMS) {
    const state: State = { epoch: undefined };
    const rows = joinRows(lines.map((text) => line(text, state)));
    if (rows.length > 0) return logOf(name, rows);
  }
  return undefined;
}

/** What stays on the screen of a line: what is behind the last carriage return, without colours. */
function shownOf(line: string): string {
  const shown = line.slice(0, LONGEST_LINE * 100).replace(/[\r\b]+$/, "");
  const last = shown.slice(Math.max(shown.lastIndexOf("\r"), shown.lastIndexOf("\b")) + 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins colours
  return last.slice(0, LONGEST_LINE).replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "");
}

/** Lines of one epoch joined: of each quantity the last one counts. */
function joinRows(found: readonly (Values | undefined)[]): HistoryRow[] {
  const rows = new Map<number, Values>();
  for (const values of found) {
    if (values?.epoch === undefined) continue;
    rows.set(values.epoch, { ...rows.get(values.epoch), ...values });
  }
  return [...rows.values()];
}

/** `{"epoch": 1, "loss": 0.5, "val_acc": 0.9}` a line. */
function jsonLines(lines: readonly string[]): HistoryRow[] | undefined {
  const full = lines.filter((line) => line.trim() !== "");
  if (full.length === 0 || !full[0]!.trim().startsWith("{")) return undefined;
  const rows = full.map((line, i) => {
    const entry = parsed(line);
    if (entry === undefined) return undefined;
    const epoch = entry.epoch ?? entry.Epoch ?? entry.step;
    const values: Values = { epoch: typeof epoch === "number" ? epoch : i + 1 };
    for (const [key, value] of Object.entries(entry)) {
      const field = fieldOf(key);
      if (field && typeof value === "number") values[field] = value;
    }
    return Object.keys(values).length > 1 ? values : undefined;
  });
  const joined = joinRows(rows);
  return joined.length > 0 ? joined : undefined;
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line.replace(/\bNaN\b/g, "null"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const WORDS: readonly (readonly [keyof HistoryRow, string])[] = [
  ["loss", "training cost"],
  ["accuracy", "training accuracy"],
  ["validationLoss", "validation cost"],
  ["validationAccuracy", "validation accuracy"],
  ["testLoss", "test cost"],
  ["testAccuracy", "test accuracy"],
  ["learningRate", "learning rate"],
];

function logOf(form: string, rows: readonly HistoryRow[]): ProgramLog {
  return { form, rows: asShares(rows), understood: whatIsIn(rows) };
}

/** `30 epochs, test accuracy`. */
export function whatIsIn(rows: readonly HistoryRow[]): string {
  const kinds = WORDS.flatMap(([field, word]) => (rows.some((row) => row[field] !== undefined) ? [word] : []));
  return `${integer(rows.length)} ${rows.length === 1 ? "epoch" : "epochs"}, ${list(kinds)}`;
}

/** Accuracies beyond 1 are percent. */
function asShares(rows: readonly HistoryRow[]): HistoryRow[] {
  const fields = ["accuracy", "validationAccuracy", "testAccuracy"] as const;
  const percent = rows.some((row) => fields.some((field) => (row[field] ?? 0) > 1));
  if (!percent) return [...rows];
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(fields.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field] / 100]]))),
  }));
}

/** @throws MyelinError HISTORY_FORM: what was looked for, and what the file begins with. */
export function refuseLog(file: NamedBytes): never {
  const first = new TextDecoder().decode(file.bytes.subarray(0, 400)).split("\n")[0] ?? "";
  const sentence = `${shownName(file)} is no log that is understood (it begins "${printable(first, 60)}"): give a CSV with the columns epoch, loss and accuracy, JSON lines, or what Keras, PyTorch's examples, scikit-learn or the book's program print`;
  throw inputError("HISTORY_FORM", `${sentence}.`, { file: file.name });
}
