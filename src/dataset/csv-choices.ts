import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, list, printable } from "../core/text.ts";
import { detectDelimiter } from "../formats/csv-records.ts";
import { type NamedBytes, shownName } from "../formats/named.ts";

/** The first lines of a table, to decide by. */
export interface CsvLook {
  /** Names of the columns where the first line has names. */
  readonly names: readonly string[] | undefined;
  readonly columns: number;
  /** Cells of the first rows, as they are written. */
  readonly rows: readonly (readonly string[])[];
}

const LOOK_BYTES = 1 << 18;
const LOOK_ROWS = 200;
const LABEL_NAMES = ["label", "labels", "class", "target", "digit", "species"];
const PIXEL_NAME = /^(pixel|pix|px|p|x)?[ _-]?\d+([x_-]\d+)?$/i;
const COUNTING_NAME = /^(|#|id|index|idx|row|rowid|row_id|imageid|image_id|unnamed: 0)$/i;

/** Looks at the first 200 rows. The first line has names where one of its cells is a text above numbers. */
export function lookAtCsv(file: NamedBytes): CsvLook {
  const { bytes } = file;
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const head = bytes.subarray(start, start + LOOK_BYTES);
  const whole = start + head.length === bytes.length;
  const delimiter = detectDelimiter(file, head, whole);
  const lines = new TextDecoder().decode(head).split(/\r\n|\n|\r/);
  if (!whole && lines.length > 1) lines.pop();
  const cells = lines
    .slice(0, LOOK_ROWS + 1)
    .filter((line) => line !== "")
    .map((line) => cellsOf(line, delimiter));
  const [first = [], second] = cells;
  const named =
    second === undefined
      ? !first.every(isNumber)
      : first.some((cell, i) => !isNumber(cell) && isNumber(second[i] ?? "")) || !first.some(isNumber);
  const names = named ? first.map((name, i) => (i === 0 ? name.replace(/^#\s*/, "") : name).trim()) : undefined;
  return { names, columns: first.length, rows: named ? cells.slice(1) : cells };
}

/** Cells of a line; a quoted cell may hold separators. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line[i]!;
    if (quoted && letter === '"' && line[i + 1] === '"') cell += line[i++]!;
    else if (letter === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (letter === delimiter && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += letter;
  }
  return [...cells, cell];
}

function isNumber(cell: string): boolean {
  return /^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?\s*$/i.test(cell) || /^\s*(nan|na|inf|-inf)?\s*$/i.test(cell);
}

/** Which column is the label, and why. */
export interface LabelChoice {
  readonly place: number;
  readonly why: string;
}

/**
 * The label's column: the one that is asked for (a name, a place from 0, first, last), else one with a usual name, else the only one
 * with texts, else the first or last one if it looks like classes.
 *
 * @throws MyelinError CSV_LABEL.
 */
export function chooseLabel(file: NamedBytes, look: CsvLook, asked: string | undefined): LabelChoice {
  const { names, columns } = look;
  if (asked !== undefined) return askedLabel(file, look, asked);
  const usual = places(columns, (i) => LABEL_NAMES.includes(names?.[i]?.toLowerCase() ?? ""));
  if (usual.length === 1) return { place: usual[0]!, why: "by its name" };
  const others = places(
    columns,
    (i) => names !== undefined && !PIXEL_NAME.test(names[i]!) && !COUNTING_NAME.test(names[i]!),
  );
  if (others.length === 1 && columns > 2) return { place: others[0]!, why: "the one that is no pixel" };
  const texts = places(columns, (i) => look.rows.some((row) => !isNumber(row[i] ?? "")));
  if (texts.length === 1) return { place: texts[0]!, why: "the one with texts" };
  // Behind the texts: beside an x, a y is a place.
  const y = places(columns, (i) => names?.[i]?.toLowerCase() === "y");
  if (y.length === 1) return { place: y[0]!, why: "by its name" };
  const ends = [columns - 1, 0].filter((i) => columns > 1 && looksLikeClasses(look.rows.map((row) => row[i] ?? "")));
  if (ends.length === 1) return { place: ends[0]!, why: "its numbers look like classes" };
  const side = Math.trunc(Math.sqrt(columns - 1) + 0.5);
  if (ends.length === 2)
    return side * side === columns - 1 && side >= 14
      ? { place: 0, why: "the first one of pictures" }
      : { place: columns - 1, why: "the last one of a table" };
  throw noLabel(file, look, "has no column that looks like classes");
}

function askedLabel(file: NamedBytes, look: CsvLook, asked: string): LabelChoice {
  const found = look.names?.indexOf(asked) ?? -1;
  if (found >= 0) return { place: found, why: "as asked" };
  const place =
    asked === "first" ? 0 : asked === "last" ? look.columns - 1 : /^\d{1,6}$/.test(asked) ? Number(asked) : -1;
  if (place >= 0 && place < look.columns) return { place, why: "as asked" };
  throw noLabel(file, look, `has no column ${printable(asked, 40)}`);
}

/** A first column that counts the rows by its name and its numbers. */
export function countingColumn({ names, rows }: CsvLook): boolean {
  if (names === undefined || rows.length < 3 || !COUNTING_NAME.test(names[0]!.trim())) return false;
  const first = Number(rows[0]![0]);
  return rows.every((row, i) => Number(row[0]) === first + i);
}

/** Whether the columns beside the label are named as pixels are. */
export function namesPixels({ names }: CsvLook, label: number): boolean {
  return names?.every((name, i) => i === label || PIXEL_NAME.test(name)) ?? false;
}

function places(columns: number, holds: (place: number) => boolean): number[] {
  return Array.from({ length: columns }, (_, i) => i).filter(holds);
}

/** Whole numbers, several of them, that occur again and again. */
function looksLikeClasses(cells: readonly string[]): boolean {
  const values = new Set(cells.map((cell) => cell.trim()));
  return (
    values.size >= 2 &&
    values.size <= Math.max(10, cells.length / 4) &&
    [...values].every((value) => /^-?\d{1,3}(\.0*)?$/.test(value))
  );
}

function noLabel(file: NamedBytes, { names, columns }: CsvLook, what: string): MyelinError {
  const shown = names?.slice(0, 8).map((name) => printable(name, 40)) ?? [];
  const there =
    names === undefined
      ? `${integer(columns)} columns without names`
      : `the columns ${list(shown)}${names.length > 8 ? " …" : ""}`;
  const sentence = `${shownName(file)} ${what} (it has ${there}): say which one is the label, by its name, its place from 0, or as first or last, with --label`;
  return inputError("CSV_LABEL", `${sentence}.`, { file: file.name, columns: names ?? columns });
}
