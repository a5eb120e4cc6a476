import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { type ActivationTwin, madd } from "./math.ts";

/**
 * S[m] = (Σ X[m,p,c], Σ X[m,p,c]²) in float64, [sum of each channel][sum of squares of each channel]
 *
 * Order of summation: p = 0, 1, …
 */
export function normSums({ f32, u8 }: MemoryViews): Kernels["f32_batch_norm_sums"] {
  const f64 = new Float64Array(u8.buffer);
  return (x, xStride, batch, positions, channels, sums, sumsStride) => {
    for (let m = 0; m < batch; m++) {
      for (let c = 0; c < channels; c++) {
        let [sum, squares] = [0, 0];
        for (let p = 0; p < positions; p++) {
          const value = f32[((x + m * xStride) >>> 2) + p * channels + c]!;
          sum += value;
          squares += value * value;
        }
        f64[((sums + m * sumsStride) >>> 3) + c] = sum;
        f64[((sums + m * sumsStride) >>> 3) + channels + c] = squares;
      }
    }
  };
}

/** Σₘ of column i of the sums, m = 0, 1, … */
function total(f64: Float64Array, sums: number, stride: number, batch: number, i: number): number {
  let sum = 0;
  for (let m = 0; m < batch; m++) sum += f64[((sums + m * stride) >>> 3) + i]!;
  return sum;
}

/** mean, inverse = 1/√(variance + ε), and the running mean and (n/(n−1)·) variance moved towards these by `momentum`. */
export function normStatistics({ f32, u8 }: MemoryViews): Kernels["f32_batch_norm_statistics"] {
  const f64 = new Float64Array(u8.buffer);
  return (sums, sumsStride, batch, count, channels, epsilon, momentum, mean, inverse, runningMean, runningVariance) => {
    const move = (at: number, value: number) => {
      f32[at] = Math.fround(Math.fround(1 - momentum) * f32[at]!) + Math.fround(momentum * Math.fround(value));
    };
    for (let c = 0; c < channels; c++) {
      const m = total(f64, sums, sumsStride, batch, c) / count;
      const variance = Math.max(0, total(f64, sums, sumsStride, batch, channels + c) / count - m * m);
      f32[(mean >>> 2) + c] = m;
      f32[(inverse >>> 2) + c] = 1 / Math.sqrt(variance + epsilon);
      move((runningMean >>> 2) + c, m);
      move((runningVariance >>> 2) + c, (variance * count) / Math.max(1, count - 1));
    }
  };
}

/** inverse = 1/√(variance + ε), in float64: what an evaluation uses of the running variance. */
export function normInverse({ f32 }: MemoryViews): Kernels["f32_batch_norm_inverse"] {
  return (variance, channels, epsilon, inverse) => {
    for (let c = 0; c < channels; c++) f32[(inverse >>> 2) + c] = 1 / Math.sqrt(f32[(variance >>> 2) + c]! + epsilon);
  };
}

/** x̂ = (x − mean)·inverse */
function normalised({ f32 }: MemoryViews, x: number, c: number, mean: number, inverse: number): number {
  return Math.fround(Math.fround(x - f32[(mean >>> 2) + c]!) * f32[(inverse >>> 2) + c]!);
}

/** Y = act(x̂·γ + β); 0 behind `filters`. */
export function norm(memory: MemoryViews, activation: ActivationTwin): Kernels["f32_batch_norm_sigmoid"] {
  const { f32 } = memory;
  return (x, xStride, batch, positions, filters, mean, inverse, gamma, beta, out, outStride) => {
    const channels = 4 * Math.ceil(filters / 4);
    for (let m = 0; m < batch; m++) {
      for (let i = 0; i < positions * channels; i++) {
        const c = i % channels;
        const xhat = normalised(memory, f32[((x + m * xStride) >>> 2) + i]!, c, mean, inverse);
        const value = activation.value(madd(xhat, f32[(gamma >>> 2) + c]!, f32[(beta >>> 2) + c]!));
        f32[((out + m * outStride) >>> 2) + i] = c < filters ? value : 0;
      }
    }
  };
}

/** D ← G = D·act'(Y), and S[m] = (Σ G, Σ G·x̂) in float64, p = 0, 1, … */
export function normGradientSums(
  memory: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_batch_norm_gradient_sums_sigmoid"] {
  const { f32, u8 } = memory;
  const f64 = new Float64Array(u8.buffer);
  return (d, dStride, x, xStride, y, yStride, batch, positions, channels, mean, inverse, sums, sumsStride) => {
    for (let m = 0; m < batch; m++) {
      for (let c = 0; c < channels; c++) {
        let [sum, products] = [0, 0];
        for (let i = c; i < positions * channels; i += channels) {
          const at = ((d + m * dStride) >>> 2) + i;
          const g = activation.timesSlope(f32[at]!, f32[((y + m * yStride) >>> 2) + i]!);
          f32[at] = g;
          sum += g;
          products += g * normalised(memory, f32[((x + m * xStride) >>> 2) + i]!, c, mean, inverse);
        }
        f64[((sums + m * sumsStride) >>> 3) + c] = sum;
        f64[((sums + m * sumsStride) >>> 3) + channels + c] = products;
      }
    }
  };
}

/** means = (Σ G / count, Σ G·x̂ / count), T_γ = factor·Σ G·x̂, T_β = factor·Σ G; over m = 0, 1, … in float64. */
export function normGradientTotals({ f32, u8 }: MemoryViews): Kernels["f32_batch_norm_gradient_totals"] {
  const f64 = new Float64Array(u8.buffer);
  return (sums, sumsStride, batch, count, channels, means, gamma, beta, factor) => {
    for (let c = 0; c < channels; c++) {
      const sum = total(f64, sums, sumsStride, batch, c);
      const products = total(f64, sums, sumsStride, batch, channels + c);
      f32[(means >>> 2) + c] = sum / count;
      f32[(means >>> 2) + channels + c] = products / count;
      f32[(gamma >>> 2) + c] = factor * Math.fround(products);
      f32[(beta >>> 2) + c] = factor * Math.fround(sum);
    }
  };
}

/** D ← γ·inverse·((G − mean G) − x̂·mean G·x̂), with G in D */
export function normInputGradient(memory: MemoryViews): Kernels["f32_batch_norm_input_gradient"] {
  const { f32 } = memory;
  return (d, dStride, x, xStride, batch, positions, channels, mean, inverse, gamma, means) => {
    for (let m = 0; m < batch; m++) {
      for (let i = 0; i < positions * channels; i++) {
        const c = i % channels;
        const at = ((d + m * dStride) >>> 2) + i;
        const xhat = normalised(memory, f32[((x + m * xStride) >>> 2) + i]!, c, mean, inverse);
        const scale = Math.fround(f32[(gamma >>> 2) + c]! * f32[(inverse >>> 2) + c]!);
        const centred = Math.fround(f32[at]! - f32[(means >>> 2) + c]!);
        f32[at] = scale * Math.fround(centred - Math.fround(xhat * f32[(means >>> 2) + channels + c]!));
      }
    }
  };
}
