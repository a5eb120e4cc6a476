import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { type ActivationTwin, expNegative, ln, log1pUnit, sumLanes } from "./math.ts";

/** A[m,u] = act(Z[m,u]); units rounded up to whole vectors of 4. */
export function activate({ f32 }: MemoryViews, activation: ActivationTwin): Kernels["f32_activate_sigmoid"] {
  return (z, a, stride, batch, units) => {
    for (let m = 0; m < batch; m++) {
      for (let u = 0; u < vectors(units) * 4; u++) {
        f32[((a + m * stride) >>> 2) + u] = activation.value(f32[((z + m * stride) >>> 2) + u]!);
      }
    }
  };
}

/** D[m,u] ← D[m,u] · act'(A[m,u]); units rounded up to whole vectors of 4. */
export function slope({ f32 }: MemoryViews, activation: ActivationTwin): Kernels["f32_slope_sigmoid"] {
  return (a, d, stride, batch, units) => {
    for (let m = 0; m < batch; m++) {
      for (let u = 0; u < vectors(units) * 4; u++) {
        const at = ((d + m * stride) >>> 2) + u;
        f32[at] = activation.timesSlope(f32[at]!, f32[((a + m * stride) >>> 2) + u]!);
      }
    }
  };
}

/** A[m,u] = exp(Z[m,u] − max) / Σᵤ exp(Z[m,u] − max), the sum over u = 0, 1, … */
export function softmax({ f32 }: MemoryViews): Kernels["f32_activate_softmax"] {
  return (z, a, stride, batch, units) => {
    for (let m = 0; m < batch; m++) {
      const row = f32.subarray((z + m * stride) >>> 2, ((z + m * stride) >>> 2) + vectors(units) * 4);
      const out = f32.subarray((a + m * stride) >>> 2, ((a + m * stride) >>> 2) + vectors(units) * 4);
      const sum = powers(row, units, out);
      for (let u = 0; u < out.length; u++) out[u] = Math.fround(out[u]! / sum);
    }
  };
}

/** out[u] = exp(row[u] − max row), and their sum over the units in order. */
function powers(row: Float32Array, units: number, out: Float32Array): number {
  let highest = row[0]!;
  for (let u = 1; u < units; u++) highest = Math.max(highest, row[u]!);
  for (let u = 0; u < row.length; u++) out[u] = expNegative(Math.max(Math.fround(highest - row[u]!), 0));
  let sum = 0;
  for (let u = 0; u < units; u++) sum = Math.fround(sum + out[u]!);
  return sum;
}

/** D[m,u] = A[m,u] − y[m,u], y = on for the label's unit and off for the others; 0 in the padding. */
export function residual({ f32, u32, u8 }: MemoryViews): Kernels["f32_residual"] {
  return (a, labels, order, d, stride, batch, units, on, off) => {
    for (let m = 0; m < batch; m++) {
      const label = u8[labels + u32[(order >>> 2) + m]!]!;
      for (let u = 0; u < vectors(units) * 4; u++) {
        const value = Math.fround(f32[((a + m * stride) >>> 2) + u]! - (u === label ? on : off));
        f32[((d + m * stride) >>> 2) + u] = u < units ? value : 0;
      }
    }
  };
}

/** Σₘ ½ Σᵤ R[m,u]²: four lanes in float32, then the lanes in order; rows in float64 in order. */
export function costQuadratic({ f32 }: MemoryViews): Kernels["f32_cost_quadratic"] {
  const lanes = new Float32Array(4);
  return (r, stride, batch, units) => {
    let total = 0;
    for (let m = 0; m < batch; m++) {
      lanes.fill(0);
      for (let u = 0; u < vectors(units) * 4; u++) {
        const x = f32[((r + m * stride) >>> 2) + u]!;
        lanes[u & 3] = Math.fround(lanes[u & 3]! + Math.fround(x * x));
      }
      total += 0.5 * sumLanes(lanes);
    }
    return total;
  };
}

/** Σₘ Σᵤ max(z,0) − y·z + ln(1 + exp(−|z|)): lanes and rows as in the quadratic cost. */
export function costCrossEntropy({ f32, u32, u8 }: MemoryViews): Kernels["f32_cost_cross_entropy"] {
  const lanes = new Float32Array(4);
  return (z, labels, order, stride, batch, units, on, off) => {
    let total = 0;
    for (let m = 0; m < batch; m++) {
      const label = u8[labels + u32[(order >>> 2) + m]!]!;
      lanes.fill(0);
      for (let u = 0; u < units; u++) {
        const x = f32[((z + m * stride) >>> 2) + u]!;
        const linear = Math.fround(Math.max(x, 0) - Math.fround((u === label ? on : off) * x));
        const cost = Math.fround(linear + log1pUnit(expNegative(Math.abs(x))));
        lanes[u & 3] = Math.fround(lanes[u & 3]! + cost);
      }
      total += sumLanes(lanes);
    }
    return total;
  };
}

/**
 * Σₘ ln Σᵤ exp(zᵤ − z_max) + (on − off)·(z_max − z_y) + off·Σᵤ (z_max − zᵤ): exponentials and their sum in float32 in order of u,
 * the rest in float64, likewise in order.
 */
export function costLogLikelihood({ f32, u32, u8 }: MemoryViews): Kernels["f32_cost_log_likelihood"] {
  return (z, labels, order, stride, batch, units, on, off) => {
    let total = 0;
    for (let m = 0; m < batch; m++) {
      const row = f32.subarray((z + m * stride) >>> 2, ((z + m * stride) >>> 2) + units);
      const highest = row.reduce((a, b) => Math.max(a, b));
      const sum = powers(row, units, new Float32Array(units));
      const label = u8[labels + u32[(order >>> 2) + m]!]!;
      let below = (on - off) * (highest - row[label]!);
      if (off > 0) below += off * row.reduce((total, value) => total + (highest - value), 0);
      total += ln(sum) + below;
    }
    return total;
  };
}

function vectors(units: number): number {
  return (units + 3) >>> 2;
}
