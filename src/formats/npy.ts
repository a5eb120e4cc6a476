import { inputError, type MyelinError, usageError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { byteCount, type NamedBytes, shownName } from "./named.ts";
import { badShape, NPY_MOST_DIMENSIONS, pickled, readNpyHeader } from "./npy-header.ts";

export type NpyData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** NumPy's element types that are read, without byte order. */
export type NpyType = keyof typeof TYPES;

/** An array with shape, row-major whatever order the file has. */
export interface NpyArray {
  /** Type in the file. `b1` comes as bytes 0 and 1, `f2` as float32, `i8` and `u8` as float64 (whole numbers, exact). */
  readonly type: NpyType;
  readonly shape: readonly number[];
  readonly data: NpyData;
}

type Get = (view: DataView, at: number, little: boolean) => number;

interface TypeEntry {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly make: (length: number) => NpyData;
  readonly get: Get;
  readonly set: (view: DataView, at: number, value: number) => void;
}

const entry = (bytes: TypeEntry["bytes"], make: TypeEntry["make"], get: Get, set: TypeEntry["set"]): TypeEntry => ({
  bytes,
  make,
  get,
  set,
});
const TYPES = {
  b1: entry(
    1,
    (n) => new Uint8Array(n),
    (v, at) => v.getUint8(at),
    (v, at, x) => v.setUint8(at, x),
  ),
  u1: entry(
    1,
    (n) => new Uint8Array(n),
    (v, at) => v.getUint8(at),
    (v, at, x) => v.setUint8(at, x),
  ),
  i1: entry(
    1,
    (n) => new Int8Array(n),
    (v, at) => v.getInt8(at),
    (v, at, x) => v.setInt8(at, x),
  ),
  u2: entry(
    2,
    (n) => new Uint16Array(n),
    (v, at, le) => v.getUint16(at, le),
    (v, at, x) => v.setUint16(at, x, true),
  ),
  i2: entry(
    2,
    (n) => new Int16Array(n),
    (v, at, le) => v.getInt16(at, le),
    (v, at, x) => v.setInt16(at, x, true),
  ),
  u4: entry(
    4,
    (n) => new Uint32Array(n),
    (v, at, le) => v.getUint32(at, le),
    (v, at, x) => v.setUint32(at, x, true),
  ),
  i4: entry(
    4,
    (n) => new Int32Array(n),
    (v, at, le) => v.getInt32(at, le),
    (v, at, x) => v.setInt32(at, x, true),
  ),
  u8: entry(
    8,
    (n) => new Float64Array(n),
    (v, at, le) => Number(v.getBigUint64(at, le)),
    (v, at, x) => v.setBigUint64(at, BigInt(x), true),
  ),
  i8: entry(
    8,
    (n) => new Float64Array(n),
    (v, at, le) => Number(v.getBigInt64(at, le)),
    (v, at, x) => v.setBigInt64(at, BigInt(x), true),
  ),
  f2: entry(
    2,
    (n) => new Float32Array(n),
    (v, at, le) => halfFloat(v.getUint16(at, le)),
    () => {},
  ),
  f4: entry(
    4,
    (n) => new Float32Array(n),
    (v, at, le) => v.getFloat32(at, le),
    (v, at, x) => v.setFloat32(at, x, true),
  ),
  f8: entry(
    8,
    (n) => new Float64Array(n),
    (v, at, le) => v.getFloat64(at, le),
    (v, at, x) => v.setFloat64(at, x, true),
  ),
} satisfies Record<string, TypeEntry>;

/** Whether the bytes begin as a NumPy array does. */
export function isNpy(bytes: Uint8Array): boolean {
  return bytes[0] === 0x93 && bytes[1] === 0x4e && bytes[2] === 0x55 && bytes[3] === 0x4d;
}

/**
 * Reads a NumPy array (.npy, versions 1 to 3) of booleans, integers or floats, in either byte and element order. 64-bit
 * integers become float64, and are refused beyond 2^53, where that would not be exact.
 *
 * @throws MyelinError of kind "input": those of {@link readNpyHeader}, and NPY_DTYPE NPY_PICKLE NPY_SHAPE NPY_TRUNCATED
 * NPY_TRAILING NPY_RANGE.
 */
export function readNpy(file: NamedBytes): NpyArray {
  const { fortranOrder, shape, start, type, little, count } = checkNpyLength(file, file.bytes.length);
  const rows = elements(file, start, count, type, little);
  const data = fortranOrder && shape.length > 1 ? transposed(rows, shape, TYPES[type].make(count)) : rows;
  return { type, shape, data };
}

/**
 * The header of an array, whose shape must need exactly the bytes that there are.
 *
 * @param file at least the beginning of it, with the whole header
 * @param size bytes of the whole array and its header
 * @throws as `readNpy`, for the header and the length.
 */
export function checkNpyLength(file: NamedBytes, size: number) {
  const { descr, fortranOrder, shape, start } = readNpyHeader(file);
  const { type, little } = elementType(file, descr);
  const count = elementCount(shape);
  if (count * TYPES[type].bytes > Number.MAX_SAFE_INTEGER)
    throw badShape(file, `${shape.map(integer).join(" × ")} elements`);
  const promise = `${shape.map(integer).join(" × ") || "1"} elements of type ${descr}`;
  checkLength(file, { start, size }, count * TYPES[type].bytes, promise);
  return { fortranOrder, shape, start, type, little, count };
}

function elementType(file: NamedBytes, descr: string): { type: NpyType; little: boolean } {
  const [order, type] = [descr.slice(0, 1), descr.slice(1)];
  if (type.startsWith("O") || descr === "O") throw pickled(file);
  const known = Object.hasOwn(TYPES, type);
  if (known && (order === "<" || order === ">" || (order === "|" && TYPES[type as NpyType].bytes === 1))) {
    return { type: type as NpyType, little: order !== ">" };
  }
  const kind = new Map([
    ["c", "complex numbers"],
    ["S", "byte strings"],
    ["a", "byte strings"],
    ["U", "texts"],
    ["M", "dates"],
    ["m", "time spans"],
    ["V", "raw records"],
  ]).get(type.slice(0, 1));
  const what = kind ? `${kind} (${printable(descr, 30)})` : `elements of type ${printable(descr, 30)}`;
  throw refuse(
    file,
    "NPY_DTYPE",
    `holds ${what}, and booleans, integers and floats up to 64 bits can be read: convert it with astype`,
  );
}

/** Product of the sizes; Infinity as soon as it is beyond exact integers. */
function elementCount(shape: readonly number[]): number {
  if (shape.includes(0)) return 0;
  let product = 1;
  for (const size of shape)
    product = product * size > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : product * size;
  return product;
}

function checkLength(
  file: NamedBytes,
  { start, size }: { readonly start: number; readonly size: number },
  expected: number,
  promise: string,
): void {
  const found = size - start;
  if (found === expected) return;
  const lengths = `its header promises ${promise}, which is ${byteCount(expected)}, and ${integer(found)} follow it`;
  const facts = { offset: Math.min(size, start + expected), expected, found };
  if (found < expected) throw refuse(file, "NPY_TRUNCATED", `is cut short: ${lengths}: get it again`, facts);
  throw refuse(
    file,
    "NPY_TRAILING",
    `has bytes behind its array: ${lengths}: save one array a file, or all with np.savez`,
    facts,
  );
}

function elements(file: NamedBytes, start: number, count: number, type: NpyType, little: boolean): NpyData {
  const { bytes } = file;
  if (type === "u1") return bytes.subarray(start);
  const { make, get, bytes: width } = TYPES[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const data = make(count);
  for (let i = 0; i < count; i++) data[i] = get(view, i * width, little);
  const limit = type === "b1" ? 1 : type === "i8" || type === "u8" ? Number.MAX_SAFE_INTEGER : Number.POSITIVE_INFINITY;
  const bad = limit === Number.POSITIVE_INFINITY ? -1 : data.findIndex((value) => Math.abs(value) > limit);
  if (bad >= 0) throw outOfRange(file, start + bad * width, bad, type);
  return data;
}

function outOfRange(file: NamedBytes, offset: number, index: number, type: NpyType): MyelinError {
  const what =
    type === "b1" ? "is neither 0 nor 1, as truth values are" : "is beyond 2^53, where whole numbers stop being exact";
  const advice = type === "b1" ? "save it as uint8" : "save it as a smaller type";
  return refuse(
    file,
    "NPY_RANGE",
    `holds at byte ${integer(offset)} element ${integer(index)}, which ${what}: ${advice}`,
    { offset, index },
  );
}

/** Column-major `from` (first index fastest) as row-major. */
function transposed(from: NpyData, shape: readonly number[], to: NpyData): NpyData {
  const rank = shape.length;
  const strides = new Float64Array(rank).fill(1);
  for (let d = 1; d < rank; d++) strides[d] = strides[d - 1] * shape[d - 1];
  const index = new Float64Array(rank);
  let source = 0;
  for (let i = 0; i < to.length; i++) {
    to[i] = from[source];
    for (let d = rank - 1; d >= 0; d--) {
      index[d]++;
      source += strides[d];
      if (index[d] < shape[d]) break;
      source -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return to;
}

/** IEEE 754 half precision: sign, 5 bits of exponent, 10 of fraction; exact in float32. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  let scale = 1 / 16_777_216; // 2^-24, the smallest step
  for (let e = 1; e < exponent; e++) scale *= 2;
  return sign * scale * (exponent === 0 ? fraction : 1024 + fraction);
}

/**
 * Writes an .npy file, version 1, little-endian, row-major; `readNpy` gives the same array back. `f2` is not written.
 *
 * @throws MyelinError NPY_WRITE when type, shape and data do not agree.
 */
export function writeNpy({ type, shape, data }: NpyArray): Uint8Array<ArrayBuffer> {
  const { bytes: width, set, make } = TYPES[type];
  const sizesFit = shape.every((size) => Number.isInteger(size) && size >= 0) && shape.length <= NPY_MOST_DIMENSIONS;
  if (!sizesFit || elementCount(shape) !== data.length || type === "f2" || make(0).constructor !== data.constructor) {
    throw usageError(
      "NPY_WRITE",
      `${integer(data.length)} elements of type ${type} do not fit the shape [${shape.join(", ")}]: give their own type and a shape whose product is their number.`,
    );
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dictionary = `{'descr': '${width === 1 ? "|" : "<"}${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const header = new TextEncoder().encode(`\x93NUMPY\x01\x00..${dictionary.padEnd(start - 11)}\n`).subarray(1);
  const out = new Uint8Array(start + data.length * width);
  out.set(header);
  const view = new DataView(out.buffer);
  view.setUint16(8, start - 10, true);
  for (let i = 0; i < data.length; i++) set(view, start + i * width, data[i]);
  return out;
}

function refuse(file: NamedBytes, code: string, what: string, facts = {}): MyelinError {
  return inputError(code, `${shownName(file)} ${what}.`, { file: file.name, ...facts });
}
