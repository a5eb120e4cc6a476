import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";

/** Appends (input·64, value[byte]) for each nonzero byte, rows and bytes in order; returns the byte offset behind the last. */
export function packSparseRows({ f32, u32, u8 }: MemoryViews): Kernels["u8_pack_sparse_rows"] {
  return (source, count, size, values, entries, offset, rowStart) => {
    let e = (entries + offset) >>> 2;
    for (let r = 0; r < count; r++) {
      for (let k = 0; k < size; k++) {
        const byte = u8[source + r * size + k]!;
        if (byte === 0) continue;
        u32[e] = k * 64;
        f32[e + 1] = f32[(values >>> 2) + byte]!;
        e += 2;
      }
      u32[(rowStart >>> 2) + r + 1] = e * 4 - entries;
    }
    return e * 4 - entries;
  };
}

/** X[m,k] = source[order[m]·size + k] / divisor; up to three numbers behind each row are written as well. */
export function gatherBytes({ f32, u32, u8 }: MemoryViews): Kernels["u8_gather_dense_rows"] {
  return (source, order, batch, size, divisor, x, xStride) => {
    for (let m = 0; m < batch; m++) {
      const row = source + u32[(order >>> 2) + m]! * size;
      for (let k = 0; k < Math.ceil(size / 4) * 4; k++)
        f32[((x + m * xStride) >>> 2) + k] = Math.fround(u8[row + k]! / divisor);
    }
  };
}

/** X[m,·] = source[order[m],·] */
export function gatherFloats({ f32, u32 }: MemoryViews): Kernels["f32_gather_dense_rows"] {
  return (source, order, batch, size, x, xStride) => {
    for (let m = 0; m < batch; m++) {
      const row = (source >>> 2) + u32[(order >>> 2) + m]! * size;
      f32.copyWithin((x + m * xStride) >>> 2, row, row + size);
    }
  };
}
