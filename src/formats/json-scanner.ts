import { type Facts, inputError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { limits } from "./limits.ts";
import { shownName } from "./named.ts";

/** Makes the values of one reading; `at` is the index of the value's first character. */
export interface JsonBuilder<T> {
  text(value: string, at: number): T;
  /** `form` is the number as it was written, so that `1e1` and `10` can be told apart. */
  number(form: string, at: number): T;
  word(value: true | false | null, at: number): T;
  array(items: T[], at: number): T;
  object(entries: Map<string, T>, at: number): T;
}

export interface ScanOptions {
  /** Most arrays and objects inside one another. */
  readonly maxDepth: number;
  /** Most entries of one array or object; default: no limit but the text's length. */
  readonly maxMembers?: number;
  /** Puts a place in front of line and column, for JSON that is only a part of its file. */
  readonly place?: string;
  /** Code of a syntax error. */
  readonly code?: string;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const WORDS: readonly (readonly [string, true | false | null])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

/**
 * One pass over a JSON text (RFC 8259), stricter than `JSON.parse`: a key that stands twice in one object, a number
 * beyond float64 and nesting beyond `maxDepth` are refused. Every error says line and column.
 */
export class JsonScanner<T> {
  #at = 0;
  #depth = 0;
  #values = 0;
  readonly #name: string;
  readonly #text: string;
  readonly #builder: JsonBuilder<T>;
  readonly #options: ScanOptions;

  constructor(name: string, text: string, builder: JsonBuilder<T>, options: ScanOptions) {
    this.#name = name;
    this.#text = text;
    this.#builder = builder;
    this.#options = options;
  }

  /** The one value of the text. @throws MyelinError of kind "input". */
  whole(): T {
    this.#skipSpace();
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#expected("the end of the text");
    return value;
  }

  #value(): T {
    const at = this.#at;
    if (++this.#values > limits.jsonValues) {
      const sentence = `there are more than ${integer(limits.jsonValues)} values (limit jsonValues)`;
      throw this.#error("JSON_TOO_MANY", `${sentence}: give a smaller file`, at);
    }
    const first = this.#text[at];
    if (first === '"') return this.#builder.text(this.#string(), at);
    if (first === "{") return this.#nested(() => this.#object(at));
    if (first === "[") return this.#nested(() => this.#array(at));
    if (first === "-" || (first !== undefined && first >= "0" && first <= "9")) return this.#number(at);
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, at)) continue;
      this.#at += word.length;
      return this.#builder.word(value, at);
    }
    throw this.#expected("a value");
  }

  #nested(read: () => T): T {
    const { maxDepth } = this.#options;
    if (this.#depth === maxDepth) {
      const sentence = `arrays and objects stand more than ${maxDepth} deep inside one another`;
      throw this.#error("JSON_TOO_DEEP", `${sentence}: expected at most ${maxDepth}; flatten the text`, this.#at);
    }
    this.#depth++;
    this.#at++;
    const value = read();
    this.#depth--;
    return value;
  }

  #array(at: number): T {
    const items: T[] = [];
    this.#skipSpace();
    if (this.#take("]")) return this.#builder.array(items, at);
    for (;;) {
      this.#checkMembers(items.length, at);
      items.push(this.#value());
      this.#skipSpace();
      if (this.#take("]")) return this.#builder.array(items, at);
      this.#comma("]");
    }
  }

  #object(at: number): T {
    const entries = new Map<string, T>();
    this.#skipSpace();
    if (this.#take("}")) return this.#builder.object(entries, at);
    for (;;) {
      this.#checkMembers(entries.size, at);
      const keyAt = this.#at;
      if (this.#text[keyAt] !== '"') throw this.#expected('a key in "double quotes"');
      const key = this.#string();
      if (entries.has(key)) {
        throw this.#error("JSON_DUPLICATE_KEY", `the key ${quoted(key)} stands twice in one object: keep one`, keyAt);
      }
      this.#skipSpace();
      if (!this.#take(":")) throw this.#expected('":" after the key');
      this.#skipSpace();
      entries.set(key, this.#value());
      this.#skipSpace();
      if (this.#take("}")) return this.#builder.object(entries, at);
      this.#comma("}");
    }
  }

  #checkMembers(count: number, at: number): void {
    const limit = this.#options.maxMembers ?? Number.POSITIVE_INFINITY;
    if (count < limit) return;
    const sentence = `an array or object begins that has more than ${integer(limit)} entries`;
    throw this.#error("JSON_TOO_MANY", `${sentence}: expected at most so many; give a smaller file`, at);
  }

  /** A comma and the space behind it; a comma right before the closing bracket is named as such. */
  #comma(close: string): void {
    const at = this.#at;
    if (!this.#take(",")) throw this.#expected(`"," or "${close}"`);
    this.#skipSpace();
    if (this.#text[this.#at] === close) {
      throw this.#syntax(`there is a comma before "${close}": JSON allows none after the last entry, remove it`, at);
    }
  }

  #number(at: number): T {
    NUMBER.lastIndex = at;
    const form = NUMBER.exec(this.#text)?.[0];
    if (form === undefined) throw this.#expected("a digit after the minus sign", at + 1);
    if (!Number.isFinite(Number(form))) {
      const sentence = `the number ${quoted(form)} is too large: expected at most 1.8e308 in size`;
      throw this.#error("JSON_NUMBER", `${sentence}; write a smaller one`, at);
    }
    this.#at += form.length;
    return this.#builder.number(form, at);
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at;
    let value = "";
    let from = start + 1;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        const [character, next] = this.#escape(at);
        value += text.slice(from, at) + character;
        from = next;
        at = next;
      } else if (code >= SPACE) at++;
      else if (at >= text.length) throw this.#syntax("the text in quotes that begins here does not end", start);
      else throw this.#syntax("a control character stands in a text in quotes: write it as an escape like \\n", at);
    }
    this.#at = at + 1;
    return from === start + 1 ? text.slice(from, at) : value + text.slice(from, at);
  }

  /** The character that the escape at `at` stands for, and where the text goes on. */
  #escape(at: number): readonly [character: string, next: number] {
    const letter = this.#text[at + 1] ?? "";
    const plain = ESCAPES.get(letter);
    if (plain !== undefined) return [plain, at + 2];
    const digits = this.#text.slice(at + 2, at + 6);
    if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) {
      throw this.#syntax(
        'an escape is not one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX: write \\\\ for a backslash',
        at,
      );
    }
    return [String.fromCharCode(Number.parseInt(digits, 16)), at + 6];
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  /** What stood where something else was expected; comments and other dialects are named. */
  #expected(expected: string, at = this.#at): Error {
    const rest = this.#text.slice(at, at + 9);
    if (/^(\/\/|\/\*|#)/.test(rest)) return this.#syntax("there is a comment: JSON has none, remove it", at);
    if (/^[+-]?(NaN|Infinity)/.test(this.#text.slice(at - 1, at + 9)) || /^[+-]?(NaN|Infinity)/.test(rest)) {
      return this.#syntax("NaN and Infinity are no JSON numbers: write a finite number", at);
    }
    if (rest.startsWith("'")) return this.#syntax('there is a single quote: expected a double quote (")', at);
    const found = rest === "" ? "the end of the text" : quoted(String.fromCodePoint(this.#text.codePointAt(at) ?? 0));
    return this.#syntax(`expected ${expected}, found ${found}: correct the text there`, at);
  }

  #syntax(sentence: string, at: number): Error {
    return this.#error(this.#options.code ?? "JSON_SYNTAX", sentence, at);
  }

  #error(code: string, sentence: string, at: number): Error {
    const { line, column } = lineAndColumn(this.#text, at);
    const { place } = this.#options;
    const where = place === undefined ? `${line}:${column}` : ` ${place}, line ${line}, column ${column}`;
    const facts: Facts = { file: this.#name, line, column };
    return inputError(code, `${shownName({ name: this.#name })}:${where}: ${sentence}.`, facts);
  }
}

/** Line and column, both from 1, of a character. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", next + 1)) {
    line++;
    start = next + 1;
  }
  return { line, column: at - start + 1 };
}

function quoted(text: string): string {
  return `"${printable(text, 40)}"`;
}
