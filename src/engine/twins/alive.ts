import { paddedSize, readShape, vectors4 } from "../conv-shape.ts";
import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { patchOf } from "./conv-pool.ts";
import { type ActivationTwin, madd } from "./math.ts";

/**
 * The list of what is alive of each filter: (u32 offset, f32 value) with value = E·act'(A) ≠ 0, windows in their order; offset
 * is the byte of the padded image where the winner's patch begins. What is not alive is written, and written over by the next.
 */
export function alive({ f32, u32, u8 }: MemoryViews, activation: ActivationTwin): Kernels["f32_alive_sigmoid"] {
  const u16 = new Uint16Array(u8.buffer);
  return (shape, pool, e, a, stride, winners, winnerStride, batch, lists, listStride, counts) => {
    const [s, q] = [readShape(u32, shape), readShape(u32, pool)];
    const channels = vectors4(s.filters);
    const windows = q.outHeight * q.outWidth;
    for (let m = 0; m < batch; m++) {
      for (let f = 0; f < channels; f++) {
        const first = ((lists + m * listStride) >>> 2) + 2 * f * windows;
        let next = first;
        for (let w = 0; w < windows; w++) {
          const at = ((m * stride) >>> 2) + w * channels + f;
          const tap = u16[((winners + m * winnerStride) >>> 1) + w * channels + f]!;
          const y = Math.floor(w / q.outWidth) * q.strideY + Math.floor(tap / q.kernelWidth);
          const x = (w % q.outWidth) * q.strideX + (tap % q.kernelWidth);
          u32[next] = 4 * (y * s.strideY * paddedSize(s).width + x * s.strideX) * s.channels;
          f32[next + 1] = activation.timesSlope(f32[(e >>> 2) + at]!, f32[(a >>> 2) + at]!);
          if (f32[next + 1] !== 0) next += 2;
        }
        u32[(counts >>> 2) + m * channels + f] = (next - first) / 2;
      }
    }
  };
}

/** T[r,f] = factor · Σ X[m, offset(e) + r]·value(e) over the lists of f, rows from ≤ r < to; m = 0, 1, …; in it the entries. */
export function convWeightGradientAlive({ f32, u32 }: MemoryViews): Kernels["f32_conv_weight_gradient_alive"] {
  return (shape, x, xStride, batch, lists, listStride, listBytes, counts, target, from, to, factor) => {
    const s = readShape(u32, shape);
    const channels = vectors4(s.filters);
    const sums = new Float32Array(to);
    for (let f = 0; f < channels; f++) {
      sums.fill(0);
      for (let m = 0; m < batch; m++) {
        const first = (lists + m * listStride + f * listBytes) >>> 2;
        for (let e = first; e < first + 2 * u32[(counts >>> 2) + m * channels + f]!; e += 2) {
          const patch = patchOf(s, u32[e]!);
          for (let r = from; r < to; r++) {
            const input = patch(r);
            if (input !== undefined) sums[r] = madd(f32[((x + m * xStride) >>> 2) + input]!, f32[e + 1]!, sums[r]!);
          }
        }
      }
      for (let r = from; r < to; r++) f32[(target >>> 2) + r * channels + f] = factor * sums[r]!;
    }
  };
}

/** T[f] = factor · Σ value(e) for the vectors of 4 filters from ≤ f/4 < to; m = 0, 1, …; in it the entries. */
export function convBiasGradientAlive({ f32, u32 }: MemoryViews): Kernels["f32_conv_bias_gradient_alive"] {
  return (shape, batch, lists, listStride, listBytes, counts, target, from, to, factor) => {
    const channels = vectors4(readShape(u32, shape).filters);
    for (let f = 4 * from; f < 4 * to; f++) {
      let sum = 0;
      for (let m = 0; m < batch; m++) {
        const first = (lists + m * listStride + f * listBytes) >>> 2;
        const end = first + 2 * u32[(counts >>> 2) + m * channels + f]!;
        for (let e = first; e < end; e += 2) sum = Math.fround(sum + f32[e + 1]!);
      }
      f32[(target >>> 2) + f] = factor * sum;
    }
  };
}

/** D[offset(e) + r] += value(e)·R[f,r] over f = 0, 1, …; in it the entries; then D ← D · act'(A). */
export function convInputGradientAlive(
  { f32, u32 }: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_conv_input_gradient_alive_sigmoid"] {
  return (shape, batch, lists, listStride, listBytes, counts, transposed, a, out, stride) => {
    const s = readShape(u32, shape);
    const channels = vectors4(s.filters);
    const rows = s.kernelHeight * s.kernelWidth * s.channels;
    const sums = new Float32Array(s.height * s.width * s.channels);
    for (let m = 0; m < batch; m++) {
      sums.fill(0);
      for (let f = 0; f < channels; f++) {
        const first = (lists + m * listStride + f * listBytes) >>> 2;
        for (let e = first; e < first + 2 * u32[(counts >>> 2) + m * channels + f]!; e += 2) {
          const patch = patchOf(s, u32[e]!);
          for (let r = 0; r < rows; r++) {
            const input = patch(r);
            if (input === undefined) continue;
            sums[input] = madd(f32[e + 1]!, f32[(transposed >>> 2) + f * rows + r]!, sums[input]!);
          }
        }
      }
      sums.forEach((sum, i) => {
        const at = ((m * stride) >>> 2) + i;
        f32[(out >>> 2) + at] = activation.timesSlope(sum, f32[(a >>> 2) + at]!);
      });
    }
  };
}
