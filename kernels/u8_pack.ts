// Bytes to the forms in which the first layer reads its input.

/**
 * Sparse rows: appends a pair (u32 input·64, f32 value[byte]) for each nonzero byte of `count` rows of `size` bytes.
 *
 * values: 256 float32, byte / divisor for each byte. rowStart[r + 1] is written for each row, as byte offset behind entries.
 * @returns byte offset behind the last entry
 */
export function u8_pack_sparse_rows(source: usize, count: i32, size: i32, values: usize, entries: usize, offset: u32, rowStart: usize): u32 {
  let e = entries + <usize>offset;
  for (let r = 0; r < count; r++) {
    let i = 0;
    for (; i + 16 <= size; i += 16) {
      let mask = 0xffff ^ i8x16.bitmask(i8x16.eq(v128.load(source + i), i8x16.splat(0)));
      while (mask) {
        const k = i + ctz(mask);
        store<u32>(e, k << 6);
        store<f32>(e, load<f32>(values + (<usize>load<u8>(source + k) << 2)), 4);
        e += 8;
        mask &= mask - 1;
      }
    }
    for (; i < size; i++) {
      const byte = load<u8>(source + i);
      if (byte) {
        store<u32>(e, i << 6);
        store<f32>(e, load<f32>(values + (<usize>byte << 2)), 4);
        e += 8;
      }
    }
    source += size;
    rowStart += 4;
    store<u32>(rowStart, <u32>(e - entries));
  }
  return <u32>(e - entries);
}

/** Dense rows: X[m,k] = source[order[m]·size + k] / divisor, row m at x + m·xStride. The 15 bytes behind the source are readable. */
export function u8_gather_dense_rows(source: usize, order: usize, batch: i32, size: i32, divisor: f32, x: usize, xStride: usize): void {
  const d = f32x4.splat(divisor);
  for (let m = 0; m < batch; m++) {
    const row = source + <usize>load<u32>(order + (<usize>m << 2)) * size;
    for (let k = 0; k < size; k += 4) {
      const bytes = v128.load32_zero(row + k);
      const numbers = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
      v128.store(x + (<usize>k << 2), f32x4.div(numbers, d));
    }
    x += xStride;
  }
}

/** Dense rows of float32 pixels: X[m,·] = source[order[m],·]. */
export function f32_gather_dense_rows(source: usize, order: usize, batch: i32, size: i32, x: usize, xStride: usize): void {
  for (let m = 0; m < batch; m++) {
    memory.copy(x, source + (<usize>load<u32>(order + (<usize>m << 2)) * size << 2), <usize>size << 2);
    x += xStride;
  }
}
