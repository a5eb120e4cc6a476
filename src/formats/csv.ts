import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { CsvCells, IGNORED, NUMBER } from "./csv-cells.ts";
import type { MixedColumn } from "./csv-columns.ts";
import { COMMA, missingNumber, POINT, parseDecimal } from "./csv-number.ts";
import { PlainRows } from "./csv-plain-rows.ts";
import { type CsvRecord, CsvRecords, type Delimiter, detectDelimiter } from "./csv-records.ts";
import { CsvText } from "./csv-text.ts";
import { beyondLimit, limits } from "./limits.ts";
import { describeBytes, type NamedBytes, type NamedPieces, shownName } from "./named.ts";

export type { ColumnText, MixedColumn } from "./csv-columns.ts";
export type { Delimiter } from "./csv-records.ts";

export interface CsvOptions {
  /** Default: found from the first 64 lines. */
  readonly delimiter?: Delimiter;
  /** Whether the first line names the columns. Default: it does when a cell of it is no number. */
  readonly header?: boolean;
  /** What becomes of empty cells, `NaN`, `NA`, `inf` …: refused (default), or NaN and ±Infinity. */
  readonly missing?: "refuse" | "nan";
  /**
   * Columns that are more or less than numbers, by their place from 0: of mixed ones the texts are kept too, of ignored ones
   * nothing. `names` is there when there is a header.
   */
  readonly columns?: (
    names: readonly string[] | undefined,
    count: number,
  ) => Iterable<readonly [place: number, kind: "mixed" | "ignored"]>;
}

export interface CsvTable {
  readonly delimiter: Delimiter;
  /** "," in files with semicolons whose numbers are written so. */
  readonly decimal: "." | ",";
  /** Names of all columns, if the file has a header. */
  readonly names: readonly string[] | undefined;
  /** Columns of the file. */
  readonly columns: number;
  readonly rows: number;
  /** Places of the number columns, in order. */
  readonly numberColumns: readonly number[];
  /** rows × numberColumns numbers, row after row; bytes when all are whole numbers 0 … 255. */
  readonly numbers: Uint8Array | Float64Array;
  /** The mixed columns, by their place. */
  readonly mixed: ReadonlyMap<number, MixedColumn>;
}

const PIECE = 1 << 20;
const HEAD = 1 << 18;
/** A mark that no byte is: the decimal mark of the file is not known yet. */
const UNKNOWN = 0x100;
const SEPARATORS: Readonly<Record<Delimiter, string>> = { ",": "comma", ";": "semicolon", "\t": "tab" };

/**
 * Reads a CSV table: a rectangle of numbers, with columns of texts where the caller wants them. Nothing is guessed: a cell that
 * is no plain decimal number, a row that is shorter or longer than the others, or bytes that are not UTF-8 are refused with
 * their line and column. Neither the file nor a text of it is ever held whole.
 *
 * @throws MyelinError of kind "input": CSV_EMPTY CSV_KIND CSV_ENCODING CSV_NUL CSV_HEADER CSV_WIDTH CSV_NUMBER CSV_MISSING
 * CSV_RANGE CSV_TEXTS, and those of {@link CsvRecords}.
 */
export function readCsv(file: NamedBytes | NamedPieces, options: CsvOptions = {}): CsvTable {
  const reader = new CsvReader(file, options);
  for (const piece of "pieces" in file ? file.pieces : [file.bytes]) {
    for (let at = 0; at < piece.length; at += PIECE) reader.push(piece.subarray(at, at + PIECE));
  }
  return reader.end();
}

/** {@link readCsv} for bytes that are pushed as they come. */
export class CsvReader {
  private readonly file: { readonly name: string };
  private readonly options: CsvOptions;
  private head: Uint8Array[] = [];
  private headBytes = 0;
  private table: TableBuilder | undefined;
  private records: CsvRecords | undefined;

  constructor(file: { readonly name: string }, options: CsvOptions = {}) {
    this.file = file;
    this.options = options;
  }

  /** Takes the next bytes; pieces of any size, which may be used for something else afterwards. */
  push(piece: Uint8Array): void {
    if (this.records !== undefined) this.records.push(piece);
    else {
      this.head.push(piece.slice());
      this.headBytes += piece.length;
      if (this.headBytes >= HEAD) this.begin(false);
    }
  }

  /** Says that there are no more. */
  end(): CsvTable {
    if (this.records === undefined) this.begin(true);
    this.records?.end();
    return (this.table as TableBuilder).finish();
  }

