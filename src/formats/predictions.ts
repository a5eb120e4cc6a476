import { inputError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { readCsv } from "./csv.ts";
import { parseDecimal } from "./csv-number.ts";
import { type NamedBytes, shownName } from "./named.ts";
import { isNpy, readNpy } from "./npy.ts";

/** What a network answered: class numbers (width 1) or scores, row after row (width = number of classes). */
export interface PredictionsTable {
  readonly values: Uint8Array | Float32Array | Float64Array;
  readonly width: number;
  readonly rows: number;
  readonly name: string;
  /** What the reader decided, where it is not plain: for example "column 1 (ImageId) counts the rows". */
  readonly note?: string;
}

/**
 * Reads predictions from CSV or .npy: one class number a row, or one score a class and row. A first column that counts the
 * rows (as in Kaggle's `ImageId,Label`) is left out; class names are looked up in `classes`.
 *
 * @throws MyelinError of kind "input": PREDICTIONS_SHAPE PREDICTIONS_NAME, and those of {@link readCsv} and `readNpy`.
 */
export function readPredictions(
  file: NamedBytes,
  options: { readonly classes?: readonly string[] } = {},
): PredictionsTable {
  if (isNpy(file.bytes)) return predictionsOfArray(file.name, readNpy(file));
  const table = readCsv(file, { text: (_names, columns) => [columns - 1] });
  const { columns, rows, names } = table;
  const last = table.texts.get(columns - 1) ?? [];
  const counted =
    columns > 1 && table.numberColumns.length >= 1 && countsRows(table.numbers, columns - 1, rows, names?.[0]);
  const from = counted ? 1 : 0;
  const width = columns - from;
  const values = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let i = from; i < columns - 1; i++) values[row * width + i - from] = table.numbers[row * (columns - 1) + i];
    values[(row + 1) * width - 1] = lastCell(file, last[row], width, table.line(row), options.classes);
  }
  const note = counted ? `column 1${names ? ` (${printable(names[0], 40)})` : ""} counts the rows` : undefined;
  return { values, width, rows, name: file.name, ...(note ? { note } : {}) };
}

/** Predictions in an array: (rows), (rows, 1) or (rows, classes). @throws PREDICTIONS_SHAPE. */
export function predictionsOfArray(
  name: string,
  array: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
): PredictionsTable {
  const [rows = 0, width = 1] = array.shape;
  if (array.shape.length < 1 || array.shape.length > 2 || width < 1) {
    const shape = array.shape.map(integer).join(" × ") || "no dimensions";
    const sentence = `${printable(name, 200)} has the shape ${shape}, and predictions are one class number a row or one score a row and class: save them so.`;
    throw inputError("PREDICTIONS_SHAPE", sentence, { file: name, shape: array.shape });
  }
  const { data } = array;
  const plain = data instanceof Uint8Array || data instanceof Float32Array || data instanceof Float64Array;
  return { values: plain ? data : Float64Array.from(data), width, rows, name };
}

/** Whether the first column is 0, 1, 2 … or 1, 2, 3 …: in a table with scores, or under a name that says so. */
function countsRows(numbers: ArrayLike<number>, width: number, rows: number, name: string | undefined): boolean {
  const named = name !== undefined && /^(|.*id|.*index|row|#|unnamed: 0)$/i.test(name.trim());
  if (!named && rows < 3) return false;
  const first = numbers[0];
  if (first !== 0 && first !== 1) return false;
  for (let row = 0; row < rows; row++) if (numbers[row * width] !== first + row) return false;
  return true;
}

function lastCell(file: NamedBytes, text: string, width: number, line: number, classes?: readonly string[]): number {
  const bytes = new TextEncoder().encode(text);
  const value = parseDecimal(bytes, 0, bytes.length);
  if (value !== undefined && Number.isFinite(value)) return value;
  const known = width === 1 ? (classes?.indexOf(text.trim()) ?? -1) : -1;
  if (known >= 0) return known;
  const expected = width > 1 ? "a score" : classes ? "a class number or class name" : "a class number";
  const sentence = `${shownName(file)} has in line ${integer(line)} the text "${printable(text, 40)}" where ${expected} is expected: write class numbers from 0.`;
  throw inputError("PREDICTIONS_NAME", sentence, { file: file.name, line });
}
