import { inputError, usageError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { byteCount, describeBytes, hexadecimal, type NamedBytes, shownName } from "./named.ts";

/** Element type of an IDX array; the third byte of the file. */
export type IdxType = "uint8" | "int8" | "int16" | "int32" | "float32" | "float64";
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface IdxArray {
  readonly type: IdxType;
  /** Slowest dimension first: [60000, 28, 28]. */
  readonly shape: readonly number[];
  readonly data: IdxData;
}

interface TypeEntry {
  readonly code: number;
  readonly bytes: 1 | 2 | 4 | 8;
  readonly array: new (buffer: ArrayBuffer) => IdxData;
}

const TYPES: Readonly<Record<IdxType, TypeEntry>> = {
  uint8: { code: 0x08, bytes: 1, array: Uint8Array },
  int8: { code: 0x09, bytes: 1, array: Int8Array },
  int16: { code: 0x0b, bytes: 2, array: Int16Array },
  int32: { code: 0x0c, bytes: 4, array: Int32Array },
  float32: { code: 0x0d, bytes: 4, array: Float32Array },
  float64: { code: 0x0e, bytes: 8, array: Float64Array },
};

/** Most dimensions that are read or written. */
export const MOST_DIMENSIONS = 8;

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

interface Header {
  readonly type: IdxType;
  readonly shape: readonly number[];
  readonly start: number;
  /** Bytes of the whole file, header and elements. */
  readonly total: number;
}

/**
 * Reads an IDX array (the format of the MNIST files: 00 00, type, rank, big-endian sizes, big-endian elements in row
 * order). Bytes are a view of the file, not a copy; other types are copied into the platform's byte order.
 *
 * @throws MyelinError of kind "input": IDX_EMPTY IDX_MAGIC IDX_TYPE IDX_RANK IDX_OVERFLOW IDX_TRUNCATED IDX_TRAILING.
 */
export function readIdx(file: NamedBytes): IdxArray {
  const header = readIdxHeader(file);
  const found = file.bytes.length;
  if (found < header.total) throw truncated(file, header, found);
  if (found > header.total) {
    throw inputError(
      "IDX_TRAILING",
      `${shownName(file)} has ${byteCount(found - header.total)} too many: its header promises ${sizes(header)}, which end at byte ${integer(header.total)}, and the file has ${integer(found)}: get the file again, or cut it there.`,
      { file: file.name, offset: header.total, expected: header.total, found },
    );
  }
  return { type: header.type, shape: header.shape, data: elements(file.bytes.subarray(header.start), header.type) };
}

/**
 * Bytes of a whole IDX file (header and elements) by its first bytes, at least 4 + 4·rank of them.
 *
 * @returns undefined when these bytes do not begin an IDX file that can be, or are not enough of one.
 */
export function idxByteLength(head: Uint8Array): number | undefined {
  const rank = head[3] ?? 0;
  const type = head[0] === 0 && head[1] === 0 ? typeOf(head[2]!) : undefined;
  if (!type || rank === 0 || rank > MOST_DIMENSIONS || head.length < 4 + 4 * rank) return undefined;
  const total = totalBytes(type, shapeOf(head, rank));
  return total <= Number.MAX_SAFE_INTEGER ? total : undefined;
}

function shapeOf(bytes: Uint8Array, rank: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
}

function totalBytes(type: IdxType, shape: readonly number[]): number {
  return 4 + 4 * shape.length + elementCount(shape) * TYPES[type].bytes;
}

/** Reads and checks the header only. @throws as {@link readIdx}, except IDX_TRAILING. */
export function readIdxHeader(file: NamedBytes): Header {
  const { bytes } = file;
  if (bytes.length < 4) {
    const found = bytes.length === 0 ? "is empty" : `has only ${byteCount(bytes.length)}`;
    throw inputError(
      "IDX_EMPTY",
      `${shownName(file)} ${found}, and an IDX file begins with at least 4: get it again.`,
      {
        file: file.name,
        expected: 4,
        found: bytes.length,
      },
    );
  }
  if (bytes[0] !== 0 || bytes[1] !== 0) throw wrongMagic(file);
  const type = typeOf(bytes[2]!);
  if (!type) {
    throw inputError(
      "IDX_TYPE",
      `${shownName(file)} names the element type 0x${hexadecimal(bytes.subarray(2), 1)} at byte 2, and IDX has 08, 09, 0b, 0c, 0d and 0e: check that it is an IDX file.`,
      { file: file.name, offset: 2, found: bytes[2] },
    );
  }
  const rank = bytes[3]!;
  if (rank === 0 || rank > MOST_DIMENSIONS) {
    throw inputError(
      "IDX_RANK",
      `${shownName(file)} says at byte 3 that it has ${rank} dimensions, and 1 to ${MOST_DIMENSIONS} can be read: check that it is an IDX file.`,
      { file: file.name, offset: 3, found: rank },
    );
  }
  return readSizes(file, type, rank);
}

function readSizes(file: NamedBytes, type: IdxType, rank: number): Header {
  const { bytes } = file;
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw inputError(
      "IDX_TRUNCATED",
      `${shownName(file)} is cut short inside its header: ${rank} dimensions need ${start} bytes, and the file has ${bytes.length}: get it again.`,
      { file: file.name, offset: bytes.length, expected: start, found: bytes.length },
    );
  }
  const shape = shapeOf(bytes, rank);
  const total = totalBytes(type, shape);
  if (total > Number.MAX_SAFE_INTEGER) {
    throw inputError(
      "IDX_OVERFLOW",
      `${shownName(file)} promises ${shape.map(integer).join(" × ")} elements at byte 4, more than any file can hold: check that it is an IDX file.`,
      { file: file.name, offset: 4, shape },
    );
  }
  return { type, shape, start, total };
}

