import { inputError } from "../core/errors.ts";
import { integer, list, nearest, printable } from "../core/text.ts";
import { type CsvOptions, type MixedColumn, readCsv } from "./csv.ts";
import { type NamedBytes, type NamedPieces, shownName } from "./named.ts";

const LABEL_NAMES = ["label", "labels", "class", "target", "y", "digit", "species"];

export interface LabelledTable {
  /** rows × columns numbers, row after row; bytes when all are whole numbers 0 … 255. */
  readonly values: Uint8Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** Names of these columns, if the file has a header. */
  readonly names: readonly string[] | undefined;
  /** One number a row: as written, or the place of the row's text in `classes`. Absent with `label: "none"`. */
  readonly labels?: Uint8Array | Float64Array;
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
  file: NamedBytes | NamedPieces,
  options: Omit<CsvOptions, "columns"> & { readonly label?: string | number } = {},
): LabelledTable {
  let place = -1;
  const columns: CsvOptions["columns"] = (names, count) => {
    place = options.label === "none" ? -1 : labelPlace(file, names, count, options.label);
    return place < 0 ? [] : [[place, "mixed"]];
  };
  const table = readCsv(file, { ...options, columns });
  const { rows, numbers: values, names, delimiter, decimal } = table;
  const shared = { values, rows, columns: table.numberColumns.length, delimiter, decimal };
  const dataNames = names && table.numberColumns.map((column) => names[column]);
  const column = table.mixed.get(place);
  if (column === undefined) return { ...shared, names: dataNames };
  const labelColumn = { place, name: names?.[place] };
  return { ...shared, names: dataNames, labelColumn, ...labelsOf(file, column) };
}

function labelPlace(
  file: { readonly name: string },
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

function labelsOf(file: { readonly name: string }, { numbers, codes, texts }: MixedColumn) {
  const empty = texts.find(({ text }) => text.trim() === "");
  if (empty !== undefined) {
    const { line, row } = empty;
    const sentence = `${shownName(file)} has no label in line ${integer(line)}: fill it in, or leave that row out.`;
    throw inputError("CSV_LABEL", sentence, { file: file.name, line, row });
  }
  if (codes === undefined) return { labels: numbers };
  const numeric = count(codes, 0);
  if (numeric > 0) {
    const { text, line, row } = texts[0];
    const sentence = `${shownName(file)} mixes ${integer(numeric)} numbers and ${integer(codes.length - numeric)} texts as labels, the first text "${printable(text, 40)}" in line ${integer(line)}: write all labels in one way.`;
    throw inputError("CSV_LABEL", sentence, { file: file.name, line, row });
  }
  const classes = texts.map(({ text }) => text).sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(classes.map((name, i) => [name, i]));
  const byCode = texts.map(({ text }) => places.get(text) as number);
  const labels = classes.length <= 256 ? new Uint8Array(codes.length) : new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) labels[row] = byCode[codes[row] - 1];
  return { labels, classes };
}

function count(values: Uint8Array | Float64Array, wanted: number): number {
  let found = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === wanted) found++;
  return found;
}
