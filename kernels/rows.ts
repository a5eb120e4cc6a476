// Rows of a data set: how they are kept, and how those of a mini-batch are brought into the form that the first layer reads.
//
// A sparse row of bytes is a block that starts on a cache line: u16 inputs of its n nonzero pixels, padded to a multiple of 8,
// then their n bytes, padded likewise. 29 MB for MNIST's training set: reading 8 bytes a pixel in random order would cost as
// much as the arithmetic. `index` holds (u32 address behind `rows`, u32 n) a row.
// In a mini-batch an entry is a pair (u32 input·64, f32 value): input·64 is the offset of the input's weights in a panel.

/**
 * Appends `count` rows of `size` bytes, size ≤ 65536, to sparse rows.
 *
 * @param offset where the first block goes, behind `rows`; a multiple of 64
 * @returns where the next block goes
 */
export function u8_pack_sparse_rows(source: usize, count: i32, size: i32, rows: usize, offset: u32, index: usize): u32 {
  for (let r = 0; r < count; r++) {
    const block = rows + <usize>offset;
    let inputs = block;
    let i = 0;
    for (; i + 16 <= size; i += 16) {
      let mask = 0xffff ^ i8x16.bitmask(i8x16.eq(v128.load(source + i), i8x16.splat(0)));
      for (; mask; mask &= mask - 1) {
        store<u16>(inputs, <u16>(i + ctz(mask)));
        inputs += 2;
      }
    }
    for (; i < size; i++) {
      if (!load<u8>(source + i)) continue;
      store<u16>(inputs, <u16>i);
      inputs += 2;
    }
    const n = <u32>(inputs - block) >> 1;
    const padded = (n + 7) & ~7;
    for (; inputs < block + (padded << 1); inputs += 2) store<u16>(inputs, 0);
    for (let e: u32 = 0; e < n; e++) store<u8>(inputs + e, load<u8>(source + <usize>load<u16>(block + (e << 1))));
    for (let e = n; e < padded; e++) store<u8>(inputs + e, 0);
    store<u32>(index, offset);
    store<u32>(index, n, 4);
    index += 8;
    source += size;
    offset = (offset + padded * 3 + 63) & ~63;
  }
  return offset;
}

/**
 * target[i] = source[order[i]], eight bytes each: the index of rows in the order of an epoch. The rows of a mini-batch are then
 * found without one memory access waiting for another.
 */
export function u64_gather(source: usize, order: usize, count: i32, target: usize): void {
  for (let i = 0; i < count; i++) {
    store<u64>(target + (<usize>i << 3), load<u64>(source + (<usize>load<u32>(order + (<usize>i << 2)) << 3)));
  }
}

/**
 * Entries of the `batch` rows whose (address, n) stand at `index`, value = the byte itself (divideBy is part of the layer's
 * scale): row m at entries + m·stride, their number at counts + 4·m. Up to seven entries behind the last are written too.
 *
 * @returns nothing of use: a sum that keeps the loads of the first loop, which ask for all cache lines at once
 */
export function u8_gather_sparse_rows(rows: usize, index: usize, batch: i32, entries: usize, stride: usize, counts: usize): i32 {
  const last = index + (<usize>batch << 3);
  let touched = 0;
  for (let at = index; at < last; at += 8) {
    const block = rows + <usize>load<u32>(at);
    const end = block + <usize>load<u32>(at, 4) * 3;
    for (let line = block; line < end; line += 64) touched += <i32>load<u8>(line);
  }
  for (let at = index; at < last; at += 8) {
    const block = rows + <usize>load<u32>(at);
    const n = load<u32>(at, 4);
    store<u32>(counts, n);
    const padded = <usize>((n + 7) & ~7);
    const bytes = block + (padded << 1);
    let e = entries;
    for (let i: usize = 0; i < padded; i += 8) {
      const inputs = v128.load(block + (i << 1));
      const values = v128.load8x8_u(bytes + i);
      const offsets0 = i32x4.shl(i32x4.extend_low_i16x8_u(inputs), 6);
      const offsets1 = i32x4.shl(i32x4.extend_high_i16x8_u(inputs), 6);
      const values0 = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(values));
      const values1 = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(values));
      v128.store(e, v128.shuffle<i32>(offsets0, values0, 0, 4, 1, 5));
      v128.store(e, v128.shuffle<i32>(offsets0, values0, 2, 6, 3, 7), 16);
      v128.store(e, v128.shuffle<i32>(offsets1, values1, 0, 4, 1, 5), 32);
      v128.store(e, v128.shuffle<i32>(offsets1, values1, 2, 6, 3, 7), 48);
      e += 64;
    }
    entries += stride;
    counts += 4;
  }
  return touched;
}

/** As u8_gather_sparse_rows, for rows that are kept as the entries themselves. */
export function f32_gather_sparse_rows(rows: usize, index: usize, batch: i32, entries: usize, stride: usize, counts: usize): void {
  const last = index + (<usize>batch << 3);
  for (let at = index; at < last; at += 8) {
    const n = load<u32>(at, 4);
    store<u32>(counts, n);
    memory.copy(entries, rows + <usize>load<u32>(at), <usize>n << 3);
    entries += stride;
    counts += 4;
  }
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
