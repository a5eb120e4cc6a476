import { type ConvShape, paddedSize, readShape, vectors4 } from "../conv-shape.ts";
import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { convolutionSum } from "./conv.ts";
import { type ActivationTwin, madd } from "./math.ts";
import { winnerOf } from "./pool.ts";

/** P = act(max Z + b) over each window of the pool, and the tap that won, as u16; Z and its order as in conv.ts. */
export function convMaxPool(memory: MemoryViews, activation: ActivationTwin): Kernels["f32_conv_max_pool_sigmoid"] {
  const { f32, u32 } = memory;
  return (shape, pool, x, xStride, batch, weights, bias, out, outStride, winners, winnerStride) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    const z = new Float32Array(s.outHeight * s.outWidth * outChannels);
    for (let m = 0; m < batch; m++) {
      for (let i = 0; i < z.length; i++) {
        const p = Math.floor(i / outChannels);
        const [oy, ox] = [Math.floor(p / s.outWidth), p % s.outWidth];
        z[i] = convolutionSum(f32, s, x + m * xStride, weights, oy, ox, i % outChannels);
      }
      const finish = (sum: number, f: number) => activation.value(Math.fround(sum + f32[(bias >>> 2) + f]!));
      poolSums(memory, s, pool, z, finish, out + m * outStride, winners + m * winnerStride);
    }
  };
}

/** P = finish(max Z) over each window; 0 in the padding of the channels. */
function poolSums(
  { f32, u32, u8 }: MemoryViews,
  s: ConvShape,
  pool: number,
  z: Float32Array,
  finish: (sum: number, f: number) => number,
  out: number,
  winners: number,
): void {
  const u16 = new Uint16Array(u8.buffer);
  const q = readShape(u32, pool);
  const channels = vectors4(s.filters);
  for (let i = 0; i < q.outHeight * q.outWidth * channels; i++) {
    const [p, f] = [Math.floor(i / channels), i % channels];
    const [y, x] = [Math.floor(p / q.outWidth) * q.strideY, (p % q.outWidth) * q.strideX];
    const first = (y * q.width + x) * channels + f;
    const tap = winnerOf({ ...q, channels }, z, first);
    const [ty, tx] = [Math.floor(tap / q.kernelWidth), tap % q.kernelWidth];
    f32[(out >>> 2) + i] = f < s.filters ? finish(z[first + (ty * q.width + tx) * channels]!, f) : 0;
    u16[(winners >>> 1) + i] = tap;
  }
}

/**
 * Z[y,x,f] = Σₑ value(e)·W[ky,kx,c,f] over the entries e = (y + ky − top, x + kx − left, c) of an image, strides 1
 *
 * Order of summation: the entries in their order.
 */
function scatterSums(
  { f32, u32 }: MemoryViews,
  s: ConvShape,
  first: number,
  end: number,
  weights: number,
): Float32Array {
  const outChannels = vectors4(s.filters);
  const z = new Float32Array(s.outHeight * s.outWidth * outChannels);
  for (let e = first; e < end; e += 2) {
    const input = u32[e]! / 64;
    const pixel = Math.floor(input / s.channels);
    const [py, px] = [Math.floor(pixel / s.width) + s.padTop, (pixel % s.width) + s.padLeft];
    for (let tap = 0; tap < s.kernelHeight * s.kernelWidth; tap++) {
      const [y, x] = [py - Math.floor(tap / s.kernelWidth), px - (tap % s.kernelWidth)];
      if (y < 0 || x < 0 || y >= s.outHeight || x >= s.outWidth) continue;
      const w = (weights >>> 2) + (tap * s.channels + (input % s.channels)) * outChannels;
      const at = (y * s.outWidth + x) * outChannels;
      for (let f = 0; f < outChannels; f++) z[at + f] = madd(f32[e + 1]!, f32[w + f]!, z[at + f]!);
    }
  }
  return z;
}

/** A = act(scale·Z + b); 0 in the padding of the channels. */
export function convSparse(memory: MemoryViews, activation: ActivationTwin): Kernels["f32_conv_sparse_sigmoid"] {
  const { f32, u32 } = memory;
  return (shape, entries, stride, counts, batch, weights, bias, scale, out, outStride) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    for (let m = 0; m < batch; m++) {
      const first = (entries + m * stride) >>> 2;
      const z = scatterSums(memory, s, first, first + 2 * u32[(counts >>> 2) + m]!, weights);
      z.forEach((sum, i) => {
        const f = i % outChannels;
        const value = activation.value(madd(scale, sum, f32[(bias >>> 2) + f]!));
        f32[((out + m * outStride) >>> 2) + i] = f < s.filters ? value : 0;
      });
    }
  };
}

/** P = act(scale·max Z + b) over each window of the pool, and the tap that won. */
export function convSparseMaxPool(
  memory: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_conv_sparse_max_pool_sigmoid"] {
  const { f32, u32 } = memory;
  return (shape, pool, entries, stride, counts, batch, weights, bias, scale, out, outStride, winners, winnerStride) => {
    const s = readShape(u32, shape);
    for (let m = 0; m < batch; m++) {
      const first = (entries + m * stride) >>> 2;
      const z = scatterSums(memory, s, first, first + 2 * u32[(counts >>> 2) + m]!, weights);
      const finish = (sum: number, f: number) => activation.value(madd(scale, sum, f32[(bias >>> 2) + f]!));
      poolSums(memory, s, pool, z, finish, out + m * outStride, winners + m * winnerStride);
    }
  };
}

/** X[m,·] = 0, then X[m,input(e)] = value(e) for the entries e of row m. */
export function scatterRows({ f32, u32 }: MemoryViews): Kernels["f32_scatter_rows"] {
  return (entries, stride, counts, batch, inputs, x, xStride) => {
    for (let m = 0; m < batch; m++) {
      const row = (x + m * xStride) >>> 2;
      f32.fill(0, row, row + inputs);
      const first = (entries + m * stride) >>> 2;
      for (let e = first; e < first + 2 * u32[(counts >>> 2) + m]!; e += 2) f32[row + u32[e]! / 64] = f32[e + 1]!;
    }
  };
}

/** The numbers of the image that the patch at `offset` meets: bytes into the padded image → index, by row of the weights. */
export function patchOf(s: ConvShape, offset: number): (r: number) => number | undefined {
  const pixel = offset / 4 / s.channels;
  const { width } = paddedSize(s);
  const [top, left] = [Math.floor(pixel / width) - s.padTop, (pixel % width) - s.padLeft];
  return (r) => {
    const [tap, c] = [Math.floor(r / s.channels), r % s.channels];
    const [y, x] = [top + Math.floor(tap / s.kernelWidth), left + (tap % s.kernelWidth)];
    return y < 0 || x < 0 || y >= s.height || x >= s.width ? undefined : (y * s.width + x) * s.channels + c;
  };
}
