import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { byteCount, describeBytes, type NamedBytes, shownName } from "./named.ts";

/** Longest header in bytes; NumPy's own limit. */
export const NPY_MAX_HEADER = 10_000;
/** Most dimensions that are read or written. */
export const NPY_MOST_DIMENSIONS = 8;

export interface NpyHeader {
  /** NumPy's type text: `<f4`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Byte at which the elements begin. */
  readonly start: number;
}

const MAGIC = "\x93NUMPY";

/**
 * Reads the header of an .npy file, versions 1 to 3 (NEP 1): a Python dict with exactly the keys `descr`,
 * `fortran_order` and `shape`, by a grammar of its own: nothing in it is ever run.
 *
 * @throws MyelinError NPY_MAGIC NPY_VERSION NPY_HEADER NPY_DTYPE NPY_PICKLE NPY_SHAPE.
 */
export function readNpyHeader(file: NamedBytes): NpyHeader {
  const { bytes } = file;
  if (bytes.length < 10 || [...MAGIC].some((character, i) => bytes[i] !== character.charCodeAt(0))) throw notNpy(file);
  const major = bytes[6];
  if (major < 1 || major > 3 || bytes[7] !== 0) {
    throw refuse(
      file,
      "NPY_VERSION",
      `has the format version ${major}.${bytes[7]} at byte 6, and 1.0, 2.0 and 3.0 can be read: save it again with np.save`,
      6,
    );
  }
  const from = major === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < from) throw tooShort(file, from);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > NPY_MAX_HEADER) {
    throw refuse(
      file,
      "NPY_HEADER",
      `promises a header of ${byteCount(length)} at byte 8, and at most ${integer(NPY_MAX_HEADER)} are read: check that it is an .npy file`,
      8,
    );
  }
  if (from + length > bytes.length) throw tooShort(file, from + length);
  const text = Array.from(bytes.subarray(from, from + length), (byte) => String.fromCharCode(byte)).join("");
  return { ...new HeaderParser(file, text, from).parse(), start: from + length };
}

type Value = string | boolean | readonly number[];

/** The grammar: `{` (key `:` value),* `}` blanks; value = string | True | False | tuple of whole numbers. */
class HeaderParser {
  readonly file: NamedBytes;
  readonly text: string;
  readonly from: number;
  at = 0;

  constructor(file: NamedBytes, text: string, from: number) {
    this.file = file;
    this.text = text;
    this.from = from;
  }

  parse() {
    const values = new Map<string, Value>();
    this.expect("{");
    while (!this.take("}")) {
      const key = this.string();
      if (values.has(key)) throw this.error(`the key ${printable(key, 40)} a second time`);
      this.expect(":");
      values.set(key, this.value(key));
      if (!this.take(",")) {
        this.expect("}");
        break;
      }
    }
    if (this.text.slice(this.at).trim() !== "") throw this.error("text behind the dictionary");
    const [descr, fortranOrder, shape] = ["descr", "fortran_order", "shape"].map((key) => values.get(key));
    if (values.size !== 3 || typeof descr !== "string" || typeof fortranOrder !== "boolean" || !Array.isArray(shape)) {
      const keys = printable([...values.keys()].join(", "), 80);
      throw this.error(
        `the keys ${keys || "(none)"} where descr (text), fortran_order (True or False) and shape (whole numbers) are expected`,
      );
    }
    return { descr, fortranOrder, shape: shape as readonly number[] };
  }

  value(key: string): Value {
    if (this.take("True")) return true;
    if (this.take("False")) return false;
    if (key === "descr" && /^\s*[[(]/.test(this.text.slice(this.at))) throw this.structured();
    if (this.take("(")) return this.tuple();
    return this.string();
  }

  tuple(): number[] {
    const sizes: number[] = [];
    while (!this.take(")")) {
      const [digits, minus] = this.match(/\s*(-?)(\d+)L?/y) ? [this.found[2], this.found[1]] : ["", ""];
      if (digits === "") throw this.error("something else where a whole number of the shape is expected");
      if (minus || digits.length > 16 || Number(digits) > Number.MAX_SAFE_INTEGER)
        throw badShape(this.file, `the size ${minus}${printable(digits, 30)}`);
      if (sizes.push(Number(digits)) > NPY_MOST_DIMENSIONS)
        throw badShape(this.file, `more than ${NPY_MOST_DIMENSIONS} dimensions`);
      if (!this.take(",")) {
        this.expect(")");
        break;
      }
    }
    return sizes;
  }

  found: readonly string[] = [];

  match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return false;
    this.found = found;
    this.at = pattern.lastIndex;
    return true;
  }

  string(): string {
    if (!this.match(/\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)")/y))
      throw this.error("something else where a quoted text is expected");
    return this.found[1] ?? this.found[2];
  }

  take(token: string): boolean {
    const blanks = /^\s*/.exec(this.text.slice(this.at))?.[0].length ?? 0;
    if (!this.text.startsWith(token, this.at + blanks)) return false;
    this.at += blanks + token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw this.error(`something else where "${token}" is expected`);
  }

  structured(): MyelinError {
    const descr = this.text.slice(this.at).trim();
    if (/['"][<>|=]?O/.test(descr)) return pickled(this.file);
    return refuse(
      this.file,
      "NPY_DTYPE",
      `has elements of several fields (${printable(descr, 60)}), and plain numbers can be read: save one field at a time`,
      this.from,
    );
  }

  error(what: string): MyelinError {
    const offset = this.from + this.at;
    return refuse(
      this.file,
      "NPY_HEADER",
      `has a damaged header: at byte ${offset} it has ${what}: save it again with np.save`,
      offset,
    );
  }
}

function notNpy(file: NamedBytes): MyelinError {
  const { bytes } = file;
  const kind = describeBytes(bytes);
  if (kind === "a Python pickle") return pickled(file);
  const found =
    bytes.length < 10
      ? `has only ${byteCount(bytes.length)}`
      : kind
        ? `looks like ${kind}`
        : "does not begin with 93 NUMPY";
  return refuse(file, "NPY_MAGIC", `is not a NumPy array: it ${found}: save it with np.save`, 0);
}

function tooShort(file: NamedBytes, expected: number): MyelinError {
  return refuse(
    file,
    "NPY_TRUNCATED",
    `is cut short inside its header, which ends at byte ${integer(expected)}: the file has ${integer(file.bytes.length)}: get it again`,
    file.bytes.length,
  );
}

export function badShape(file: NamedBytes, what: string): MyelinError {
  return refuse(
    file,
    "NPY_SHAPE",
    `has ${what} in the shape of its header, which no array that can be read has: save it again with np.save`,
    10,
  );
}

/** The refusal of Python objects; they are never parsed. */
export function pickled(file: NamedBytes): MyelinError {
  return refuse(
    file,
    "NPY_PICKLE",
    "holds pickled Python objects, which can run any program when they are read: save plain numbers, with np.save(…, allow_pickle=False)",
    0,
  );
}

function refuse(file: NamedBytes, code: string, what: string, offset: number): MyelinError {
  return inputError(code, `${shownName(file)} ${what}.`, { file: file.name, offset });
}
