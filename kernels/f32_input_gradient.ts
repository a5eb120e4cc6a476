import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, madd, splat, timesSlope } from "./f32_math";

// D[m,k] = (Σᵤ E[m,u]·W[k,u]) · act'(A[m,k])    for the inputs k of blocks from ≤ k/16 < to
//
//   E (batch, units) the delta of the layer above, W its weights in panels of 16 units [input][16]; A, D (batch, inputs)
// The rows of W for 16 inputs are transposed into scratch ([unit][16], units·64 bytes), then tiles of 2 rows × 16 inputs run as
// in the dense forward pass. Sums run over u = 0, 1, … in one accumulator per element. Inputs behind `inputs` count as rows
// of zeros, so D's padding becomes 0.

/** target[u][0…3] = W[k+0…3][u] for the units u of one panel; `rows` of the four exist. */
// @ts-ignore: decorator
@inline
function transpose4(source: usize, rows: i32, target: usize): void {
  for (let quarter: usize = 0; quarter < 4; quarter++) {
    const s = source + (quarter << 4);
    const zero = splat(0);
    const r0 = 0 < rows ? v128.load(s) : zero;
    const r1 = 1 < rows ? v128.load(s, 64) : zero;
    const r2 = 2 < rows ? v128.load(s, 128) : zero;
    const r3 = 3 < rows ? v128.load(s, 192) : zero;
    const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    const t = target + (quarter << 8);
    v128.store(t, v128.shuffle<i64>(low01, low23, 0, 2));
    v128.store(t, v128.shuffle<i64>(low01, low23, 1, 3), 64);
    v128.store(t, v128.shuffle<i64>(high01, high23, 0, 2), 128);
    v128.store(t, v128.shuffle<i64>(high01, high23, 1, 3), 192);
  }
}

// @ts-ignore: decorator
@inline
function store(act: i32, target: usize, a: usize, sum0: v128, sum1: v128, sum2: v128, sum3: v128): void {
  v128.store(target, timesSlope(act, sum0, v128.load(a)));
  v128.store(target, timesSlope(act, sum1, v128.load(a, 16)), 16);
  v128.store(target, timesSlope(act, sum2, v128.load(a, 32)), 32);
  v128.store(target, timesSlope(act, sum3, v128.load(a, 48)), 48);
}

// @ts-ignore: decorator
@inline
function tile2x16(act: i32, e: usize, eStride: usize, units: i32, w: usize, a: usize, out: usize, stride: usize): void {
  let e0 = e, e1 = e + eStride;
  let a00 = splat(0), a01 = splat(0), a02 = splat(0), a03 = splat(0);
  let a10 = splat(0), a11 = splat(0), a12 = splat(0), a13 = splat(0);
  const end = w + (<usize>units << 6);
  while (w < end) {
    const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32), w3 = v128.load(w, 48);
    const s0 = v128.load32_splat(e0), s1 = v128.load32_splat(e1);
    a00 = madd(s0, w0, a00);
    a01 = madd(s0, w1, a01);
    a02 = madd(s0, w2, a02);
    a03 = madd(s0, w3, a03);
    a10 = madd(s1, w0, a10);
    a11 = madd(s1, w1, a11);
    a12 = madd(s1, w2, a12);
    a13 = madd(s1, w3, a13);
    e0 += 4;
    e1 += 4;
    w += 64;
  }
  store(act, out, a, a00, a01, a02, a03);
  store(act, out + stride, a + stride, a10, a11, a12, a13);
}

// @ts-ignore: decorator
@inline
function tile1x16(act: i32, e: usize, units: i32, w: usize, a: usize, out: usize): void {
  let a0 = splat(0), a1 = splat(0), a2 = splat(0), a3 = splat(0);
  const end = w + (<usize>units << 6);
  while (w < end) {
    const s = v128.load32_splat(e);
    a0 = madd(s, v128.load(w), a0);
    a1 = madd(s, v128.load(w, 16), a1);
    a2 = madd(s, v128.load(w, 32), a2);
    a3 = madd(s, v128.load(w, 48), a3);
    e += 4;
    w += 64;
  }
  store(act, out, a, a0, a1, a2, a3);
}

// @ts-ignore: decorator
@inline
function inputGradient(
  act: i32, e: usize, eStride: usize, batch: i32, units: i32, weights: usize, panelBytes: usize, inputs: i32,
  from: i32, to: i32, a: usize, out: usize, stride: usize, scratch: usize,
): void {
  const panels = (units + 15) >> 4;
  for (let k = from << 4; k < to << 4; k += 16) {
    for (let p = 0; p < panels; p++) {
      const source = weights + <usize>p * panelBytes + (<usize>k << 6), target = scratch + (<usize>p << 10);
      for (let four = 0; four < 4; four++) {
        transpose4(source + (<usize>four << 8), inputs - k - (four << 2), target + (<usize>four << 4));
      }
    }
    let em = e, am = a + (<usize>k << 2), om = out + (<usize>k << 2);
    let m = 0;
    for (; m + 2 <= batch; m += 2) {
      tile2x16(act, em, eStride, units, scratch, am, om, stride);
      em += eStride << 1;
      am += stride << 1;
      om += stride << 1;
    }
    if (m < batch) tile1x16(act, em, units, scratch, am, om);
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
