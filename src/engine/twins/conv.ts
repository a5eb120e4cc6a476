import { type ConvShape, readShape, vectors4 } from "../conv-shape.ts";
import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { type ActivationTwin, madd } from "./math.ts";

/**
 * Z[y,x,f] = Σ X[y·sy + ky − top, x·sx + kx − left, c]·W[ky,kx,c,f] of one image
 *
 * Order of summation: ky = 0, 1, …; in it kx, in it c. What lies outside the image is 0 and changes no sum.
 */
export function convolutionSum(
  f32: Float32Array,
  s: ConvShape,
  image: number,
  weights: number,
  y: number,
  x: number,
  f: number,
): number {
  const outChannels = vectors4(s.filters);
  let sum = 0;
  for (let ky = 0; ky < s.kernelHeight; ky++) {
    const iy = y * s.strideY + ky - s.padTop;
    if (iy < 0 || iy >= s.height) continue;
    for (let kx = 0; kx < s.kernelWidth; kx++) {
      const ix = x * s.strideX + kx - s.padLeft;
      if (ix < 0 || ix >= s.width) continue;
      const pixel = (image >>> 2) + (iy * s.width + ix) * s.channels;
      const w = (weights >>> 2) + (ky * s.kernelWidth + kx) * s.channels * outChannels + f;
      for (let c = 0; c < s.channels; c++) sum = madd(f32[pixel + c]!, f32[w + c * outChannels]!, sum);
    }
  }
  return sum;
}

/** A = act(X ∗ W + b), order as above; 0 in the padding of the channels. */
export function conv({ f32, u32 }: MemoryViews, activation: ActivationTwin): Kernels["f32_conv_sigmoid"] {
  return (shape, x, xStride, batch, weights, bias, out, outStride) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    for (let m = 0; m < batch; m++) {
      for (let p = 0; p < s.outHeight * s.outWidth; p++) {
        const [oy, ox] = [Math.floor(p / s.outWidth), p % s.outWidth];
        for (let f = 0; f < outChannels; f++) {
          const z = convolutionSum(f32, s, x + m * xStride, weights, oy, ox, f);
          const value = activation.value(Math.fround(z + f32[(bias >>> 2) + f]!));
          f32[((out + m * outStride) >>> 2) + p * outChannels + f] = f < s.filters ? value : 0;
        }
      }
    }
  };
}

/** F[kh−1−ky, kw−1−kx, f, c] = W[ky,kx,c,f] for the rows r = (ky·kw + kx)·channels + c of W from ≤ r < to. */
export function convFlip({ f32, u32 }: MemoryViews): Kernels["f32_conv_flip"] {
  return (shape, weights, from, to, target) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    const taps = s.kernelHeight * s.kernelWidth;
    for (let r = from; r < to; r++) {
      const [tap, c] = [Math.floor(r / s.channels), r % s.channels];
      for (let f = 0; f < outChannels; f++) {
        const at = ((taps - 1 - tap) * outChannels + f) * s.channels + c;
        f32[(target >>> 2) + at] = f32[(weights >>> 2) + r * outChannels + f]!;
      }
    }
  };
}

/** R[f, r] = W[r, f] for the rows from ≤ r < to of W. */
export function convTranspose({ f32, u32 }: MemoryViews): Kernels["f32_conv_transpose"] {
  return (shape, weights, from, to, target) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    const rows = s.kernelHeight * s.kernelWidth * s.channels;
    for (let r = from; r < to; r++) {
      for (let f = 0; f < outChannels; f++)
        f32[(target >>> 2) + f * rows + r] = f32[(weights >>> 2) + r * outChannels + f]!;
    }
  };
}

/**
 * D[y,x,c] = (Σ E[oy,ox,f]·W[ky,kx,c,f]) · act'(A[y,x,c])   with oy·sy + ky − top = y, ox·sx + kx − left = x
 *
 * Order of summation: oy = 0, 1, …; in it ox, in it f.
 */
