import { inputError } from "../core/errors.ts";
import { integer, list, printable } from "../core/text.ts";
import { type CsvTable, type MixedColumn, readCsv } from "./csv.ts";
import { COMMA, missingNumber, POINT, parseDecimal } from "./csv-number.ts";
import { beyondLimit, limits } from "./limits.ts";
import { type NamedBytes, type NamedPieces, shownName } from "./named.ts";

/** One epoch of a training history; whatever was not logged is missing. NaN and ±Infinity are kept: they say much. */
export interface HistoryRow {
  readonly epoch?: number;
  readonly loss?: number;
  /** Accuracies are shares, 0 … 1. */
  readonly accuracy?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  readonly testLoss?: number;
  readonly testAccuracy?: number;
  readonly learningRate?: number;
}

export interface History {
  readonly rows: readonly HistoryRow[];
  /** Which column was read as what, to be shown. */
  readonly columns: ReadonlyMap<keyof HistoryRow, string>;
  /** Columns that were not understood. */
  readonly ignored: readonly string[];
  /** True when the file has accuracies in percent; `rows` has shares. */
  readonly percent: boolean;
}

type Field = keyof HistoryRow;

const PREFIXES: readonly (readonly [prefix: "" | "validation" | "test", words: readonly string[]])[] = [
  ["validation", ["val", "valid", "validation", "dev", "eval"]],
  ["test", ["test"]],
  ["", ["train", "training", "tr", ""]],
];
const QUANTITIES: readonly (readonly [quantity: "loss" | "accuracy", words: readonly string[]])[] = [
  ["loss", ["loss", "cost", "crossentropy", "mse", "nll"]],
  [
    "accuracy",
    [
      "accuracy",
      "acc",
      "categoricalaccuracy",
      "sparsecategoricalaccuracy",
      "binaryaccuracy",
      "top1",
      "acc1",
      "multiclassaccuracy",
    ],
  ],
];
const OTHERS: readonly (readonly [Field, readonly string[]])[] = [
  ["epoch", ["epoch", "epochs", "epochnumber", "ep"]],
  ["learningRate", ["learningrate", "lr"]],
];

/**
 * Reads the history of a training from CSV, in the common spellings (Keras' CSVLogger, Lightning's metrics.csv, and by
 * hand): `epoch`, `loss`, `accuracy`, `val_loss`, `val_accuracy`, `Train Loss`, `valid/acc`, `test_acc`, `lr` … Lines of one
 * epoch are joined: of each quantity the last one that was written counts. Accuracies above 1 are read as percent.
 *
 * @throws MyelinError of kind "input": HISTORY_COLUMNS HISTORY_EPOCH HISTORY_ACCURACY HISTORY_LONG CSV_NUMBER, and those of
 * {@link readCsv}.
 */
export function readHistory(file: NamedBytes | NamedPieces): History {
  const places = new Map<Field, number>();
  const ignored: string[] = [];
  const choose = (names: readonly string[]) => {
    names.forEach((name, place) => {
      const field = fieldOf(name);
      if (field === undefined || places.has(field)) ignored.push(name);
      else places.set(field, place);
    });
    if (![...places.keys()].some((field) => field !== "epoch" && field !== "learningRate"))
      throw notUnderstood(file, names);
    const read = new Set(places.values());
    return names.map((_, place) => [place, read.has(place) ? "mixed" : "ignored"] as const);
  };
  const pieces = { name: file.name, pieces: upToLimit(file) };
  const table = readCsv(pieces, { header: true, columns: (names = []) => choose(names) });
  const rows = joinEpochs(file, table, places);
  const columns = new Map(Array.from(places, ([field, place]) => [field, table.names?.[place] ?? ""]));
  return { columns, ignored, ...asShares(file, rows) };
}

/** The file's pieces, until there are too many. */
function* upToLimit(file: NamedBytes | NamedPieces): Generator<Uint8Array> {
  let bytes = 0;
  for (const piece of "pieces" in file ? file.pieces : [file.bytes]) {
    bytes += piece.length;
    if (bytes > limits.historyBytes) throw tooLong(file, "historyBytes");
    yield piece;
  }
}

function tooLong(file: { readonly name: string }, limit: "historyBytes" | "historyEpochs") {
  const what = limit === "historyEpochs" ? " epochs" : "";
  return beyondLimit(file, limit, "HISTORY_LONG", { what, advice: "give the history of one training" });
}

/** `Val Loss`, `val/loss`, `loss_val` → validationLoss. */
function fieldOf(name: string): Field | undefined {
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && word !== "mean" && word !== "avg");
  const whole = words.join("");
  for (const [field, spellings] of OTHERS) if (spellings.includes(whole)) return field;
  for (const [prefix, sets] of PREFIXES) {
    for (const set of sets) {
      for (const [quantity, spellings] of QUANTITIES) {
        if (!spellings.some((word) => whole === set + word || whole === word + set)) continue;
        if (prefix === "") return quantity;
        const quantityName = quantity === "loss" ? "Loss" : "Accuracy";
        return `${prefix}${quantityName}`;
      }
    }
  }
  return undefined;
}

