import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { type ActivationTwin, madd } from "./math.ts";

/**
 * A[m,u] = act(scale · Σₑ value(e)·W[input(e),u] + b[u])
 *
 * Order of summation: the entries in their order.
 */
export function affineSparse(
  { f32, u32 }: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_affine_sparse_sigmoid_p16"] {
  const sums = new Float32Array(16);
  return (entries, stride, counts, batch, weights, panelBytes, from, to, bias, scale, out, outStride) => {
    for (let p = from; p < to; p++) {
      for (let m = 0; m < batch; m++) {
        const first = (entries + m * stride) >>> 2;
        const end = first + 2 * u32[(counts >>> 2) + m]!;
        sums.fill(0);
        for (let e = first; e < end; e += 2) {
          const w = (weights + p * panelBytes + u32[e]!) >>> 2;
          for (let u = 0; u < 16; u++) sums[u] = madd(f32[e + 1]!, f32[w + u]!, sums[u]!);
        }
        const a = (out + m * outStride + p * 64) >>> 2;
        for (let u = 0; u < 16; u++) {
          f32[a + u] = activation.value(madd(scale, sums[u]!, f32[(bias >>> 2) + p * 16 + u]!));
        }
      }
    }
  };
}

/**
 * A[m,u] = act(Σₖ X[m,k]·W[k,u] + b[u])
 *
 * Order of summation: k = 0, 1, …
 */
export function affineDense({ f32 }: MemoryViews, activation: ActivationTwin): Kernels["f32_affine_dense_sigmoid_p16"] {
  return (x, xStride, batch, inputs, weights, panelBytes, from, to, bias, out, outStride) => {
    for (let u = from * 16; u < to * 16; u++) {
      const w = (weights + (u >>> 4) * panelBytes + (u & 15) * 4) >>> 2;
      for (let m = 0; m < batch; m++) {
        const row = (x + m * xStride) >>> 2;
        let sum = 0;
        for (let k = 0; k < inputs; k++) sum = madd(f32[row + k]!, f32[w + 16 * k]!, sum);
        f32[((out + m * outStride) >>> 2) + u] = activation.value(Math.fround(sum + f32[(bias >>> 2) + u]!));
      }
    }
  };
}
