import { madd, splat } from "./f32_math";

// T[k,u] ← keep · T[k,u] + factor · Σₘ X[m,k]·D[m,u]     the outer product of a mini-batch, added in place
//
// With T the weights and factor −η/m this is the step of gradient descent; with T a cleared buffer and factor 1/m it is
// the gradient. T (inputs, units) in panels of 16 units [input][16]; panels from ≤ p < to; D (batch, units).

/** Sparse X: entries as in f32_affine_sparse. Row after row, each entry adds (factor·D)·value; keep is 1 (see README.md). */
export function f32_outer_sparse_p16(
  entries: usize, stride: usize, counts: usize, batch: i32,
  d: usize, dStride: usize, target: usize, panelBytes: usize, from: i32, to: i32, factor: f32,
): void {
  const f = splat(factor);
  let panel = target + <usize>from * panelBytes;
  for (let p = from; p < to; p++) {
    let dm = d + (<usize>p << 6), row = entries;
    for (let m = 0; m < batch; m++) {
      let e = row;
      const end = e + (<usize>load<u32>(counts + (<usize>m << 2)) << 3);
      const d0 = f32x4.mul(f, v128.load(dm)), d1 = f32x4.mul(f, v128.load(dm, 16));
      const d2 = f32x4.mul(f, v128.load(dm, 32)), d3 = f32x4.mul(f, v128.load(dm, 48));
      const pairs = end - ((end - e) & 8);
      while (e < pairs) {
        const t = panel + <usize>load<u32>(e), x = v128.load32_splat(e, 4);
        v128.store(t, madd(x, d0, v128.load(t)));
        v128.store(t, madd(x, d1, v128.load(t, 16)), 16);
        v128.store(t, madd(x, d2, v128.load(t, 32)), 32);
        v128.store(t, madd(x, d3, v128.load(t, 48)), 48);
        const s = panel + <usize>load<u32>(e, 8), y = v128.load32_splat(e, 12);
        v128.store(s, madd(y, d0, v128.load(s)));
        v128.store(s, madd(y, d1, v128.load(s, 16)), 16);
        v128.store(s, madd(y, d2, v128.load(s, 32)), 32);
        v128.store(s, madd(y, d3, v128.load(s, 48)), 48);
        e += 16;
      }
      if (e < end) {
        const t = panel + <usize>load<u32>(e), x = v128.load32_splat(e, 4);
        v128.store(t, madd(x, d0, v128.load(t)));
        v128.store(t, madd(x, d1, v128.load(t, 16)), 16);
        v128.store(t, madd(x, d2, v128.load(t, 32)), 32);
        v128.store(t, madd(x, d3, v128.load(t, 48)), 48);
      }
      dm += dStride;
      row += stride;
    }
    panel += panelBytes;
  }
}

/** T rows k … k+3 of the half panel at t; sums run over m = 0, 1, … in one accumulator per element. */
// @ts-ignore: decorator
@inline
function outerTile4x8(x: usize, xStride: usize, batch: i32, d: usize, dStride: usize, t: usize, keep: v128, factor: v128): void {
  let a00 = splat(0), a01 = splat(0), a10 = splat(0), a11 = splat(0);
  let a20 = splat(0), a21 = splat(0), a30 = splat(0), a31 = splat(0);
  let s: v128;
  for (let m = 0; m < batch; m++) {
    const d0 = v128.load(d), d1 = v128.load(d, 16);
    s = v128.load32_splat(x);
    a00 = madd(s, d0, a00);
    a01 = madd(s, d1, a01);
    s = v128.load32_splat(x, 4);
    a10 = madd(s, d0, a10);
    a11 = madd(s, d1, a11);
    s = v128.load32_splat(x, 8);
    a20 = madd(s, d0, a20);
    a21 = madd(s, d1, a21);
    s = v128.load32_splat(x, 12);
    a30 = madd(s, d0, a30);
    a31 = madd(s, d1, a31);
    x += xStride;
    d += dStride;
  }
  v128.store(t, madd(factor, a00, f32x4.mul(keep, v128.load(t))));
  v128.store(t, madd(factor, a01, f32x4.mul(keep, v128.load(t, 16))), 16);
  v128.store(t, madd(factor, a10, f32x4.mul(keep, v128.load(t, 64))), 64);
  v128.store(t, madd(factor, a11, f32x4.mul(keep, v128.load(t, 80))), 80);
  v128.store(t, madd(factor, a20, f32x4.mul(keep, v128.load(t, 128))), 128);
  v128.store(t, madd(factor, a21, f32x4.mul(keep, v128.load(t, 144))), 144);
  v128.store(t, madd(factor, a30, f32x4.mul(keep, v128.load(t, 192))), 192);
  v128.store(t, madd(factor, a31, f32x4.mul(keep, v128.load(t, 208))), 208);
}

/** One row of T. */
// @ts-ignore: decorator
@inline
function outerTile1x8(x: usize, xStride: usize, batch: i32, d: usize, dStride: usize, t: usize, keep: v128, factor: v128): void {
  let a0 = splat(0), a1 = splat(0);
  for (let m = 0; m < batch; m++) {
    const s0 = v128.load32_splat(x);
    a0 = madd(s0, v128.load(d), a0);
    a1 = madd(s0, v128.load(d, 16), a1);
    x += xStride;
    d += dStride;
  }
  v128.store(t, madd(factor, a0, f32x4.mul(keep, v128.load(t))));
  v128.store(t, madd(factor, a1, f32x4.mul(keep, v128.load(t, 16))), 16);
}

/** Dense X (batch, inputs), row m at x + m·xStride. Half panels without a unit are left alone. */
export function f32_outer_dense_p16(
  x: usize, xStride: usize, batch: i32, inputs: i32,
  d: usize, dStride: usize, target: usize, panelBytes: usize, from: i32, to: i32, units: i32, keep: f32, factor: f32,
): void {
  const halves = min(to * 2, (units + 7) >> 3);
  const f = splat(factor), q = splat(keep);
  for (let h = from * 2; h < halves; h++) {
    let t = target + <usize>(h >> 1) * panelBytes + (<usize>(h & 1) << 5);
    const dh = d + (<usize>h << 5);
    let xk = x;
    let k = 0;
    for (; k + 4 <= inputs; k += 4) {
      outerTile4x8(xk, xStride, batch, dh, dStride, t, q, f);
      xk += 16;
      t += 256;
    }
    for (; k < inputs; k++) {
      outerTile1x8(xk, xStride, batch, dh, dStride, t, q, f);
      xk += 4;
      t += 64;
    }
  }
}

/** T[u] ← T[u] + factor · Σₘ D[m,u]   for the panels from ≤ p < to: the bias step (factor −η/m) or its gradient (1/m). */
export function f32_sum_rows_p16(d: usize, dStride: usize, batch: i32, target: usize, from: i32, to: i32, factor: f32): void {
  const f = splat(factor);
  for (let v = from << 2; v < to << 2; v++) {
    let dm = d + (<usize>v << 4);
    let sum = splat(0);
    for (let m = 0; m < batch; m++) {
      sum = f32x4.add(sum, v128.load(dm));
      dm += dStride;
    }
    const t = target + (<usize>v << 4);
    v128.store(t, madd(f, sum, v128.load(t)));
  }
}
