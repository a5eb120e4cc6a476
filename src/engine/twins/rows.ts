import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";

/** Blocks of u16 inputs and u8 values of the nonzero bytes, each padded to a multiple of 8 with zeros, on cache lines. */
export function packSparseRows({ u32, u8 }: MemoryViews): Kernels["u8_pack_sparse_rows"] {
  const u16 = new Uint16Array(u8.buffer);
  return (source, count, size, rows, offset, index) => {
    let next = offset;
    for (let r = 0; r < count; r++) {
      const row = u8.subarray(source + r * size, source + (r + 1) * size);
      const inputs = nonzero(row);
      const padded = Math.ceil(inputs.length / 8) * 8;
      const values = rows + next + 2 * padded;
      for (let e = 0; e < padded; e++) {
        u16[((rows + next) >>> 1) + e] = inputs[e] ?? 0;
        u8[values + e] = e < inputs.length ? row[inputs[e]!]! : 0;
      }
      u32.set([next, inputs.length], (index >>> 2) + 2 * r);
      next = Math.ceil((next + 3 * padded) / 64) * 64;
    }
    return next;
  };
}

function nonzero(row: Uint8Array): number[] {
  const inputs: number[] = [];
  row.forEach((byte, k) => {
    if (byte !== 0) inputs.push(k);
  });
  return inputs;
}

/** target[i] = source[order[i]], pairs of u32. */
export function gatherPairs({ u32 }: MemoryViews): Kernels["u64_gather"] {
  return (source, order, count, target) => {
    for (let i = 0; i < count; i++) {
      const from = (source >>> 2) + 2 * u32[(order >>> 2) + i]!;
      u32.copyWithin((target >>> 2) + 2 * i, from, from + 2);
    }
  };
}

/** Entries (input·64, byte) of the rows whose (address, n) stand at `index`, padded to a multiple of 8. */
export function gatherSparseBytes({ f32, u32, u8 }: MemoryViews): Kernels["u8_gather_sparse_rows"] {
  const u16 = new Uint16Array(u8.buffer);
  return (rows, index, batch, entries, stride, counts) => {
    for (let m = 0; m < batch; m++) {
      const at = (index >>> 2) + 2 * m;
      const block = rows + u32[at]!;
      const n = u32[at + 1]!;
      const padded = Math.ceil(n / 8) * 8;
      u32[(counts >>> 2) + m] = n;
      for (let e = 0; e < padded; e++) {
        const entry = ((entries + m * stride) >>> 2) + 2 * e;
        u32[entry] = 64 * u16[(block >>> 1) + e]!;
        f32[entry + 1] = u8[block + 2 * padded + e]!;
      }
    }
    return 0;
  };
}

/** Rows kept as entries: copied. */
export function gatherSparseFloats({ u32 }: MemoryViews): Kernels["f32_gather_sparse_rows"] {
  return (rows, index, batch, entries, stride, counts) => {
    for (let m = 0; m < batch; m++) {
      const at = (index >>> 2) + 2 * m;
      const first = (rows + u32[at]!) >>> 2;
      u32[(counts >>> 2) + m] = u32[at + 1]!;
      u32.copyWithin((entries + m * stride) >>> 2, first, first + 2 * u32[at + 1]!);
    }
  };
}

/** X[m,k] = source[order[m]·size + k] / divisor; up to three numbers behind each row are written as well. */
export function gatherDenseBytes({ f32, u32, u8 }: MemoryViews): Kernels["u8_gather_dense_rows"] {
  return (source, order, batch, size, divisor, x, xStride) => {
    for (let m = 0; m < batch; m++) {
      const row = source + u32[(order >>> 2) + m]! * size;
      for (let k = 0; k < Math.ceil(size / 4) * 4; k++)
        f32[((x + m * xStride) >>> 2) + k] = Math.fround(u8[row + k]! / divisor);
    }
  };
}

/** X[m,·] = source[order[m],·] */
export function gatherDenseFloats({ f32, u32 }: MemoryViews): Kernels["f32_gather_dense_rows"] {
  return (source, order, batch, size, x, xStride) => {
    for (let m = 0; m < batch; m++) {
      const row = (source >>> 2) + u32[(order >>> 2) + m]! * size;
      f32.copyWithin((x + m * xStride) >>> 2, row, row + size);
    }
  };
}
