import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, activation, madd, splat } from "./f32_math";

// A[m,u] = act(scale · Σₑ value(e)·W[input(e),u] + b[u])   over the entries e of row m
//
//   entries   pairs (u32 input·64, f32 value): row m at entries + m·stride, their number at counts + 4·m
//   weights   panels of 16 units: panel p at weights + p·panelBytes holds [input][16]; panels from ≤ p < to are computed
//   out       A, row m at out + m·outStride bytes, 16-byte aligned
// Sums run over the entries in order. Zero inputs have no entry: they are skipped exactly.

// @ts-ignore: decorator
@inline
function affineSparse(
  act: i32, entries: usize, stride: usize, counts: usize, batch: i32,
  weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, scale: f32, out: usize, outStride: usize,
): void {
  // Addresses that move on, instead of products of p and m: these would be computed again in the innermost loop.
  let panel = weights + <usize>from * panelBytes, b = bias + (<usize>from << 6);
  for (let p = from; p < to; p++) {
    let a = out + (<usize>p << 6), row = entries;
    for (let m = 0; m < batch; m++) {
      let e = row;
      const end = e + (<usize>load<u32>(counts + (<usize>m << 2)) << 3);
      let a0 = splat(0), a1 = splat(0), a2 = splat(0), a3 = splat(0);
      while (e < end) {
        const w = panel + <usize>load<u32>(e), x = v128.load32_splat(e, 4);
        a0 = madd(x, v128.load(w), a0);
        a1 = madd(x, v128.load(w, 16), a1);
        a2 = madd(x, v128.load(w, 32), a2);
        a3 = madd(x, v128.load(w, 48), a3);
        e += 8;
      }
      const s = splat(scale);
      v128.store(a, activation(act, madd(s, a0, v128.load(b))));
      v128.store(a, activation(act, madd(s, a1, v128.load(b, 16))), 16);
      v128.store(a, activation(act, madd(s, a2, v128.load(b, 32))), 32);
      v128.store(a, activation(act, madd(s, a3, v128.load(b, 48))), 48);
      a += outStride;
      row += stride;
    }
    panel += panelBytes;
    b += 64;
  }
}

export function f32_affine_sparse_sigmoid_p16(entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, scale: f32, out: usize, outStride: usize): void {
  affineSparse(SIGMOID, entries, stride, counts, batch, weights, panelBytes, from, to, bias, scale, out, outStride);
}
export function f32_affine_sparse_tanh_p16(entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, scale: f32, out: usize, outStride: usize): void {
  affineSparse(TANH, entries, stride, counts, batch, weights, panelBytes, from, to, bias, scale, out, outStride);
}
export function f32_affine_sparse_relu_p16(entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, scale: f32, out: usize, outStride: usize): void {
  affineSparse(RELU, entries, stride, counts, batch, weights, panelBytes, from, to, bias, scale, out, outStride);
}
export function f32_affine_sparse_leaky_relu_p16(entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, scale: f32, out: usize, outStride: usize): void {
  affineSparse(LEAKY_RELU, entries, stride, counts, batch, weights, panelBytes, from, to, bias, scale, out, outStride);
}
export function f32_affine_sparse_linear_p16(entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, panelBytes: usize, from: i32, to: i32, bias: usize, scale: f32, out: usize, outStride: usize): void {
  affineSparse(LINEAR, entries, stride, counts, batch, weights, panelBytes, from, to, bias, scale, out, outStride);
}
