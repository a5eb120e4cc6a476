import { philoxBlocks } from "./philox";
import { splat } from "./f32_math";

// Dropout: what falls away is a function of seed, epoch, step, layer, row and unit alone, so threads cannot change it.

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
  const limit = i32x4.splat(threshold), kept = splat(scale);
  for (let m = 0; m < batch; m++) {
    for (let p = from; p < to; p++) {
      const t = mask + <usize>m * stride + (<usize>p << 6);
      philoxBlocks(t, (m * panels + p) << 2, counter1, counter2, counter3, key0, key1);
      for (let i: usize = 0; i < 64; i += 16) v128.store(t + i, v128.and(i32x4.ge_u(v128.load(t + i), limit), kept));
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