  private begin(whole: boolean): void {
    const head = new Uint8Array(this.headBytes);
    let at = 0;
    for (const piece of this.head) {
      head.set(piece, at);
      at += piece.length;
    }
    this.head = [];
    const bytes = withoutMark({ name: this.file.name, bytes: head });
    const delimiter = this.options.delimiter ?? detectDelimiter(this.file, bytes.subarray(0, HEAD), whole);
    const table = new TableBuilder(this.file, head.length - bytes.length, delimiter, this.options);
    this.table = table;
    this.records = new CsvRecords(this.file, delimiter, table);
    table.special = this.records.special;
    this.records.push(bytes);
  }
}

/** The bytes behind a UTF-8 mark; UTF-16 and known binary formats are refused by name. */
function withoutMark(file: NamedBytes): Uint8Array {
  const { bytes } = file;
  const [a, b, c] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    const which = a === 0xff ? "UTF-16 LE" : "UTF-16 BE";
    throw inputError(
      "CSV_ENCODING",
      `${shownName(file)} is ${which} text: save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8.`,
      { file: file.name, offset: 0 },
    );
  }
  const kind = describeBytes(bytes);
  if (kind)
    throw inputError("CSV_KIND", `${shownName(file)} looks like ${kind}, not like CSV text: give a .csv file.`, {
      file: file.name,
      kind,
    });
  return a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes;
}

class TableBuilder {
  readonly file: { readonly name: string };
  readonly texts: CsvText;
  readonly delimiter: Delimiter;
  readonly options: CsvOptions;
  special = new Uint8Array(0);
  names: readonly string[] | undefined;
  columns = 0;
  decimal: number;
  cells = new CsvCells(0, new Map());
  plain: PlainRows | undefined;

  constructor(file: { readonly name: string }, skipped: number, delimiter: Delimiter, options: CsvOptions) {
    this.file = file;
    this.delimiter = delimiter;
    this.options = options;
    this.decimal = delimiter === ";" ? UNKNOWN : POINT;
    this.texts = new CsvText(file, skipped);
  }

  rows(bytes: Uint8Array, from: number, end: number): { taken: number; at: number } {
    const before = this.cells.rows;
    this.plain ??= new PlainRows(this.cells, this.delimiter.charCodeAt(0), this.special);
    this.plain.mark = this.decimal;
    const at = this.plain.take(bytes, from, end);
    return { taken: this.cells.rows - before, at };
  }

  record(record: CsvRecord): void {
    if (this.columns === 0 && this.begin(record)) return;
    if (record.count !== this.columns) throw this.wrongWidth(record);
    const { cells } = this;
    cells.beginRow();
    for (let column = 0; column < this.columns; column++) {
      if (cells.kinds[column] === NUMBER) cells.numbers.push(this.number(record, column));
      else if (cells.kinds[column] !== IGNORED) this.addMixed(record, column);
    }
    cells.rows++;
  }

  /** @returns true when the record is the header. */
  begin(record: CsvRecord): boolean {
    const { count } = record;
    const texts = Array.from({ length: count }, (_, column) => this.text(record, column));
    const isNumber = (text: string) => {
      const bytes = new TextEncoder().encode(text);
      const comma = this.decimal === UNKNOWN ? parseDecimal(bytes, 0, bytes.length, COMMA) : undefined;
      return (parseDecimal(bytes, 0, bytes.length) ?? comma ?? missingNumber(text)) !== undefined;
    };
    const header = this.options.header ?? !texts.every(isNumber);
    this.columns = count;
    if (header) this.names = this.checkNames(texts);
    this.cells = new CsvCells(count, new Map(this.options.columns?.(this.names, count) ?? []));
    return header;
  }