export function convInputGradient(
  { f32, u32 }: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_conv_input_gradient_sigmoid"] {
  return (shape, e, eStride, batch, flipped, a, out, stride) => {
    const s = readShape(u32, shape);
    for (let m = 0; m < batch; m++) {
      for (let i = 0; i < s.height * s.width * s.channels; i++) {
        const sum = inputSum(f32, s, e + m * eStride, flipped, i);
        const at = ((m * stride) >>> 2) + i;
        f32[(out >>> 2) + at] = activation.timesSlope(sum, f32[(a >>> 2) + at]!);
      }
    }
  };
}

function inputSum(f32: Float32Array, s: ConvShape, delta: number, flipped: number, i: number): number {
  const outChannels = vectors4(s.filters);
  const taps = s.kernelHeight * s.kernelWidth;
  const c = i % s.channels;
  const pixel = (i - c) / s.channels;
  const [y, x] = [Math.floor(pixel / s.width) + s.padTop, (pixel % s.width) + s.padLeft];
  let sum = 0;
  for (let oy = 0; oy < s.outHeight; oy++) {
    const ky = y - oy * s.strideY;
    if (ky < 0 || ky >= s.kernelHeight) continue;
    for (let ox = 0; ox < s.outWidth; ox++) {
      const kx = x - ox * s.strideX;
      if (kx < 0 || kx >= s.kernelWidth) continue;
      const w = (flipped >>> 2) + (taps - 1 - (ky * s.kernelWidth + kx)) * outChannels * s.channels + c;
      const d = (delta >>> 2) + (oy * s.outWidth + ox) * outChannels;
      for (let f = 0; f < outChannels; f++) sum = madd(f32[d + f]!, f32[w + f * s.channels]!, sum);
    }
  }
  return sum;
}

/**
 * T[r,f] = factor · Σ X[m, y·sy + ky − top, x·sx + kx − left, c]·D[m,y,x,f]   r = (ky·kw + kx)·channels + c, from ≤ r < to
 *
 * Order of summation: m = 0, 1, …; in it y, in it x.
 */
export function convWeightGradient({ f32, u32 }: MemoryViews): Kernels["f32_conv_weight_gradient"] {
  return (shape, x, xStride, batch, d, dStride, target, from, to, factor) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    for (let r = from; r < to; r++) {
      for (let f = 0; f < outChannels; f++) {
        let sum = 0;
        for (let m = 0; m < batch; m++) {
          for (let p = 0; p < s.outHeight * s.outWidth; p++) {
            const input = patchIndex(s, p, r);
            if (input === undefined) continue;
            const delta = f32[((d + m * dStride) >>> 2) + p * outChannels + f]!;
            sum = madd(f32[((x + m * xStride) >>> 2) + input]!, delta, sum);
          }
        }
        f32[(target >>> 2) + r * outChannels + f] = factor * sum;
      }
    }
  };
}

/** Which number of the image row r of the weights meets at output position p; undefined outside the image. */
function patchIndex(s: ConvShape, p: number, r: number): number | undefined {
  const [tap, c] = [Math.floor(r / s.channels), r % s.channels];
  const y = Math.floor(p / s.outWidth) * s.strideY + Math.floor(tap / s.kernelWidth) - s.padTop;
  const x = (p % s.outWidth) * s.strideX + (tap % s.kernelWidth) - s.padLeft;
  if (y < 0 || x < 0 || y >= s.height || x >= s.width) return undefined;
  return (y * s.width + x) * s.channels + c;
}

/** T[f] = factor · Σ D[m,y,x,f] for the vectors of 4 filters from ≤ f/4 < to; m = 0, 1, …; in it y, in it x. */
export function convBiasGradient({ f32, u32 }: MemoryViews): Kernels["f32_conv_bias_gradient"] {
  return (shape, d, dStride, batch, target, from, to, factor) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    for (let f = 4 * from; f < 4 * to; f++) {
      let sum = 0;
      for (let m = 0; m < batch; m++) {
        for (let p = 0; p < s.outHeight * s.outWidth; p++)
          sum = Math.fround(sum + f32[((d + m * dStride) >>> 2) + p * outChannels + f]!);
      }
      f32[(target >>> 2) + f] = factor * sum;
    }
  };
}
