import { inputError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import type { CsvRecord } from "./csv-records.ts";
import { shownName } from "./named.ts";
import { firstInvalidByte } from "./utf8.ts";

/** Longest text that is put together letter by letter; a decoder costs more to call. */
const SHORT = 32;

/** Makes texts of a CSV file's cells. */
export class CsvText {
  private readonly file: { readonly name: string };
  private readonly skipped: number;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** @param skipped bytes of the file in front of its first record. */
  constructor(file: { readonly name: string }, skipped: number) {
    this.file = file;
    this.skipped = skipped;
  }

  /** @param named the column's name as it is shown behind its number. @throws CSV_ENCODING, CSV_NUL. */
  read(record: CsvRecord, column: number, named: string): string {
    const { bytes, starts, ends, quoted } = record;
    const [from, to] = [starts[column], ends[column]];
    const text = shortText(bytes, from, to) ?? this.decode(record, column, named);
    return quoted[column] === 2 ? text.replaceAll('""', '"') : text;
  }

  private decode(record: CsvRecord, column: number, named: string): string {
    const from = record.starts[column];
    const cell = record.bytes.subarray(from, record.ends[column]);
    const place = `in line ${integer(record.line)}, column ${integer(column + 1)}${named}`;
    const refuse = (code: string, what: string, at: number, advice: string) => {
      const offset = this.skipped + record.base + from + at;
      const sentence = `${shownName(this.file)} has ${what} ${place}, at byte ${integer(offset)}: ${advice}.`;
      return inputError(code, sentence, { file: this.file.name, line: record.line, offset });
    };
    const nul = cell.indexOf(0);
    if (nul >= 0) throw refuse("CSV_NUL", "a NUL byte", nul, "it is no UTF-8 text (perhaps UTF-16); save it as UTF-8");
    const bad = firstInvalidByte(cell);
    if (bad >= 0) throw refuse("CSV_ENCODING", "a byte that is not UTF-8", bad, "save it as UTF-8");
    return this.decoder.decode(cell);
  }
}

/** A short text of ASCII characters without NUL; undefined for any other. */
function shortText(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (to - from > SHORT) return undefined;
  let text = "";
  for (let i = from; i < to; i++) {
    if (bytes[i] > 127 || bytes[i] === 0) return undefined;
    text += String.fromCharCode(bytes[i]);
  }
  return text;
}
