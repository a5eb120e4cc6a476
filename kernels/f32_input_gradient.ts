import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, madd, splat, timesSlope } from "./f32_math";

// D[m,k] = (Σᵤ E[m,u]·W[k,u]) · act'(A[m,k])    for the inputs k of blocks from ≤ k/16 < to
//
//   E (batch, units) the delta of the layer above, W its weights in panels of 16 units [input][16]; A, D (batch, inputs)
// The rows of W for 8 inputs are transposed into scratch ([unit][8], units·32 bytes), then tiles of 4 rows × 8 inputs
// run as in the dense forward pass. Sums run over u = 0, 1, … in one accumulator per element. Inputs behind `inputs`
// count as rows of zeros, so D's padding becomes 0.

/** scratch[u][0…7] = W[k+0…7][u] for all units of one panel; `rows` of the eight exist. */
// @ts-ignore: decorator
@inline
function transposePanel(source: usize, rows: i32, target: usize): void {
  for (let half: usize = 0; half < 2; half++) {
    const first = <i32>half << 2;
    for (let quarter: usize = 0; quarter < 4; quarter++) {
      const s = source + (half << 8) + (quarter << 4);
      const zero = splat(0);
      const r0 = first < rows ? v128.load(s) : zero;
      const r1 = first + 1 < rows ? v128.load(s, 64) : zero;
      const r2 = first + 2 < rows ? v128.load(s, 128) : zero;
      const r3 = first + 3 < rows ? v128.load(s, 192) : zero;
      const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      const t = target + (quarter << 7) + (half << 4);
      v128.store(t, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(t, v128.shuffle<i64>(low01, low23, 1, 3), 32);
      v128.store(t, v128.shuffle<i64>(high01, high23, 0, 2), 64);
      v128.store(t, v128.shuffle<i64>(high01, high23, 1, 3), 96);
    }
  }
}

// @ts-ignore: decorator
@inline
function store(act: i32, target: usize, a: usize, sum0: v128, sum1: v128): void {
  v128.store(target, timesSlope(act, sum0, v128.load(a)));
  v128.store(target, timesSlope(act, sum1, v128.load(a, 16)), 16);
}

// @ts-ignore: decorator
@inline
function tile4x8(act: i32, e: usize, eStride: usize, units: i32, w: usize, a: usize, out: usize, stride: usize): void {
  let e0 = e, e1 = e0 + eStride, e2 = e1 + eStride, e3 = e2 + eStride;
  let a00 = splat(0), a01 = splat(0), a10 = splat(0), a11 = splat(0);
  let a20 = splat(0), a21 = splat(0), a30 = splat(0), a31 = splat(0);
  const end = w + (<usize>units << 5);
  while (w < end) {
    const w0 = v128.load(w), w1 = v128.load(w, 16);
    const s0 = v128.load32_splat(e0), s1 = v128.load32_splat(e1), s2 = v128.load32_splat(e2), s3 = v128.load32_splat(e3);
    a00 = madd(s0, w0, a00);
    a01 = madd(s0, w1, a01);
    a10 = madd(s1, w0, a10);
    a11 = madd(s1, w1, a11);
    a20 = madd(s2, w0, a20);
    a21 = madd(s2, w1, a21);
    a30 = madd(s3, w0, a30);
    a31 = madd(s3, w1, a31);
    e0 += 4;
    e1 += 4;
    e2 += 4;
    e3 += 4;
    w += 32;
  }
  store(act, out, a, a00, a01);
  store(act, out + stride, a + stride, a10, a11);
  store(act, out + 2 * stride, a + 2 * stride, a20, a21);
  store(act, out + 3 * stride, a + 3 * stride, a30, a31);
}

// @ts-ignore: decorator
@inline
function tile1x8(act: i32, e: usize, units: i32, w: usize, a: usize, out: usize): void {
  let a0 = splat(0), a1 = splat(0);
  const end = w + (<usize>units << 5);
  while (w < end) {
    const s0 = v128.load32_splat(e);
    a0 = madd(s0, v128.load(w), a0);
    a1 = madd(s0, v128.load(w, 16), a1);
    e += 4;
    w += 32;
  }
  store(act, out, a, a0, a1);
}

// @ts-ignore: decorator
@inline
function inputGradient(
  act: i32, e: usize, eStride: usize, batch: i32, units: i32, weights: usize, panelBytes: usize, inputs: i32,
  from: i32, to: i32, a: usize, out: usize, stride: usize, scratch: usize,
): void {
  const panels = (units + 15) >> 4;
  for (let k = from << 4; k < to << 4; k += 8) {
    const rows = min(8, inputs - k);
    for (let p = 0; p < panels; p++) {
      transposePanel(weights + <usize>p * panelBytes + (<usize>k << 6), rows, scratch + (<usize>p << 9));
    }
    let em = e, am = a + (<usize>k << 2), om = out + (<usize>k << 2);
    let m = 0;
    for (; m + 4 <= batch; m += 4) {
      tile4x8(act, em, eStride, units, scratch, am, om, stride);
      em += eStride << 2;
      am += stride << 2;
      om += stride << 2;
    }
    for (; m < batch; m++) {
      tile1x8(act, em, units, scratch, am, om);
      em += eStride;
      am += stride;
      om += stride;
    }
  }
}

export function f32_input_gradient_sigmoid_p16(e: usize, eStride: usize, batch: i32, units: i32, weights: usize, panelBytes: usize, inputs: i32, from: i32, to: i32, a: usize, out: usize, stride: usize, scratch: usize): void {
  inputGradient(SIGMOID, e, eStride, batch, units, weights, panelBytes, inputs, from, to, a, out, stride, scratch);
}
export function f32_input_gradient_tanh_p16(e: usize, eStride: usize, batch: i32, units: i32, weights: usize, panelBytes: usize, inputs: i32, from: i32, to: i32, a: usize, out: usize, stride: usize, scratch: usize): void {
  inputGradient(TANH, e, eStride, batch, units, weights, panelBytes, inputs, from, to, a, out, stride, scratch);
}
export function f32_input_gradient_relu_p16(e: usize, eStride: usize, batch: i32, units: i32, weights: usize, panelBytes: usize, inputs: i32, from: i32, to: i32, a: usize, out: usize, stride: usize, scratch: usize): void {
  inputGradient(RELU, e, eStride, batch, units, weights, panelBytes, inputs, from, to, a, out, stride, scratch);
}
export function f32_input_gradient_leaky_relu_p16(e: usize, eStride: usize, batch: i32, units: i32, weights: usize, panelBytes: usize, inputs: i32, from: i32, to: i32, a: usize, out: usize, stride: usize, scratch: usize): void {
  inputGradient(LEAKY_RELU, e, eStride, batch, units, weights, panelBytes, inputs, from, to, a, out, stride, scratch);
}
export function f32_input_gradient_linear_p16(e: usize, eStride: usize, batch: i32, units: i32, weights: usize, panelBytes: usize, inputs: i32, from: i32, to: i32, a: usize, out: usize, stride: usize, scratch: usize): void {
  inputGradient(LINEAR, e, eStride, batch, units, weights, panelBytes, inputs, from, to, a, out, stride, scratch);
}
