import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { missingNumber, parseDecimal } from "./csv-number.ts";
import { type CsvRecord, CsvRecords, type Delimiter, detectDelimiter } from "./csv-records.ts";
import { describeBytes, type NamedBytes, shownName } from "./named.ts";
import { firstInvalidByte } from "./utf8.ts";

export { CSV_MAX_COLUMNS, CSV_MAX_RECORD, type Delimiter } from "./csv-records.ts";

export interface CsvOptions {
  /** Default: found from the first 64 lines. */
  readonly delimiter?: Delimiter;
  /** Whether the first line names the columns. Default: it does when a cell of it is no number. */
  readonly header?: boolean;
  /** What becomes of empty cells, `NaN`, `NA`, `inf` …: refused (default), or NaN and ±Infinity. */
  readonly missing?: "refuse" | "nan";
  /** Columns that are kept as texts, by their place from 0; `names` is there when there is a header. */
  readonly text?: (names: readonly string[] | undefined, columns: number) => readonly number[];
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
  /** Cells of the text columns, by their place. */
  readonly texts: ReadonlyMap<number, readonly string[]>;
  /** Line of the file on which each row begins. */
  line(row: number): number;
}

const POINT = 0x2e;
const COMMA = 0x2c;
const PIECE = 1 << 20;
const HEAD = 1 << 18;

/**
 * Reads a CSV table: a rectangle of numbers, with text columns where the caller wants them. Nothing is guessed: a cell that
 * is no plain decimal number, a row that is shorter or longer than the others, or bytes that are not UTF-8 are refused with
 * their line and column.
 *
 * @throws MyelinError of kind "input": CSV_EMPTY CSV_ENCODING CSV_NUL CSV_HEADER CSV_WIDTH CSV_NUMBER CSV_MISSING
 * CSV_RANGE, and those of {@link CsvRecords}.
 */
