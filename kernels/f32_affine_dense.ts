import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, activation, madd, splat } from "./f32_math";

// A[m,u] = act(Σₖ X[m,k]·W[k,u] + b[u])      X (batch, inputs)  W (inputs, units) in panels of 16 units  A (batch, units)
//
// Sums run over k = 0, 1, … in one accumulator per element, whatever the tile. Tile: 4 rows × 8 units = 8 accumulators,
// 2 vectors of W and 4 of X = 14 of 16 registers; left-over rows go one by one. Half panels without a unit are not computed.

/** Rows m … m+3, units of the half panel at w. */
// @ts-ignore: decorator
@inline
function tile4x8(act: i32, x: usize, xStride: usize, inputs: i32, w: usize, bias: usize, out: usize, outStride: usize): void {
  let x0 = x, x1 = x0 + xStride, x2 = x1 + xStride, x3 = x2 + xStride;
  let a00 = splat(0), a01 = splat(0), a10 = splat(0), a11 = splat(0);
  let a20 = splat(0), a21 = splat(0), a30 = splat(0), a31 = splat(0);
  const end = w + (<usize>inputs << 6);
  while (w < end) {
    const w0 = v128.load(w), w1 = v128.load(w, 16);
    const s0 = v128.load32_splat(x0), s1 = v128.load32_splat(x1), s2 = v128.load32_splat(x2), s3 = v128.load32_splat(x3);
    a00 = madd(s0, w0, a00);
    a01 = madd(s0, w1, a01);
    a10 = madd(s1, w0, a10);
    a11 = madd(s1, w1, a11);
    a20 = madd(s2, w0, a20);
    a21 = madd(s2, w1, a21);
    a30 = madd(s3, w0, a30);
    a31 = madd(s3, w1, a31);
    x0 += 4;
    x1 += 4;
    x2 += 4;
    x3 += 4;
    w += 64;
  }
  const b0 = v128.load(bias), b1 = v128.load(bias, 16);
  v128.store(out, activation(act, f32x4.add(a00, b0)));
  v128.store(out, activation(act, f32x4.add(a01, b1)), 16);
  out += outStride;
  v128.store(out, activation(act, f32x4.add(a10, b0)));
  v128.store(out, activation(act, f32x4.add(a11, b1)), 16);
  out += outStride;
  v128.store(out, activation(act, f32x4.add(a20, b0)));
  v128.store(out, activation(act, f32x4.add(a21, b1)), 16);
  out += outStride;
  v128.store(out, activation(act, f32x4.add(a30, b0)));
  v128.store(out, activation(act, f32x4.add(a31, b1)), 16);
}

/** Rows m and m+1. */
// @ts-ignore: decorator
@inline
function tile2x8(act: i32, x: usize, xStride: usize, inputs: i32, w: usize, bias: usize, out: usize, outStride: usize): void {
  let x0 = x, x1 = x + xStride;
  let a00 = splat(0), a01 = splat(0), a10 = splat(0), a11 = splat(0);
  const end = w + (<usize>inputs << 6);
  while (w < end) {
    const w0 = v128.load(w), w1 = v128.load(w, 16);
    const s0 = v128.load32_splat(x0), s1 = v128.load32_splat(x1);
    a00 = madd(s0, w0, a00);
    a01 = madd(s0, w1, a01);
    a10 = madd(s1, w0, a10);
    a11 = madd(s1, w1, a11);
    x0 += 4;
    x1 += 4;
    w += 64;
  }
  const b0 = v128.load(bias), b1 = v128.load(bias, 16);
  v128.store(out, activation(act, f32x4.add(a00, b0)));
  v128.store(out, activation(act, f32x4.add(a01, b1)), 16);
  out += outStride;
  v128.store(out, activation(act, f32x4.add(a10, b0)));
  v128.store(out, activation(act, f32x4.add(a11, b1)), 16);
}

/** One row, units of the half panel at w. */
// @ts-ignore: decorator
@inline
function tile1x8(act: i32, x: usize, inputs: i32, w: usize, bias: usize, out: usize): void {
  let a0 = splat(0), a1 = splat(0);
  const end = w + (<usize>inputs << 6);
  while (w < end) {
    const s0 = v128.load32_splat(x);
    a0 = madd(s0, v128.load(w), a0);
    a1 = madd(s0, v128.load(w, 16), a1);
    x += 4;
    w += 64;
  }
  v128.store(out, activation(act, f32x4.add(a0, v128.load(bias))));
  v128.store(out, activation(act, f32x4.add(a1, v128.load(bias, 16))), 16);
}

// @ts-ignore: decorator
@inline
function affineDense(
  act: i32, x: usize, xStride: usize, batch: i32, inputs: i32,
  weights: usize, panelBytes: usize, from: i32, to: i32, units: i32, bias: usize, out: usize, outStride: usize,
): void {
  const halves = min(to * 2, (units + 7) >> 3);
  for (let h = from * 2; h < halves; h++) {
    const w = weights + <usize>(h >> 1) * panelBytes + (<usize>(h & 1) << 5);
    const b = bias + (<usize>h << 5);
    let xm = x, am = out + (<usize>h << 5);
    let m = 0;
    for (; m + 4 <= batch; m += 4) {
      tile4x8(act, xm, xStride, inputs, w, b, am, outStride);
      xm += xStride << 2;
      am += outStride << 2;
    }
    if (m + 2 <= batch) {
      tile2x8(act, xm, xStride, inputs, w, b, am, outStride);
      xm += xStride << 1;
      am += outStride << 1;
      m += 2;
    }
    if (m < batch) tile1x8(act, xm, inputs, w, b, am);
  }
}

export function f32_affine_dense_sigmoid_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, units: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(SIGMOID, x, xStride, batch, inputs, weights, panelBytes, from, to, units, bias, out, outStride);
}
export function f32_affine_dense_tanh_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, units: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(TANH, x, xStride, batch, inputs, weights, panelBytes, from, to, units, bias, out, outStride);
}
export function f32_affine_dense_relu_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, units: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(RELU, x, xStride, batch, inputs, weights, panelBytes, from, to, units, bias, out, outStride);
}
export function f32_affine_dense_leaky_relu_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, units: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(LEAKY_RELU, x, xStride, batch, inputs, weights, panelBytes, from, to, units, bias, out, outStride);
}
export function f32_affine_dense_linear_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, units: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(LINEAR, x, xStride, batch, inputs, weights, panelBytes, from, to, units, bias, out, outStride);
}
