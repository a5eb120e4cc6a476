import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, list, nearest, printable } from "../core/text.ts";
import { type JsonBuilder, JsonScanner } from "./json-scanner.ts";
import { type NamedBytes, shownName } from "./named.ts";
import { DTYPES, type Dtype } from "./safetensors-dtypes.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Most tensors in a file, and most sizes in a shape: checked before they are built. */
const MAX_TENSORS = 100_000;
/** As deep as the Rust library's JSON reader goes; deeper values can only stand in fields that are ignored. */
const MAX_DEPTH = 127;
const U64_MAX = (1n << 64n) - 1n;

export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Place in the body: first byte and the byte behind the last. */
  readonly begin: number;
  readonly end: number;
}

/** A JSON value with the forms of its numbers kept, since `1e1` and `10.0` are no integers here. */
type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly form: string }
  | { readonly kind: "word"; readonly word: true | false | null }
  | { readonly kind: "array"; readonly items: readonly Node[] }
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, Node> };

/** Reads the JSON header in `file.bytes[8 … end)`: each entry valid in itself, the places not yet against each other. */
export function readHeader(
  file: NamedBytes,
  end: number,
): { entries: TensorEntry[]; metadata: ReadonlyMap<string, string> } {
  const bytes = file.bytes.subarray(8, end);
  const text = decodeUtf8({ name: file.name, bytes }, "ST_HEADER_UTF8", { keepMark: true, offset: 8 });
  const limits = { maxDepth: MAX_DEPTH, maxMembers: MAX_TENSORS + 1 };
  const options = { ...limits, place: "header", code: "ST_HEADER_JSON" };
  const top = new JsonScanner(file.name, text, nodes(file), options).whole();
  if (top.kind !== "object") throw refuse(file, "ST_HEADER_JSON", `the header is ${kindOf(top)}: expected an object`);
  const entries: TensorEntry[] = [];
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, node] of top.entries) {
    if (name === "__metadata__") metadata = readMetadata(file, node);
    else entries.push(readEntry(file, name, node));
  }
  if (entries.length <= MAX_TENSORS) return { entries, metadata };
  const found = `found ${integer(entries.length)} tensors: expected at most ${integer(MAX_TENSORS)}`;
  throw refuse(file, "ST_TENSORS", `${found}; split the file`);
}

function nodes(file: NamedBytes): JsonBuilder<Node> {
  const unicode = (text: string) => {
    if (!/\p{Cs}/u.test(text)) return text;
    throw refuse(file, "ST_HEADER_JSON", `the text ${shown(text)} in the header holds half a surrogate pair`);
  };
  return {
    text: (text) => ({ kind: "text", text: unicode(text) }),
    number: (form) => ({ kind: "number", form }),
    word: (word) => ({ kind: "word", word }),
    array: (items) => ({ kind: "array", items }),
    object(entries) {
      for (const key of entries.keys()) unicode(key);
      return { kind: "object", entries };
    },
  };
}

function readMetadata(file: NamedBytes, node: Node): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  if (node.kind === "word" && node.word === null) return metadata;
  if (node.kind !== "object") {
    throw refuse(file, "ST_METADATA", `"__metadata__" in the header is ${kindOf(node)}: expected an object of texts`);
  }
  for (const [key, value] of node.entries) {
    if (value.kind !== "text") {
      throw refuse(file, "ST_METADATA", `${shown(key)} in "__metadata__" is ${kindOf(value)}: expected a text`);
    }
    metadata.set(key, value.text);
  }
  return metadata;
}