export function readCsv(file: NamedBytes, options: CsvOptions = {}): CsvTable {
  const bytes = withoutMark(file);
  const delimiter = options.delimiter ?? detectDelimiter(file, bytes.subarray(0, HEAD), bytes.length <= HEAD);
  const table = new TableBuilder(file, bytes.byteOffset - file.bytes.byteOffset, delimiter, options, bytes.length);
  const records = new CsvRecords(file, delimiter, (record) => table.add(record));
  // Piece by piece, as it would come from a disk: no text of the whole file is ever made.
  for (let at = 0; at < bytes.length; at += PIECE) records.push(bytes.subarray(at, at + PIECE));
  records.end();
  return table.finish();
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

/** The number that one to three digits spell; −1 for anything else. */
function smallNumber(bytes: Uint8Array, from: number, length: number): number {
  const first = bytes[from] - 48;
  if (length === 1) return first <= 9 ? first : -1;
  const second = bytes[from + 1] - 48;
  if (first < 0 || first > 9 || second < 0 || second > 9) return -1;
  if (length === 2) return first * 10 + second;
  const third = bytes[from + 2] - 48;
  return length === 3 && third >= 0 && third <= 9 ? first * 100 + second * 10 + third : -1;
}

class TableBuilder {
  readonly file: NamedBytes;
  readonly skipped: number;
  readonly delimiter: Delimiter;
  readonly options: CsvOptions;
  readonly size: number;
  readonly findsMark: boolean;
  names: readonly string[] | undefined;
  columns = 0;
  rows = 0;
  decimal: 0 | typeof POINT | typeof COMMA = 0;
  numberColumns: number[] = [];
  texts = new Map<number, string[]>();
  numbers: Uint8Array | Float64Array = new Uint8Array(0);
  used = 0;
  /** Rows that do not begin one line after the row before, with the shift from there on. */
  lineShifts: { row: number; shift: number }[] = [];

  constructor(file: NamedBytes, skipped: number, delimiter: Delimiter, options: CsvOptions, size: number) {
    this.file = file;
    this.skipped = skipped;
    this.delimiter = delimiter;
    this.options = options;
    this.size = size;
    this.findsMark = delimiter === ";";
  }

  add(record: CsvRecord): void {
    if (this.columns === 0 && this.begin(record)) return;
    if (record.count !== this.columns) throw this.wrongWidth(record);
    const shift = this.lineShifts.at(-1)?.shift;
    if (record.line - this.rows !== shift) this.lineShifts.push({ row: this.rows, shift: record.line - this.rows });
    this.makeRoom(this.numberColumns.length, record);
    this.addNumbers(record);
    for (const [column, cells] of this.texts) cells.push(this.text(record, column));
    this.rows++;
  }

  /** @returns true when the record is the header. */
  begin(record: CsvRecord): boolean {
    const { count } = record;
    const texts = Array.from({ length: count }, (_, column) => this.text(record, column));
    const isNumber = (text: string) =>
      this.cellNumber(new TextEncoder().encode(text)) !== undefined || missingNumber(text) !== undefined;
    const header = this.options.header ?? !texts.every(isNumber);
    this.columns = count;
    if (header) this.names = this.checkNames(texts);
    const wanted = this.options.text?.(this.names, count) ?? [];
    for (const column of wanted) this.texts.set(column, []);
    this.numberColumns = Array.from({ length: count }, (_, i) => i).filter((column) => !this.texts.has(column));
    return header;
  }

  cellNumber(bytes: Uint8Array): number | undefined {
    const comma = this.findsMark ? parseDecimal(bytes, 0, bytes.length, COMMA) : undefined;
    return parseDecimal(bytes, 0, bytes.length) ?? comma;
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

  /** The row's numbers; one to three digits, as pixels have, the short way. */
  addNumbers(record: CsvRecord): void {
    const { bytes, starts, ends } = record;
    for (const column of this.numberColumns) {
      const from = starts[column];
      const value = smallNumber(bytes, from, ends[column] - from);
      if (value >= 0 && value <= 255) this.numbers[this.used++] = value;
      else this.addNumber(record, column);
    }
  }

  addNumber(record: CsvRecord, column: number): void {
    const { bytes, starts, ends } = record;
    const [from, to] = [starts[column], ends[column]];
    const mark = this.decimal || POINT;
    let value = parseDecimal(bytes, from, to, mark);
    if (this.findsMark && this.decimal === 0) value = this.decimalMark(bytes, from, to) ?? value;
    if (value === undefined) value = this.noNumber(record, column);
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) this.checkRange(record, column);
    if (
      this.numbers instanceof Uint8Array &&
      !(value >= 0 && value <= 255 && value === Math.floor(value) && !Object.is(value, -0))
    ) {
      this.numbers = Float64Array.from(this.numbers);
    }
    this.numbers[this.used++] = value;
  }

  /** In files with semicolons the first mark that occurs is the decimal mark of them all; the cell's number if it is a comma. */
  decimalMark(bytes: Uint8Array, from: number, to: number): number | undefined {
    for (let at = from; at < to && this.decimal === 0; at++) {
      if (bytes[at] === COMMA || bytes[at] === POINT) this.decimal = bytes[at] as typeof COMMA | typeof POINT;
    }
    return this.decimal === COMMA ? parseDecimal(bytes, from, to, COMMA) : undefined;
  }

  noNumber(record: CsvRecord, column: number): number {
    const text = this.text(record, column);
    const missing = missingNumber(text);
    if (missing !== undefined && this.options.missing === "nan") return missing;
    throw missing === undefined ? this.notNumber(record, column, text) : this.isMissing(record, column, text);
  }

  checkRange(record: CsvRecord, column: number): void {
    const text = this.text(record, column);
    if (missingNumber(text) !== undefined) return;
    throw this.refuse(
      "CSV_RANGE",
      `has ${this.place(record, column)} the number ${printable(text, 40)}, which is beyond what 64 bits hold (1.8e308): check it`,
      record.line,
    );
  }

  /** @throws CSV_ENCODING, CSV_NUL. */
  text(record: CsvRecord, column: number): string {
    const { bytes, starts, ends, quoted } = record;
    const cell = bytes.subarray(starts[column], ends[column]);
    const nul = cell.indexOf(0);
    if (nul >= 0) {
      const offset = this.skipped + record.base + starts[column] + nul;
      throw this.refuse(
        "CSV_NUL",
        `has a NUL byte ${this.place(record, column)}, at byte ${integer(offset)}: it is no UTF-8 text (perhaps UTF-16); save it as UTF-8`,
        record.line,
        { offset },
      );
    }
    const bad = firstInvalidByte(cell);
    if (bad >= 0) {
      const offset = this.skipped + record.base + starts[column] + bad;
      throw this.refuse(
        "CSV_ENCODING",
        `has a byte that is not UTF-8 ${this.place(record, column)}, at byte ${integer(offset)}: save it as UTF-8`,
        record.line,
        { offset },
      );
    }
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(cell);
    return quoted[column] === 2 ? text.replaceAll('""', '"') : text;
  }

  makeRoom(more: number, record: CsvRecord): void {
    if (this.used + more <= this.numbers.length) return;
    // Guessed from the first row's length, then doubled.
    const length = record.ends[record.count - 1] - record.starts[0] + 1;
    const guess =
      this.rows === 0 ? more * Math.ceil(this.size / Math.max(length, 2 * record.count)) : 2 * this.numbers.length;
    const size = Math.max(this.used + more, guess);
    const grown = this.numbers instanceof Uint8Array ? new Uint8Array(size) : new Float64Array(size);
    grown.set(this.numbers.subarray(0, this.used));
    this.numbers = grown;
  }

  finish(): CsvTable {
    if (this.rows === 0) {
      const found = this.names ? "has a header and no rows" : "is empty";
      throw this.refuse("CSV_EMPTY", `${found}: give a file with data`, 1);
    }
    const { delimiter, names, columns, rows, numberColumns, texts, lineShifts } = this;
    const line = (row: number) => row + (lineShifts.findLast(({ row: first }) => first <= row)?.shift ?? 1);
    const numbers = this.numbers.subarray(0, this.used);
    return {
      delimiter,
      decimal: this.decimal === COMMA ? "," : ".",
      names,
      columns,
      rows,
      numberColumns,
      numbers,
      texts,
      line,
    };
  }

  place(record: CsvRecord, column: number): string {
    const name = this.names?.[column];
    return `in line ${integer(record.line)}, column ${integer(column + 1)}${name ? ` (${printable(name, 40)})` : ""}`;
  }

  wrongWidth(record: CsvRecord): MyelinError {
    const { line, count } = record;
    const empty = count === 1 && record.ends[0] === record.starts[0] && record.quoted[0] === 0;
    const found = empty ? "is empty" : `has ${integer(count)}`;
    const separator = new Map([
      [",", "comma"],
      [";", "semicolon"],
      ["\t", "tab"],
    ]).get(this.delimiter);
    const message = `has ${integer(this.columns)} columns (by ${separator}), but line ${integer(line)} ${found}: check that line`;
    return this.refuse("CSV_WIDTH", message, line, { expected: this.columns, found: count });
  }

  notNumber(record: CsvRecord, column: number, text: string): MyelinError {
    const first = this.rows === 0 && !this.names ? ", or say that the first line is a header" : "";
    const message = `has ${this.place(record, column)} the text "${printable(text, 40)}" where a plain decimal number is expected: correct it${first}`;
    return this.refuse("CSV_NUMBER", message, record.line, { column, text: text.slice(0, 200) });
  }

  isMissing(record: CsvRecord, column: number, text: string): MyelinError {
    const what = text.trim() === "" ? "an empty cell" : `"${printable(text, 40)}"`;
    const message = `has ${what} ${this.place(record, column)}, where a number is expected: fill it in, or leave that row out`;
    return this.refuse("CSV_MISSING", message, record.line, { column, text });
  }

  refuse(code: string, what: string, line: number, facts = {}): MyelinError {
    return inputError(code, `${shownName(this.file)} ${what}.`, { file: this.file.name, line, ...facts });
  }
}
