import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, activation, madd, splat } from "./f32_math";

// A[m,u] = act(Σₖ X[m,k]·W[k,u] + b[u])      X (batch, inputs)  W (inputs, units) in panels of 16 units  A (batch, units)
//
// Sums run over k = 0, 1, … in one accumulator per element, whatever the tile. Tile: 2 rows × 16 units = 8 accumulators,
// 4 vectors of W and 2 of X = 14 of 16 registers, and whole cache lines of W; a left-over row goes by itself.

// @ts-ignore: decorator
@inline
function store(act: i32, out: usize, bias: usize, a0: v128, a1: v128, a2: v128, a3: v128): void {
  v128.store(out, activation(act, f32x4.add(a0, v128.load(bias))));
  v128.store(out, activation(act, f32x4.add(a1, v128.load(bias, 16))), 16);
  v128.store(out, activation(act, f32x4.add(a2, v128.load(bias, 32))), 32);
  v128.store(out, activation(act, f32x4.add(a3, v128.load(bias, 48))), 48);
}

/** Rows m and m+1, units of the panel at w. */
// @ts-ignore: decorator
@inline
function tile2x16(act: i32, x: usize, xStride: usize, inputs: i32, w: usize, bias: usize, out: usize, outStride: usize): void {
  let x0 = x, x1 = x + xStride;
  let a00 = splat(0), a01 = splat(0), a02 = splat(0), a03 = splat(0);
  let a10 = splat(0), a11 = splat(0), a12 = splat(0), a13 = splat(0);
  const end = w + (<usize>inputs << 6);
  while (w < end) {
    const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32), w3 = v128.load(w, 48);
    const s0 = v128.load32_splat(x0), s1 = v128.load32_splat(x1);
    a00 = madd(s0, w0, a00);
    a01 = madd(s0, w1, a01);
    a02 = madd(s0, w2, a02);
    a03 = madd(s0, w3, a03);
    a10 = madd(s1, w0, a10);
    a11 = madd(s1, w1, a11);
    a12 = madd(s1, w2, a12);
    a13 = madd(s1, w3, a13);
    x0 += 4;
    x1 += 4;
    w += 64;
  }
  store(act, out, bias, a00, a01, a02, a03);
  store(act, out + outStride, bias, a10, a11, a12, a13);
}

/** One row, units of the panel at w. */
// @ts-ignore: decorator
@inline
function tile1x16(act: i32, x: usize, inputs: i32, w: usize, bias: usize, out: usize): void {
  let a0 = splat(0), a1 = splat(0), a2 = splat(0), a3 = splat(0);
  const end = w + (<usize>inputs << 6);
  while (w < end) {
    const s = v128.load32_splat(x);
    a0 = madd(s, v128.load(w), a0);
    a1 = madd(s, v128.load(w, 16), a1);
    a2 = madd(s, v128.load(w, 32), a2);
    a3 = madd(s, v128.load(w, 48), a3);
    x += 4;
    w += 64;
  }
  store(act, out, bias, a0, a1, a2, a3);
}

// @ts-ignore: decorator
@inline
function affineDense(
  act: i32, x: usize, xStride: usize, batch: i32, inputs: i32,
  weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, out: usize, outStride: usize,
): void {
  for (let p = from; p < to; p++) {
    const w = weights + <usize>p * panelBytes;
    const b = bias + (<usize>p << 6);
    let xm = x, am = out + (<usize>p << 6);
    let m = 0;
    for (; m + 2 <= batch; m += 2) {
      tile2x16(act, xm, xStride, inputs, w, b, am, outStride);
      xm += xStride << 1;
      am += outStride << 1;
    }
    if (m < batch) tile1x16(act, xm, inputs, w, b, am);
  }
}

export function f32_affine_dense_sigmoid_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(SIGMOID, x, xStride, batch, inputs, weights, panelBytes, from, to, bias, out, outStride);
}
export function f32_affine_dense_tanh_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(TANH, x, xStride, batch, inputs, weights, panelBytes, from, to, bias, out, outStride);
}
export function f32_affine_dense_relu_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(RELU, x, xStride, batch, inputs, weights, panelBytes, from, to, bias, out, outStride);
}
export function f32_affine_dense_leaky_relu_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(LEAKY_RELU, x, xStride, batch, inputs, weights, panelBytes, from, to, bias, out, outStride);
}
export function f32_affine_dense_linear_p16(x: usize, xStride: usize, batch: i32, inputs: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, out: usize, outStride: usize): void {
  affineDense(LINEAR, x, xStride, batch, inputs, weights, panelBytes, from, to, bias, out, outStride);
}
