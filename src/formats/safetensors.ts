import { inputError, type MyelinError, usageError } from "../core/errors.ts";
import { integer, printable, bytes as showBytes } from "../core/text.ts";
import { limits } from "./limits.ts";
import { type NamedBytes, shownName } from "./named.ts";
import {
  DTYPES,
  type Dtype,
  type Tensor,
  type TensorData,
  tensorBytes,
  tensorFromBytes,
} from "./safetensors-dtypes.ts";
import { readHeader, type TensorEntry } from "./safetensors-header.ts";

export type { Dtype, Tensor, TensorData };

export interface Safetensors {
  /** By name, in the order of their bytes in the file. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The texts under `__metadata__`; empty where there are none. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads a safetensors file: 8 bytes header length (little-endian), a JSON header, then the tensors' bytes, which the
 * header must cover without hole or overlap. Accepts and refuses the same files as the format's Rust library (0.8),
 * and refuses in addition headers beyond a limit, keys that stand twice, entries that are not JSON objects, more than 100,000 tensors, and
 * integers from 2^53. Values are not looked at: NaN is accepted.
 *
 * @throws MyelinError of kind "input"; codes ST_… and JSON_… (from the header).
 * Source of the format: https://github.com/huggingface/safetensors (README, "Format").
 */
export function readSafetensors(file: NamedBytes): Safetensors {
  const headerEnd = 8 + headerLength(file);
  const { entries, metadata } = readHeader(file, headerEnd);
  const body = file.bytes.subarray(headerEnd);
  checkCover(file, entries, body.length);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, { dtype, shape, data: tensorFromBytes(dtype, body.subarray(begin, end)) });
  }
  return { tensors, metadata };
}

/** The header's length, checked while it is still a 64-bit integer. */
function headerLength(file: NamedBytes): number {
  const { bytes } = file;
  if (bytes.length < 8) {
    const sentence = `expected at least 8 bytes of a safetensors file, found ${bytes.length}; fetch the file again`;
    throw refuse(file, "ST_SHORT", sentence, { found: bytes.length });
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(limits.safetensorsHeader)) {
    const sentence = `bytes 0 to 7 give a header of ${length} bytes, expected at most ${integer(limits.safetensorsHeader)} (limit safetensorsHeader)`;
    throw refuse(file, "ST_HEADER_LENGTH", `${sentence}; this is probably no safetensors file`, { found: `${length}` });
  }
  if (8 + Number(length) > bytes.length) {
    const sentence = `bytes 0 to 7 give a header of ${integer(Number(length))} bytes, but the file has only`;
    const facts = { expected: 8 + Number(length), found: bytes.length };
    throw refuse(file, "ST_TRUNCATED", `${sentence} ${integer(bytes.length)} bytes; fetch the file again`, facts);
  }
  return Number(length);
}

/** The tensors must follow one another from byte 0 of the body to its end. Sorts `entries` by place. */
function checkCover(file: NamedBytes, entries: TensorEntry[], length: number): void {
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let previous: TensorEntry | undefined;
  for (const entry of entries) {
    const covered = previous?.end ?? 0;
    if (entry.begin > covered) throw hole(file, entry, covered);
    if (previous && entry.begin < covered) throw overlap(file, previous, entry);
    previous = entry;
  }
  const covered = previous?.end ?? 0;
  if (length === covered) return;
  const facts = { expected: covered, found: length };
  const counts = `${integer(covered)} bytes of tensors, found ${integer(length)}`;
  if (length < covered) throw refuse(file, "ST_BODY_SHORT", `expected ${counts}; fetch the file again`, facts);
  const behind = `${integer(length - covered)} bytes stand behind the last tensor`;
  throw refuse(file, "ST_TRAILING", `${behind}: expected ${counts}; fetch the file again`, facts);
}

