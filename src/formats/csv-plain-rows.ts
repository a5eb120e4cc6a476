import { type CsvCells, IGNORED, NUMBER } from "./csv-cells.ts";
import { POINT, parseDecimal } from "./csv-number.ts";
import { limits } from "./limits.ts";
import { MOST_EXACT_DIGITS, TEN } from "./long-decimal.ts";

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SPACE = 0x20;
const MINUS = 0x2d;
const SMALL_E = 0x65;
const BIG_E = 0x45;

/**
 * The quick way through a table: rows of plain cells (`7`, `-0.25`, a text that is known) are read in one pass over their
 * bytes. It stops before the first row that has anything else, which is then cut into fields and looked at with care.
 */
export class PlainRows {
  private readonly cells: CsvCells;
  private readonly delimiter: number;
  /** 1 for bytes that may end a field. */
  private readonly special: Uint8Array;
  /** Byte of the decimal mark; a byte that no text has while a file with semicolons has not shown it. */
  mark: number;

  constructor(cells: CsvCells, delimiter: number, special: Uint8Array) {
    this.cells = cells;
    this.delimiter = delimiter;
    this.special = special;
    this.mark = POINT;
  }

  /** Takes whole rows that begin at `from` and end before `end`, behind a line end. @returns where it stopped. */
  take(bytes: Uint8Array, from: number, end: number): number {
    const { cells } = this;
    let at = from;
    while (at < end) {
      cells.beginRow();
      const next = this.row(bytes, at);
      if (next < 0) {
        cells.cutRow();
        break;
      }
      cells.rows++;
      at = next;
    }
    return at;
  }

  /** @returns the beginning of the next row, or −1 where this one is not plain. */
  private row(bytes: Uint8Array, from: number): number {
    const { kinds } = this.cells;
    const last = kinds.length - 1;
    let at = from;
    for (let column = 0; ; column++) {
      const kind = kinds[column];
      const whole = kind === IGNORED ? -1 : this.wholeNumber(bytes, at, column, kind);
      at = whole < 0 ? this.cell(bytes, at, column, kind) : whole;
      if (at < 0) return -1;
      const byte = bytes[at];
      if (byte === this.delimiter) {
        if (column === last) return -1;
        at++;
        continue;
      }
      if (column !== last || (last === 0 && at === from) || at - from > limits.csvRecord) return -1;
      return byte === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
    }
  }

  /** Reads and keeps one to four digits, as pixels and classes have. @returns the end of the cell, or −1 for others. */
  private wholeNumber(bytes: Uint8Array, from: number, column: number, kind: number): number {
    let value = bytes[from] - 48;
    if (value < 0 || value > 9) return -1;
    let at = from + 1;
    let byte = bytes[at];
    for (; byte >= 48 && byte <= 57 && at < from + 4; byte = bytes[++at]) value = value * 10 + byte - 48;
    if (byte !== this.delimiter && byte !== LF && byte !== CR) return -1;
    this.keep(value, column, kind);
    return at;
  }

  /** Reads and keeps one cell. @returns its end, or −1 where it is not plain. */
  private cell(bytes: Uint8Array, from: number, column: number, kind: number): number {
    if (bytes[from] === QUOTE) return this.quoted(bytes, from, column, kind);
    if (kind !== IGNORED) {
      const end = this.number(bytes, from, column, kind);
      if (end >= 0 || kind === NUMBER) return end;
    }
    const end = this.end(bytes, from);
    if (bytes[end] === QUOTE) return -1;
    return kind === IGNORED || this.cells.mixed[column]?.knownText(bytes, from, end) ? end : -1;
  }

  /** A cell in quotes, without quotes and line ends inside. */
  private quoted(bytes: Uint8Array, open: number, column: number, kind: number): number {
    let close = open + 1;
    while (bytes[close] !== QUOTE) {
      if (bytes[close] === LF || bytes[close] === CR) return -1;
      close++;
    }
    const byte = bytes[close + 1];
    if (byte !== this.delimiter && byte !== LF && byte !== CR) return -1;
    if (kind === IGNORED) return close + 1;
    const value = parseDecimal(bytes, open + 1, close, this.mark);
    if (value !== undefined && Number.isFinite(value)) this.keep(value, column, kind);
    else if (!this.cells.mixed[column]?.knownText(bytes, open + 1, close)) return -1;
    return close + 1;
  }

  private end(bytes: Uint8Array, from: number): number {
    let at = from;
    while (this.special[bytes[at]] === 0) at++;
    return at;
  }

  private keep(value: number, column: number, kind: number): void {
    if (kind === NUMBER) this.cells.numbers.push(value);
    else this.cells.mixed[column]?.number(value);
  }

  /** Reads and keeps one number. @returns the end of its cell, or −1 where it is no plain number. */
  private number(bytes: Uint8Array, from: number, column: number, kind: number): number {
    let at = from;
    while (bytes[at] === SPACE) at++;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const first = at;
    let value = 0;
    let digit = bytes[at] - 48;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = bytes[++at] - 48;
    }
    let digits = at - first;
    if (bytes[at] === this.mark) {
      const point = at;
      digit = bytes[++at] - 48;
      while (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digit = bytes[++at] - 48;
      }
      digits += at - point - 1;
      // One division of exact numbers rounds once: correctly.
      if (digits <= MOST_EXACT_DIGITS) value /= TEN[at - point - 1];
    }
    const byte = bytes[at];
    if (digits === 0) return -1;
    if (digits > MOST_EXACT_DIGITS || byte === SMALL_E || byte === BIG_E)
      return this.longNumber(bytes, from, column, kind);
    if (byte !== this.delimiter && byte !== LF && byte !== CR) return -1;
    this.keep(negative ? -value : value, column, kind);
    return at;
  }

  private longNumber(bytes: Uint8Array, from: number, column: number, kind: number): number {
    const end = this.end(bytes, from);
    const value = bytes[end] === QUOTE ? undefined : parseDecimal(bytes, from, end, this.mark);
    if (value === undefined || !Number.isFinite(value)) return -1;
    this.keep(value, column, kind);
    return end;
  }
}
