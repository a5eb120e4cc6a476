import { inputError } from "../core/errors.ts";
import { list, nearest, printable } from "../core/text.ts";
import { type CsvOptions, readCsv } from "./csv.ts";
import { parseDecimal } from "./csv-number.ts";
import { type NamedBytes, shownName } from "./named.ts";

const LABEL_NAMES = ["label", "labels", "class", "target", "y", "digit", "species"];

export interface LabelledTable {
  /** rows × columns numbers, row after row; bytes when all are whole numbers 0 … 255. */
  readonly values: Uint8Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** Names of these columns, if the file has a header. */
  readonly names: readonly string[] | undefined;
  /** One number a row: as written, or the place of the row's text in `classes`. Absent with `label: "none"`. */
  readonly labels?: Float64Array;
  /** The texts that occur as labels, sorted, when they are texts. */
  readonly classes?: readonly string[];
  /** What the reader decided, to be shown. */
  readonly labelColumn?: { readonly place: number; readonly name: string | undefined };
  readonly delimiter: string;
  readonly decimal: string;
}

/**
 * Reads a CSV table with one column of labels: the one that is named, else the one with a usual name (label, class,
 * target, y), else the first. Whole numbers stay as written (`7.0` is 7); texts become places in a sorted class table.
 *
 * @param label name or place (from 0) of the column, or "none" for a file without labels.
 * @throws MyelinError of kind "input": CSV_LABEL, and those of {@link readCsv}.
 */
export function readLabelledCsv(
  file: NamedBytes,
  options: Omit<CsvOptions, "text"> & { readonly label?: string | number } = {},
): LabelledTable {
  let place = -1;
  const text: CsvOptions["text"] = (names, columns) => {
    place = options.label === "none" ? -1 : labelPlace(file, names, columns, options.label);
    return place < 0 ? [] : [place];
  };
  const table = readCsv(file, { ...options, text });
  const { rows, numbers: values, names, delimiter, decimal } = table;
  const shared = { values, rows, columns: table.numberColumns.length, delimiter, decimal };
  const dataNames = names && table.numberColumns.map((column) => names[column]);
  if (place < 0) return { ...shared, names: dataNames };
  const labelColumn = { place, name: names?.[place] };
  return { ...shared, names: dataNames, labelColumn, ...labelsOf(file, table.texts.get(place) ?? [], table.line) };
}

function labelPlace(
  file: NamedBytes,
  names: readonly string[] | undefined,
  columns: number,
  label?: string | number,
): number {
  if (typeof label === "number" && Number.isInteger(label) && label >= 0 && label < columns) return label;
  if (label === undefined) {
    const usual = (names ?? []).flatMap((name, i) => (LABEL_NAMES.includes(name.toLowerCase()) ? [i] : []));
    return usual.length === 1 ? usual[0] : 0;
  }
  const found = names?.indexOf(String(label)) ?? -1;
  if (found >= 0) return found;
  const near = nearest(String(label), names ?? []);
  const shown = (names ?? []).slice(0, 8).map((name) => printable(name, 40));
  const there = names
    ? `its columns are ${list(shown)}${names.length > 8 ? " …" : ""}`
    : `it has ${columns} columns without names`;
  const advice = near === undefined ? "name one of them, or its place from 0" : `did you mean ${printable(near, 40)}`;
  const sentence = `${shownName(file)} has no label column ${printable(String(label), 40)}: ${there}: ${advice}${near === undefined ? "." : "?"}`;
  throw inputError("CSV_LABEL", sentence, { file: file.name, label, columns: names ?? columns });
}

function labelsOf(file: NamedBytes, cells: readonly string[], line: (row: number) => number) {
  const numbers = Float64Array.from(cells, (cell) => decimal(cell) ?? Number.NaN);
  const empty = cells.findIndex((cell) => cell.trim() === "");
  if (empty >= 0) {
    const sentence = `${shownName(file)} has no label in line ${line(empty)}: fill it in, or leave that row out.`;
    throw inputError("CSV_LABEL", sentence, { file: file.name, line: line(empty), row: empty });
  }
  const texts = numbers.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  if (texts === 0) return { labels: numbers };
  if (texts < cells.length) {
    const row = numbers.findIndex((value) => Number.isNaN(value));
    const numeric = cells.length - texts;
    const sentence = `${shownName(file)} mixes ${numeric} numbers and ${texts} texts as labels, the first text "${printable(cells[row], 40)}" in line ${line(row)}: write all labels in one way.`;
    throw inputError("CSV_LABEL", sentence, { file: file.name, line: line(row), row });
  }
  const classes = [...new Set(cells)].sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(classes.map((name, i) => [name, i]));
  return { labels: Float64Array.from(cells, (cell) => places.get(cell) as number), classes };
}

function decimal(text: string): number | undefined {
  const bytes = new TextEncoder().encode(text);
  return parseDecimal(bytes, 0, bytes.length);
}