/** Product of the sizes; Infinity as soon as it is beyond exact integers (2³²-sized factors stay exact below that). */
function elementCount(shape: readonly number[]): number {
  if (shape.includes(0)) return 0;
  let product = 1;
  for (const size of shape) {
    product *= size;
    if (product > Number.MAX_SAFE_INTEGER) return Number.POSITIVE_INFINITY;
  }
  return product;
}

function typeOf(code: number): IdxType | undefined {
  for (const type of Object.keys(TYPES) as IdxType[]) if (TYPES[type].code === code) return type;
  return undefined;
}

function elements(bytes: Uint8Array, type: IdxType): IdxData {
  if (type === "uint8") return bytes;
  const copy = inOtherOrder(bytes, TYPES[type].bytes);
  return new TYPES[type].array(copy.buffer);
}

/** A copy in the platform's byte order of big-endian elements, or the other way round. */
function inOtherOrder(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  if (width === 1 || !littleEndian) return copy;
  for (let i = 0; i < copy.length; i += width) copy.subarray(i, i + width).reverse();
  return copy;
}

/**
 * Writes an IDX file; `readIdx` gives the same array back.
 *
 * @throws MyelinError IDX_WRITE when type, shape and data do not agree, or a size is not an integer 0 … 2³² − 1.
 */
export function writeIdx(array: IdxArray): Uint8Array<ArrayBuffer> {
  const { type, shape, data } = array;
  const { array: arrayType, bytes: width, code } = TYPES[type];
  const rank = shape.length;
  const sizesFit = shape.every((size) => Number.isInteger(size) && size >= 0 && size <= 0xffff_ffff);
  if (rank < 1 || rank > MOST_DIMENSIONS || !sizesFit || elementCount(shape) !== data.length) {
    throw usageError(
      "IDX_WRITE",
      `the shape [${shape.join(", ")}] does not fit ${integer(data.length)} elements: give a shape of 1 to ${MOST_DIMENSIONS} sizes whose product is that.`,
    );
  }
  if (!(data instanceof arrayType)) {
    throw usageError("IDX_WRITE", `the elements are not ${type}: name the type of the array that is given.`);
  }
  const start = 4 + 4 * rank;
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set([0, 0, code, rank]);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < rank; i++) view.setUint32(4 + 4 * i, shape[i]!);
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  bytes.set(width === 1 ? raw : inOtherOrder(raw, width), start);
  return bytes;
}

function wrongMagic(file: NamedBytes) {
  const { bytes } = file;
  const reversed =
    bytes[0]! > 0 && bytes[0]! <= MOST_DIMENSIONS && typeOf(bytes[1]!) && bytes[2] === 0 && bytes[3] === 0;
  const kind = describeBytes(bytes);
  const begins = `${shownName(file)} is not an IDX file: it begins ${hexadecimal(bytes)}`;
  const facts = { file: file.name, offset: 0, found: hexadecimal(bytes), ...(kind ? { kind } : {}) };
  if (reversed) {
    return inputError(
      "IDX_MAGIC",
      `${begins}, an IDX header in little-endian byte order, where 00 00 comes first: write its header and elements big-endian.`,
      { ...facts, kind: "little-endian IDX" },
    );
  }
  return inputError(
    "IDX_MAGIC",
    `${begins}${kind ? ` and looks like ${kind}` : ""}, not 00 00: ${advice(kind)}.`,
    facts,
  );
}

function advice(kind: string | undefined): string {
  if (kind === "an HTML page" || kind === "an XML document") {
    return "a server sent a page in its place, get the file again and look at it before use";
  }
  if (kind === "a Python pickle") {
    return "a pickle can run any program when it is loaded, so Myelin never reads one; take the IDX files, for example by the data name mnist";
  }
  if (kind === "gzip data") return "unpack it first";
  return "give a file in the format of the MNIST files";
}

function sizes(header: Header): string {
  return `${header.shape.map(integer).join(" × ")} elements of ${TYPES[header.type].bytes * 8} bits`;
}

function truncated(file: NamedBytes, header: Header, found: number) {
  return inputError(
    "IDX_TRUNCATED",
    `${shownName(file)} is cut short: its header promises ${sizes(header)}, which is ${integer(header.total)} bytes in all, and the file has ${integer(found)}: get the file again.`,
    { file: file.name, offset: found, expected: header.total, found },
  );
}
