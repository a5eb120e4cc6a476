import { inputError, type MyelinError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { beyondLimit, limits } from "./limits.ts";
import { shownName } from "./named.ts";

export type Delimiter = "," | ";" | "\t";

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** One record: its fields as places in `bytes`; valid only until the next one is read. */
export interface CsvRecord {
  readonly bytes: Uint8Array;
  /** Field i is `bytes[starts[i]]` … `bytes[ends[i] - 1]`, without its outer quotes. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where the field was quoted, 2 where it also holds doubled quotes. */
  readonly quoted: Uint8Array;
  readonly count: number;
  /** Line of the file, from 1, on which the record begins. */
  readonly line: number;
  /** What to add to places in `bytes` to get offsets in the file. */
  readonly base: number;
}

/** Who is given the records. */
export interface CsvSink {
  record(record: CsvRecord): void;
  /**
   * May take records of one line each that begin at `from` and end before `end` (which is behind a line end), without their
   * being cut into fields. @returns how many it took, and the place behind them.
   */
  rows?(bytes: Uint8Array, from: number, end: number): { readonly taken: number; readonly at: number };
}

/**
 * Cuts a CSV file into records (RFC 4180; `\n`, `\r\n` and lone `\r` end a line), piece by piece: whatever the pieces,
 * the sink sees the same records. Empty lines at the beginning and the end are left out.
 *
 * @throws MyelinError CSV_QUOTE CSV_QUOTE_OPEN CSV_LINE CSV_COLUMNS.
 */
export class CsvRecords {
  readonly file: { readonly name: string };
  readonly delimiter: number;
  readonly sink: CsvSink;
  /** 0 for plain bytes, 1 for those that may end a field. */
  readonly special = new Uint8Array(256);
  private starts = new Int32Array(1024);
  private ends = new Int32Array(1024);
  private quoted = new Uint8Array(1024);
  private rest = new Uint8Array(0);
  private base = 0;
  private line = 1;
  private emptyLines = 0;
  private begun = false;

  constructor(file: { readonly name: string }, delimiter: Delimiter, sink: CsvSink) {
    this.file = file;
    this.delimiter = delimiter.charCodeAt(0);
    this.sink = sink;
    for (const byte of [this.delimiter, QUOTE, LF, CR]) this.special[byte] = 1;
  }

  /** Takes the next bytes of the file. */
  push(piece: Uint8Array): void {
    this.read(piece, false);
  }

  /** Says that the file has ended. */
  end(): void {
    this.read(new Uint8Array(0), true);
  }

  private read(piece: Uint8Array, last: boolean): void {
    const bytes = this.rest.length === 0 ? piece : joined(this.rest, piece);
    const wholeLines = afterLastLine(bytes);
    let at = 0;
    while (at < bytes.length) {
      at = this.rows(bytes, at, wholeLines);
      if (at === bytes.length) break;
      const next = this.record(bytes, at, last);
      if (next < 0) break;
      at = next;
    }
    if (bytes.length - at > limits.csvRecord) throw this.tooLong();
    this.rest = bytes.slice(at);
    this.base += at;
  }

  /** Lets the sink take what it can at once. @returns the place behind it. */
  private rows(bytes: Uint8Array, from: number, end: number): number {
    if (this.sink.rows === undefined || !this.begun || this.emptyLines > 0 || from >= end) return from;
    const { taken, at } = this.sink.rows(bytes, from, end);
    this.line += taken;
    return at;
  }

  /** @returns the place behind the record that begins at `from`, or −1 if its end is not there yet. */
  private record(bytes: Uint8Array, from: number, last: boolean): number {
    const { special, delimiter } = this;
    let count = 0;
    let at = from;
    let lines = 0;
    for (;;) {
      if (count === this.starts.length) this.moreFields();
      this.quoted[count] = 0;
      this.starts[count] = at;
      if (bytes[at] === QUOTE) {
        const close = this.closingQuote(bytes, at, last, count);
        if (close < 0) return -1;
        this.starts[count] = at + 1;
        this.ends[count] = close;
        lines += lineBreaks(bytes, at, close);
        at = close + 1;
        if (at < bytes.length && special[bytes[at]] === 0)
          throw this.strayQuote(at, lines, "text behind a closing quote");
      } else {
        while (at < bytes.length && special[bytes[at]] === 0) at++;
        if (bytes[at] === QUOTE) throw this.strayQuote(at, lines, "a quote inside a field that is not quoted");
        this.ends[count] = at;
      }
      count++;
      if (at === bytes.length && !last) return -1;
      if (bytes[at] !== delimiter) break;
      at++;
    }
    // A \r at the end of a piece may be half of \r\n.
    if (bytes[at] === CR && at + 1 === bytes.length && !last) return -1;
    const next = at + (bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1);
    this.give(bytes, from, at, count);
    this.line += lines + 1;
    return Math.min(next, bytes.length);
  }

  private give(bytes: Uint8Array, from: number, end: number, count: number): void {
    if (end === from) {
      this.emptyLines++;
      return;
    }
    const { starts, ends, quoted, base, line } = this;
    if (end - from > limits.csvRecord) throw this.tooLong();
    if (this.emptyLines > 0 && this.begun) this.giveEmpty(bytes, from);
    this.emptyLines = 0;
    this.begun = true;
    this.sink.record({ bytes, starts, ends, quoted, count, line, base });
  }

  /** An empty line is a record of one empty field, unless the file ends with it. */
  private giveEmpty(bytes: Uint8Array, at: number): void {
    const place = Int32Array.of(at);
    const record = { bytes, starts: place, ends: place, quoted: Uint8Array.of(0), count: 1, base: this.base };
    for (; this.emptyLines > 0; this.emptyLines--) this.sink.record({ ...record, line: this.line - this.emptyLines });
  }

  private closingQuote(bytes: Uint8Array, open: number, last: boolean, field: number): number {
    this.quoted[field] = 1;
    for (let at = open + 1; ; at += 2) {
      at = bytes.indexOf(QUOTE, at);
      if (at < 0 || (at + 1 === bytes.length && !last)) {
        if (last || bytes.length - open > limits.csvRecord) throw this.openQuote();
        return -1;
      }
      if (bytes[at + 1] !== QUOTE) return at;
      this.quoted[field] = 2;
    }
  }

  private moreFields(): void {
    if (this.starts.length >= limits.csvColumns) {
      const what = ` columns in line ${integer(this.line)}`;
      throw beyondLimit(this.file, "csvColumns", "CSV_COLUMNS", {
        what,
        advice: "split it into files",
        line: this.line,
      });
    }
    const { starts, ends, quoted } = this;
    this.starts = new Int32Array(2 * starts.length);
    this.ends = new Int32Array(2 * starts.length);
    this.quoted = new Uint8Array(2 * starts.length);
    this.starts.set(starts);
    this.ends.set(ends);
    this.quoted.set(quoted);
  }

  private tooLong(): MyelinError {
    const what = ` in line ${integer(this.line)}`;
    const advice = "check that it is a CSV file with line ends";
    return beyondLimit(this.file, "csvRecord", "CSV_LINE", { what, advice, line: this.line });
  }

  private openQuote(): MyelinError {
    return this.refuse(
      "CSV_QUOTE_OPEN",
      `opens a quote in line ${integer(this.line)} that is never closed: close it, or write quotes inside a text twice`,
    );
  }

  private strayQuote(at: number, lines: number, what: string): MyelinError {
    const offset = this.base + at;
    return this.refuse(
      "CSV_QUOTE",
      `has ${what} in line ${integer(this.line + lines)} at byte ${integer(offset)}: put the whole field in quotes, and write quotes inside it twice`,
      offset,
    );
  }

  private refuse(code: string, what: string, offset?: number): MyelinError {
    const facts = { file: this.file.name, line: this.line, ...(offset === undefined ? {} : { offset }) };
    return inputError(code, `${shownName(this.file)} ${what}.`, facts);
  }
}

/** The place behind the last line end of which nothing is missing. */
function afterLastLine(bytes: Uint8Array): number {
  // A \r at the end of a piece may be half of \r\n.
  const cr = bytes.length < 2 ? -1 : bytes.lastIndexOf(CR, bytes.length - 2);
  return Math.max(bytes.lastIndexOf(LF), cr) + 1;
}

function lineBreaks(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) count++;
  }
  return count;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