function hole(file: NamedBytes, entry: TensorEntry, covered: number): MyelinError {
  const gap = `bytes ${integer(covered)} to ${integer(entry.begin)} before tensor ${shown(entry.name)}`;
  const facts = { tensor: entry.name, begin: covered, end: entry.begin };
  return refuse(file, "ST_HOLE", `${gap} belong to no tensor: expected no gap; write the file again`, facts);
}

function overlap(file: NamedBytes, a: TensorEntry, b: TensorEntry): MyelinError {
  const range = (entry: TensorEntry) => `${shown(entry.name)} (bytes ${integer(entry.begin)} to ${integer(entry.end)})`;
  const facts = { tensors: [a.name, b.name], ranges: [a.begin, a.end, b.begin, b.end] };
  const sentence = `tensors ${range(a)} and ${range(b)} overlap: expected separate bytes; write the file again`;
  return refuse(file, "ST_OVERLAP", sentence, facts);
}

function refuse(file: NamedBytes, code: string, sentence: string, facts: Record<string, unknown>): MyelinError {
  return inputError(code, `${shownName(file)}: ${sentence}.`, { file: file.name, ...facts });
}

const shown = (name: string): string => `"${printable(name, 60)}"`;

/**
 * Writes a safetensors file: header padded with spaces to a multiple of 8, tensors without holes, largest alignment
 * first, then by name, as the format's own library does. Equal values give equal bytes.
 *
 * @throws ST_WRITE (kind "usage") when data, shape and dtype do not fit or a name is not Unicode text.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  const sorted = [...tensors].sort(([a, x], [b, y]) => DTYPES[y.dtype].order - DTYPES[x.dtype].order || compare(a, b));
  const fields: string[] = [];
  const parts: Uint8Array[] = [];
  let length = 0;
  if (metadata.size > 0) fields.push(`"__metadata__":{${[...metadata].map(metadataField).join(",")}}`);
  for (const [name, tensor] of sorted) {
    const part = checkedBytes(name, tensor);
    const place = { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [length, length + part.length] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(place)}`);
    parts.push(part);
    length += part.length;
  }
  const header = new TextEncoder().encode(`{${fields.join(",")}}`);
  return assemble(header, parts, length);
}

function assemble(header: Uint8Array, parts: readonly Uint8Array[], length: number): Uint8Array {
  const headerSize = Math.ceil(header.length / 8) * 8;
  if (headerSize > limits.safetensorsHeader) {
    const limit = showBytes(limits.safetensorsHeader);
    throw usageError("ST_WRITE", `names and metadata fill ${showBytes(headerSize)}: expected at most ${limit}.`);
  }
  const file = new Uint8Array(8 + headerSize + length).fill(0x20, 8, 8 + headerSize);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerSize), true);
  file.set(header, 8);
  let at = 8 + headerSize;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function metadataField([key, value]: readonly [string, string]): string {
  for (const text of [key, value]) checkUnicode(text, "metadata");
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function checkedBytes(name: string, tensor: Tensor): Uint8Array {
  checkUnicode(name, "tensor name");
  if (name === "__metadata__") throw usageError("ST_WRITE", `no tensor can be called "__metadata__": rename it.`);
  const part = tensorBytes(tensor);
  const elements = tensor.shape.reduce((product, size) => product * size, 1);
  if (elements * DTYPES[tensor.dtype].bits === part.length * 8) return part;
  const found = `${tensor.dtype} [${tensor.shape.join(", ")}] and ${integer(part.length)} bytes of data`;
  throw usageError("ST_WRITE", `tensor ${shown(name)} has ${found}, which do not fit: correct shape or data.`);
}

function checkUnicode(text: string, what: string): void {
  if (!/\p{Cs}/u.test(text)) return;
  throw usageError("ST_WRITE", `the ${what} ${shown(text)} holds half a surrogate pair: expected Unicode text.`);
}

/** Order of code points, which is the order of the UTF-8 bytes. */
function compare(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) as number) - (y[i]?.codePointAt(0) as number);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}
