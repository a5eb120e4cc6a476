/** Element types of the format. `order` sorts them as the format's library does when it writes. */
const row = (order: number, bits: number) => ({ order, bits });
export const DTYPES = {
  BOOL: row(0, 8),
  F4: row(1, 4),
  F6_E2M3: row(2, 6),
  F6_E3M2: row(3, 6),
  U8: row(4, 8),
  I8: row(5, 8),
  F8_E5M2: row(6, 8),
  F8_E4M3: row(7, 8),
  F8_E5M2FNUZ: row(8, 8),
  F8_E4M3FNUZ: row(9, 8),
  F8_E8M0: row(10, 8),
  I16: row(11, 16),
  U16: row(12, 16),
  F16: row(13, 16),
  BF16: row(14, 16),
  I32: row(15, 32),
  U32: row(16, 32),
  F32: row(17, 32),
  C64: row(18, 64),
  F64: row(19, 64),
  I64: row(20, 64),
  U64: row(21, 64),
} as const;

export type Dtype = keyof typeof DTYPES;

export type TensorData =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/**
 * An array with shape, row-major. `data` has the JavaScript type of the dtype where there is one (I64 and U64 as
 * BigInt arrays); BOOL and the 4-, 6-, 8- and 16-bit floats and C64 are plain little-endian bytes.
 */
export interface Tensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

const ARRAYS = new Map<Dtype, (buffer: ArrayBuffer) => TensorData>([
  ["I8", (buffer) => new Int8Array(buffer)],
  ["I16", (buffer) => new Int16Array(buffer)],
  ["U16", (buffer) => new Uint16Array(buffer)],
  ["I32", (buffer) => new Int32Array(buffer)],
  ["U32", (buffer) => new Uint32Array(buffer)],
  ["F32", (buffer) => new Float32Array(buffer)],
  ["F64", (buffer) => new Float64Array(buffer)],
  ["I64", (buffer) => new BigInt64Array(buffer)],
  ["U64", (buffer) => new BigUint64Array(buffer)],
]);

/** A copy of the bytes as the dtype's array; a copy, since the file's bytes need not be aligned. */
export function tensorFromBytes(dtype: Dtype, bytes: Uint8Array): TensorData {
  const copy = new Uint8Array(bytes);
  return ARRAYS.get(dtype)?.(copy.buffer) ?? copy;
}

/** The tensor's bytes: a view, not a copy. */
export function tensorBytes({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