  checkNames(texts: readonly string[]): readonly string[] {
    // NumPy's savetxt begins its header with "# ".
    const names = texts.map((text, i) => (i === 0 ? text.replace(/^#\s*/, "") : text).trim());
    const places = new Map<string, number>();
    names.forEach((name, i) => {
      const before = places.get(name);
      if (before !== undefined) {
        throw this.refuse(
          "CSV_HEADER",
          `names the columns ${before + 1} and ${i + 1} both "${printable(name, 40)}": give every column its own name`,
          1,
        );
      }
      places.set(name, i);
    });
    return names;
  }

  /** The cell's number, or undefined. In files with semicolons the first mark that occurs is the decimal mark of them all. */
  decimalNumber(record: CsvRecord, column: number): number | undefined {
    const { bytes, starts, ends } = record;
    const [from, to] = [starts[column], ends[column]];
    if (this.decimal !== UNKNOWN) return parseDecimal(bytes, from, to, this.decimal);
    const point = parseDecimal(bytes, from, to, POINT);
    const comma = parseDecimal(bytes, from, to, COMMA);
    // Where both are numbers there is no mark.
    if ((point === undefined) !== (comma === undefined)) this.decimal = point === undefined ? COMMA : POINT;
    return point ?? comma;
  }

  number(record: CsvRecord, column: number): number {
    const value = this.decimalNumber(record, column);
    if (value === undefined) return this.noNumber(record, column);
    if (!Number.isFinite(value)) throw this.beyondRange(record, column);
    return value;
  }

  addMixed(record: CsvRecord, column: number): void {
    const mixed = this.cells.mixed[column];
    const value = this.decimalNumber(record, column);
    if (value !== undefined && Number.isFinite(value)) mixed?.number(value);
    else mixed?.text(this.text(record, column), this.cells.rows, record.line);
    if (mixed !== undefined && mixed.different > limits.csvTexts) {
      const what = ` different texts in column ${integer(column + 1)}${this.columnName(column)}`;
      const advice = "check that it is the column of labels or class names";
      throw beyondLimit(this.file, "csvTexts", "CSV_TEXTS", { what, advice, line: record.line, column });
    }
  }

  noNumber(record: CsvRecord, column: number): number {
    const text = this.text(record, column);
    const missing = missingNumber(text);
    if (missing !== undefined && this.options.missing === "nan") return missing;
    throw missing === undefined ? this.notNumber(record, column, text) : this.isMissing(record, column, text);
  }

  /** @throws CSV_ENCODING, CSV_NUL. */
  text(record: CsvRecord, column: number): string {
    return this.texts.read(record, column, this.columnName(column));
  }

  finish(): CsvTable {
    const { delimiter, names, columns, cells } = this;
    if (cells.rows === 0) {
      const found = names ? "has a header and no rows" : "is empty";
      throw this.refuse("CSV_EMPTY", `${found}: give a file with data`, 1);
    }
    const { rows, numberColumns } = cells;
    const decimal = this.decimal === COMMA ? "," : ".";
    return { delimiter, decimal, names, columns, rows, numberColumns, ...cells.finish() };
  }

  /** ` (name)`, or nothing. */
  columnName(column: number): string {
    const name = this.names?.[column];
    return name ? ` (${printable(name, 40)})` : "";
  }

  place(record: CsvRecord, column: number): string {
    return `in line ${integer(record.line)}, column ${integer(column + 1)}${this.columnName(column)}`;
  }

  wrongWidth(record: CsvRecord): MyelinError {
    const { line, count } = record;
    const empty = count === 1 && record.ends[0] === record.starts[0] && record.quoted[0] === 0;
    const found = empty ? "is empty" : `has ${integer(count)}`;
    const separator = SEPARATORS[this.delimiter];
    const message = `has ${integer(this.columns)} columns (by ${separator}), but line ${integer(line)} ${found}: check that line`;
    return this.refuse("CSV_WIDTH", message, line, { expected: this.columns, found: count });
  }

  notNumber(record: CsvRecord, column: number, text: string): MyelinError {
    const first = this.cells.rows === 0 && !this.names ? ", or say that the first line is a header" : "";
    const message = `has ${this.place(record, column)} the text "${printable(text, 40)}" where a plain decimal number is expected: correct it${first}`;
    return this.refuse("CSV_NUMBER", message, record.line, { column, text: text.slice(0, 200) });
  }

  isMissing(record: CsvRecord, column: number, text: string): MyelinError {
    const what = text.trim() === "" ? "an empty cell" : `"${printable(text, 40)}"`;
    const message = `has ${what} ${this.place(record, column)}, where a number is expected: fill it in, or leave that row out`;
    return this.refuse("CSV_MISSING", message, record.line, { column, text });
  }

  beyondRange(record: CsvRecord, column: number): MyelinError {
    const found = printable(this.text(record, column), 40);
    const message = `has ${this.place(record, column)} the number ${found}, which is beyond what 64 bits hold (1.8e308): check it`;
    return this.refuse("CSV_RANGE", message, record.line, { column });
  }

  refuse(code: string, what: string, line: number, facts = {}): MyelinError {
    return inputError(code, `${shownName(this.file)} ${what}.`, { file: this.file.name, line, ...facts });
  }
}
