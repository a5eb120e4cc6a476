import type { Json } from "../core/json.ts";
import { type JsonBuilder, JsonScanner } from "./json-scanner.ts";
import { beyondLimit, limits } from "./limits.ts";
import type { NamedBytes } from "./named.ts";
import { decodeUtf8 } from "./utf8.ts";

/** JSON as text that is already decoded: a line of a log, a part of another file. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Deepest nesting of arrays and objects in names files, settings and logs. */
export const JSON_MAX_DEPTH = 32;

export interface JsonOptions {
  /** Default {@link JSON_MAX_DEPTH}. */
  readonly maxDepth?: number;
  /** How many bytes (of a text, characters) there may be: a limit by its name; default `jsonBytes`. */
  readonly limit?: "configBytes" | "jsonBytes";
  /** What the text is inside its file, for messages: `line 12`. */
  readonly place?: string;
}

/**
 * Reads JSON (RFC 8259) strictly: a byte order mark is accepted; comments, trailing commas, keys that stand twice in
 * one object, NaN and numbers beyond float64 are refused. Keys like `__proto__` become plain own properties.
 *
 * @throws MyelinError of kind "input": JSON_SYNTAX, JSON_DUPLICATE_KEY, JSON_NUMBER, JSON_TOO_DEEP (with line and
 * column), JSON_TOO_LARGE, JSON_UTF8 (with byte offset).
 */
export function parseJson(file: NamedBytes | NamedText, options: JsonOptions = {}): Json {
  const limit = options.limit ?? "jsonBytes";
  const size = "text" in file ? file.text.length : file.bytes.length;
  if (size > limits[limit]) {
    const where = options.place === undefined ? " of JSON" : ` of JSON in ${options.place}`;
    throw beyondLimit(file, limit, "JSON_TOO_LARGE", { what: where, advice: "give a smaller file", size });
  }
  const text = "text" in file ? withoutMark(file.text) : decodeUtf8(file, "JSON_UTF8");
  const scan = { maxDepth: options.maxDepth ?? JSON_MAX_DEPTH, ...(options.place && { place: options.place }) };
  return new JsonScanner(file.name, text, plain, scan).whole();
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

const plain: JsonBuilder<Json> = {
  text: (value) => value,
  number: (form) => Number(form),
  word: (value) => value,
  array: (items) => items,
  object: (entries) => plainObject(entries),
};

/** An ordinary object; `__proto__` becomes an own property and changes no prototype. */
function plainObject(entries: ReadonlyMap<string, Json>): { readonly [key: string]: Json } {
  const object: Record<string, Json> = {};
  for (const [key, value] of entries) {
    if (key !== "__proto__") object[key] = value;
    else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return object;
}