/** A cell's number, NaN and infinities as written; undefined where nothing was logged. */
type Cells = (row: number) => number | undefined;

function joinEpochs(
  file: { readonly name: string },
  table: CsvTable,
  places: ReadonlyMap<Field, number>,
): HistoryRow[] {
  const byEpoch = new Map<number, Partial<Record<Field, number>>>();
  const columns = Array.from(places, ([field, place]) => [field, cellsOf(file, table, field, place)] as const);
  const epochs = columns.find(([field]) => field === "epoch")?.[1] ?? ((row: number) => row + 1);
  for (let row = 0; row < table.rows; row++) {
    const epoch = epochs(row);
    if (epoch === undefined || !Number.isFinite(epoch)) throw noEpoch(file, table, places.get("epoch"), row);
    const values = byEpoch.get(epoch) ?? {};
    if (byEpoch.size === limits.historyEpochs && !byEpoch.has(epoch)) throw tooLong(file, "historyEpochs");
    byEpoch.set(epoch, values);
    for (const [field, cells] of columns) {
      const value = cells(row);
      if (value !== undefined) values[field] = value;
    }
  }
  return [...byEpoch.values()];
}

function cellsOf(file: { readonly name: string }, table: CsvTable, field: Field, place: number): Cells {
  const { numbers, codes, texts } = table.mixed.get(place) as MixedColumn;
  if (codes === undefined) return (row) => numbers[row];
  const spelled = texts.map(({ text, line }) => textValue(file, table, { text: text.trim(), line, field, place }));
  return (row) => (codes[row] === 0 ? numbers[row] : spelled[codes[row] - 1]);
}

/** What a cell means that is no plain number. */
function textValue(
  file: { readonly name: string },
  table: CsvTable,
  cell: { readonly text: string; readonly line: number; readonly field: Field; readonly place: number },
): number | undefined {
  const { text, line, field, place } = cell;
  if (text === "" || /^(na|n\/a|null|none|\?|-)$/i.test(text)) return undefined;
  const percent = text.endsWith("%") ? 0.01 : 1;
  const digits = new TextEncoder().encode(percent === 1 ? text : text.slice(0, -1));
  const value = parseDecimal(digits, 0, digits.length, table.delimiter === ";" && text.includes(",") ? COMMA : POINT);
  if (value !== undefined) return value * percent;
  const special = missingNumber(text);
  if (special !== undefined) return special;
  const sentence = `${shownName(file)} has in line ${integer(line)}, column ${integer(place + 1)} (${field}) the text "${printable(text, 40)}" where a number is expected: correct it.`;
  throw inputError("CSV_NUMBER", sentence, { file: file.name, line, column: place });
}

/** Accuracies in percent become shares; beyond 100 they are neither. */
function asShares(
  file: { readonly name: string },
  rows: readonly HistoryRow[],
): { rows: readonly HistoryRow[]; percent: boolean } {
  const fields = ["accuracy", "validationAccuracy", "testAccuracy"] as const;
  const most = rows.reduce((max, row) => Math.max(max, ...fields.map((field) => finite(row[field]))), 0);
  const least = rows.reduce((min, row) => Math.min(min, ...fields.map((field) => finite(row[field]))), 0);
  if (most > 100 || least < 0) {
    const sentence = `${shownName(file)} has the accuracy ${most > 100 ? most : least}, and accuracies are 0 to 1 or 0 to 100 percent: check what that column is.`;
    throw inputError("HISTORY_ACCURACY", sentence, { file: file.name, found: most > 100 ? most : least });
  }
  if (most <= 1) return { rows, percent: false };
  const share = (value: number | undefined) => (value === undefined ? undefined : value / 100);
  const scaled = rows.map((row) => {
    const changed = fields.filter((field) => row[field] !== undefined).map((field) => [field, share(row[field])]);
    return { ...row, ...Object.fromEntries(changed) } as HistoryRow;
  });
  return { rows: scaled, percent: true };
}

const finite = (value: number | undefined) => (Number.isFinite(value) ? (value as number) : 0);

function noEpoch(file: { readonly name: string }, table: CsvTable, place = 0, row = 0) {
  const { codes, texts } = table.mixed.get(place) as MixedColumn;
  const line = texts[(codes?.[row] ?? 1) - 1]?.line ?? 0;
  const sentence = `${shownName(file)} has no epoch number in line ${integer(line)}: number every line, or leave the epoch column out.`;
  return inputError("HISTORY_EPOCH", sentence, { file: file.name, line });
}

function notUnderstood(file: { readonly name: string }, names: readonly string[]) {
  const shown = names.slice(0, 12).map((name) => printable(name, 40));
  const sentence = `${shownName(file)} has none of the columns loss, accuracy, val_loss and val_accuracy: its first line is ${list(shown)}: name the columns so.`;
  return inputError("HISTORY_COLUMNS", sentence, { file: file.name, found: names });
}
