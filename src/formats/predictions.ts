import { inputError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { type CsvTable, type MixedColumn, readCsv } from "./csv.ts";
import { type NamedBytes, type NamedPieces, shownName } from "./named.ts";
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
  file: NamedBytes | NamedPieces,
  options: { readonly classes?: readonly string[] } = {},
): PredictionsTable {
  if ("bytes" in file && isNpy(file.bytes)) return predictionsOfArray(file.name, readNpy(file));
  // Class names can stand in a table of one column, or of two of which the first counts the rows.
  const table = readCsv(file, { columns: (_names, count) => (count > 2 ? [] : [[count - 1, "mixed"]]) });
  const { columns, rows, names } = table;
  const counted = columns > 1 && countsRows(table.numbers, table.numberColumns.length, rows, names?.[0]);
  const width = columns - (counted ? 1 : 0);
  const last = columns > 2 ? undefined : lastColumn(file, table, width, options.classes);
  const values = last === undefined ? scores(table, counted) : width === 1 ? last : sideBySide(table.numbers, last);
  const note = counted ? `column 1${names ? ` (${printable(names[0], 40)})` : ""} counts the rows` : undefined;
  return { values, width, rows, name: file.name, ...(note ? { note } : {}) };
}

/** The table's numbers, without the first column where it counts the rows. */
function scores({ numbers, columns, rows }: CsvTable, counted: boolean): Uint8Array | Float64Array {
  if (!counted) return numbers;
  for (let row = 0; row < rows; row++) numbers.copyWithin(row * (columns - 1), row * columns + 1, (row + 1) * columns);
  return numbers.subarray(0, rows * (columns - 1));
}

function sideBySide(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const both = new Float64Array(2 * a.length);
  for (let row = 0; row < a.length; row++) {
    both[2 * row] = a[row];
    both[2 * row + 1] = b[row];
  }
  return both;
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

/** The last column of a table with one or two: class numbers or names, or scores. */
function lastColumn(
  file: { readonly name: string },
  table: CsvTable,
  width: number,
  classes?: readonly string[],
): Uint8Array | Float64Array {
  const { numbers, codes, texts } = table.mixed.get(table.columns - 1) as MixedColumn;
  if (codes === undefined) return numbers;
  const places = texts.map(({ text }) => (width === 1 ? (classes?.indexOf(text.trim()) ?? -1) : -1));
  const unknown = texts.find((_, i) => places[i] < 0);
  if (unknown !== undefined) {
    const expected = width > 1 ? "a score" : classes ? "a class number or class name" : "a class number";
    const sentence = `${shownName(file)} has in line ${integer(unknown.line)} the text "${printable(unknown.text, 40)}" where ${expected} is expected: write class numbers from 0.`;
    throw inputError("PREDICTIONS_NAME", sentence, { file: file.name, line: unknown.line });
  }
  const values = places.some((place) => place > 255) ? Float64Array.from(numbers) : numbers;
  for (let row = 0; row < codes.length; row++) if (codes[row] > 0) values[row] = places[codes[row] - 1];
  return values;
}
