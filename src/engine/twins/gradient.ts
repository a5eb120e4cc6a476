import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { type ActivationTwin, madd } from "./math.ts";

/**
 * D[m,k] = (Σᵤ E[m,u]·W[k,u]) · act'(A[m,k])
 *
 * Order of summation: u = 0, 1, …; inputs behind `inputs` count as rows of zeros.
 */
export function inputGradient(
  { f32 }: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_input_gradient_sigmoid_p16"] {
  return (e, eStride, batch, units, weights, panelBytes, inputs, from, to, a, out, stride) => {
    for (let k = from * 16; k < to * 16; k++) {
      for (let m = 0; m < batch; m++) {
        const row = (e + m * eStride) >>> 2;
        let sum = 0;
        for (let u = 0; u < units; u++) {
          const w = k < inputs ? f32[((weights + (u >>> 4) * panelBytes + k * 64) >>> 2) + (u & 15)]! : 0;
          sum = madd(f32[row + u]!, w, sum);
        }
        const at = ((m * stride) >>> 2) + k;
        f32[(out >>> 2) + at] = activation.timesSlope(sum, f32[(a >>> 2) + at]!);
      }
    }
  };
}

/**
 * T[k,u] ← T[k,u] + Σₘ X[m,k]·(factor·D[m,u]), sparse X
 *
 * Order: m = 0, 1, …, each row added to T by itself; inputs without an entry are left alone.
 */
export function outerSparse({ f32, u32 }: MemoryViews): Kernels["f32_outer_sparse_p16"] {
  return (entries, stride, counts, batch, d, dStride, target, panelBytes, from, to, factor) => {
    for (let p = from; p < to; p++) {
      for (let m = 0; m < batch; m++) {
        const delta = ((d + m * dStride) >>> 2) + p * 16;
        const first = (entries + m * stride) >>> 2;
        const end = first + 2 * u32[(counts >>> 2) + m]!;
        for (let e = first; e < end; e += 2) {
          const t = (target + p * panelBytes + u32[e]!) >>> 2;
          for (let u = 0; u < 16; u++)
            f32[t + u] = madd(f32[e + 1]!, Math.fround(factor * f32[delta + u]!), f32[t + u]!);
        }
      }
    }
  };
}

/**
 * T[k,u] ← keep · T[k,u] + factor · Σₘ X[m,k]·D[m,u], dense X
 *
 * Order of summation: m = 0, 1, …; half panels of 8 units without a unit are left alone.
 */
export function outerDense({ f32 }: MemoryViews): Kernels["f32_outer_dense_p16"] {
  return (x, xStride, batch, inputs, d, dStride, target, panelBytes, from, to, units, keep, factor) => {
    const last = Math.min(to * 16, Math.ceil(units / 8) * 8);
    for (let u = from * 16; u < last; u++) {
      for (let k = 0; k < inputs; k++) {
        let sum = 0;
        for (let m = 0; m < batch; m++) {
          sum = madd(f32[((x + m * xStride) >>> 2) + k]!, f32[((d + m * dStride) >>> 2) + u]!, sum);
        }
        const t = ((target + (u >>> 4) * panelBytes + k * 64) >>> 2) + (u & 15);
        f32[t] = madd(factor, sum, Math.fround(keep * f32[t]!));
      }
    }
  };
}

/** T[u] ← T[u] + factor · Σₘ D[m,u], m = 0, 1, … */
export function sumRows({ f32 }: MemoryViews): Kernels["f32_sum_rows_p16"] {
  return (d, dStride, batch, target, from, to, factor) => {
    for (let u = from * 16; u < to * 16; u++) {
      let sum = 0;
      for (let m = 0; m < batch; m++) sum = Math.fround(sum + f32[((d + m * dStride) >>> 2) + u]!);
      const t = (target >>> 2) + u;
      f32[t] = madd(factor, sum, f32[t]!);
    }
  };
}