function readEntry(file: NamedBytes, name: string, node: Node): TensorEntry {
  const bad = (code: string, sentence: string) => refuse(file, code, `tensor ${shown(name)} ${sentence}`, name);
  if (node.kind !== "object") {
    throw bad("ST_ENTRY", `is ${kindOf(node)}: expected an object with dtype, shape and data_offsets`);
  }
  const missing = ["dtype", "shape", "data_offsets"].filter((key) => !node.entries.has(key));
  if (missing.length > 0) throw bad("ST_ENTRY", `has no ${list(missing)} in the header: write the file again`);
  const dtype = readDtype(node.entries.get("dtype") as Node, bad);
  const shape = readIntegers(node.entries.get("shape") as Node, "shape", bad);
  const [begin, end, ...rest] = readIntegers(node.entries.get("data_offsets") as Node, "data_offsets", bad);
  if (begin === undefined || end === undefined || rest.length > 0) {
    throw bad("ST_OFFSETS", "has data_offsets of another length than 2: expected [begin, end]");
  }
  if (end < begin) throw bad("ST_OFFSETS", `ends at byte ${integer(end)}, before it begins at ${integer(begin)}`);
  checkSize(dtype, shape, end - begin, bad);
  return { name, dtype, shape, begin, end };
}

type Bad = (code: string, sentence: string) => MyelinError;

function readDtype(node: Node, bad: Bad): Dtype {
  if (node.kind === "text" && Object.hasOwn(DTYPES, node.text)) return node.text as Dtype;
  if (node.kind !== "text") throw bad("ST_DTYPE", `has a dtype that is ${kindOf(node)}: expected a text like "F32"`);
  const near = nearest(node.text, Object.keys(DTYPES));
  const hint = near === undefined ? 'expected one like "F32"' : `expected one like "${near}"`;
  throw bad("ST_DTYPE", `has the unknown dtype ${shown(node.text)}: ${hint}; write the file again with it`);
}

/** Integers by their written form: JavaScript alone would take `1e1`, `8.0`, `-0` and `"8"`. */
function readIntegers(node: Node, field: string, bad: Bad): number[] {
  if (node.kind !== "array") throw bad("ST_INTEGER", `has a ${field} that is ${kindOf(node)}: expected integers`);
  return node.items.map((item) => {
    const form = item.kind === "number" ? item.form : kindOf(item);
    const value = /^(0|[1-9][0-9]*)$/.test(form) ? Number(form) : Number.NaN;
    if (Number.isSafeInteger(value)) return value;
    throw bad("ST_INTEGER", `has ${printable(form, 40)} in its ${field}: expected integers from 0 to 2^53 − 1`);
  });
}

/** Shape × dtype must be the bytes of the place, computed as the Rust library does, in checked 64-bit steps. */
function checkSize(dtype: Dtype, shape: readonly number[], found: number, bad: Bad): void {
  let bits = 1n;
  for (const factor of [...shape, DTYPES[dtype].bits]) {
    bits *= BigInt(factor);
    if (bits > U64_MAX)
      throw bad("ST_SHAPE_OVERFLOW", `has a shape [${shapeText(shape)}] beyond 2^64 elements or bits`);
  }
  if (bits % 8n !== 0n) {
    throw bad("ST_MISALIGNED", `of dtype ${dtype} and shape [${shapeText(shape)}] does not end at a whole byte`);
  }
  if (bits / 8n === BigInt(found)) return;
  const need = `dtype ${dtype} and shape [${shapeText(shape)}] need ${bits / 8n} bytes`;
  throw bad("ST_SHAPE_BYTES", `has ${integer(found)} bytes, but ${need}: write the file again`);
}

const shapeText = (shape: readonly number[]): string => {
  return shape.length <= 8 ? shape.join(", ") : `${shape.slice(0, 8).join(", ")}, …`;
};

function kindOf(node: Node): string {
  if (node.kind === "word") return `${node.word}`;
  if (node.kind === "number") return `the number ${printable(node.form, 40)}`;
  return node.kind === "text" ? "a text" : node.kind === "array" ? "an array" : "an object";
}

function refuse(file: NamedBytes, code: string, sentence: string, tensor?: string): MyelinError {
  const facts = tensor === undefined ? { file: file.name } : { file: file.name, tensor };
  return inputError(code, `${shownName(file)}: ${sentence}.`, facts);
}

const shown = (name: string): string => `"${printable(name, 60)}"`;