const LOOK_LINES = 64;

/**
 * The delimiter that cuts the first 64 lines into equal fields: the one for which most lines have as many fields as the first
 * (more than one). Of equals semicolon and tab win over the comma, which is then a decimal mark. A file of one column: comma.
 *
 * @param whole whether `head` is the whole file.
 */
export function detectDelimiter(file: { readonly name: string }, head: Uint8Array, whole: boolean): Delimiter {
  let best: { delimiter: Delimiter; share: number } = { delimiter: ",", share: 0 };
  for (const delimiter of [";", "\t", ","] as const) {
    const counts = fieldCounts(file, head, delimiter, whole);
    const share = (counts[0] ?? 1) > 1 ? counts.filter((count) => count === counts[0]).length / counts.length : 0;
    if (share > best.share) best = { delimiter, share };
  }
  return best.delimiter;
}

/** Stops reading; thrown inside this file only. */
class Enough {}

function fieldCounts(
  file: { readonly name: string },
  head: Uint8Array,
  delimiter: Delimiter,
  whole: boolean,
): number[] {
  const counts: number[] = [];
  const record = ({ count }: CsvRecord) => {
    if (counts.push(count) === LOOK_LINES) throw new Enough();
  };
  const records = new CsvRecords(file, delimiter, { record });
  try {
    records.push(head);
    if (whole || counts.length === 0) records.end();
  } catch {
    // What is wrong with the file is said when it is read.
  }
  return counts;
}
