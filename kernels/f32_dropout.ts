import { splat } from "./f32_math";

// Dropout masks from Philox 4×32-10 (Salmon, Moraes, Dror, Shaw, SC11), the generator of src/core/random.ts: what falls away is
// a function of seed, epoch, step, layer, row and unit alone, so threads cannot change it.

const MULTIPLIER_0: u32 = 0xd2511f53;
const MULTIPLIER_1: u32 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;

/**
 * mask[m,u] = scale where the number of (m, u) is at least `threshold`, else 0
 *
 * The number of row m, unit u is word u mod 4 of the block with counter (m·panels·4 + ⌊u/4⌋, counter1, counter2, counter3)
 * and key (key0, key1). Panels from ≤ p < to; row m at mask + m·stride.
 */
export function f32_dropout_mask_p16(
  mask: usize, stride: usize, batch: i32, panels: i32, from: i32, to: i32,
  key0: u32, key1: u32, counter1: u32, counter2: u32, counter3: u32, threshold: u32, scale: f32,
): void {
  const m0 = i32x4.splat(MULTIPLIER_0), m1 = i32x4.splat(MULTIPLIER_1);
  const limit = i32x4.splat(threshold), kept = splat(scale);
  for (let m = 0; m < batch; m++) {
    for (let p = from; p < to; p++) {
      // Four blocks side by side: lane j is block j of the panel.
      let c0 = i32x4.add(i32x4.splat((m * panels + p) << 2), i32x4(0, 1, 2, 3));
      let c1 = i32x4.splat(counter1), c2 = i32x4.splat(counter2), c3 = i32x4.splat(counter3);
      let k0 = key0, k1 = key1;
      for (let round = 0; round < 10; round++) {
        const low0 = i64x2.extmul_low_i32x4_u(c0, m0), high0 = i64x2.extmul_high_i32x4_u(c0, m0);
        const low1 = i64x2.extmul_low_i32x4_u(c2, m1), high1 = i64x2.extmul_high_i32x4_u(c2, m1);
        c0 = v128.xor(v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), c1), i32x4.splat(k0));
        c1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
        c2 = v128.xor(v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), c3), i32x4.splat(k1));
        c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
        k0 += WEYL_0;
        k1 += WEYL_1;
      }
      const a0 = v128.and(i32x4.ge_u(c0, limit), kept), a1 = v128.and(i32x4.ge_u(c1, limit), kept);
      const a2 = v128.and(i32x4.ge_u(c2, limit), kept), a3 = v128.and(i32x4.ge_u(c3, limit), kept);
      const even = v128.shuffle<i32>(a0, a1, 0, 4, 1, 5), odd = v128.shuffle<i32>(a0, a1, 2, 6, 3, 7);
      const even2 = v128.shuffle<i32>(a2, a3, 0, 4, 1, 5), odd2 = v128.shuffle<i32>(a2, a3, 2, 6, 3, 7);
      const t = mask + <usize>m * stride + (<usize>p << 6);
      v128.store(t, v128.shuffle<i64>(even, even2, 0, 2));
      v128.store(t, v128.shuffle<i64>(even, even2, 1, 3), 16);
      v128.store(t, v128.shuffle<i64>(odd, odd2, 0, 2), 32);
      v128.store(t, v128.shuffle<i64>(odd, odd2, 1, 3), 48);
    }
  }
}

/** OUT[m,u] = A[m,u] · mask[m,u]   for panels from ≤ p < to; all rows `stride` bytes apart. OUT may be A. */
export function f32_multiply_p16(a: usize, mask: usize, out: usize, stride: usize, batch: i32, from: i32, to: i32): void {
  for (let m = 0; m < batch; m++) {
    const row = <usize>m * stride;
    for (let i = row + (<usize>from << 6); i < row + (<usize>to << 6); i += 16) {
      v128.store(out + i, f32x4.mul(v128.load(a + i), v128.load(mask + i)));
    }
  }
}
