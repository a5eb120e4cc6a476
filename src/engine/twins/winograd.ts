import { type ConvShape, readShape, vectors4 } from "../conv-shape.ts";
import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { type ActivationTwin, madd } from "./math.ts";

type Quad = readonly [number, number, number, number];

/** Bᵀ·d: what a column or row of four numbers becomes. */
const inputRow = ([a, b, c, d]: Quad): Quad => [
  Math.fround(a - c),
  Math.fround(b + c),
  Math.fround(c - b),
  Math.fround(b - d),
];

/** G·g */
function kernelRow(a: number, b: number, c: number): Quad {
  const outer = Math.fround(a + c);
  return [a, Math.fround(Math.fround(outer + b) / 2), Math.fround(Math.fround(outer - b) / 2), c];
}

/** Aᵀ·m */
const outputRow = ([a, b, c, d]: Quad): readonly [number, number] => [
  Math.fround(Math.fround(a + b) + c),
  Math.fround(Math.fround(b - c) - d),
];

/** `row` over the columns of a 4×4 tile, then over its rows. */
function transformed(tile: ArrayLike<number>): Float32Array {
  const result = new Float32Array(16);
  for (let j = 0; j < 4; j++) {
    const column = inputRow([tile[j]!, tile[4 + j]!, tile[8 + j]!, tile[12 + j]!]);
    column.forEach((value, i) => {
      result[4 * i + j] = value;
    });
  }
  for (let i = 0; i < 16; i += 4) result.set(inputRow([result[i]!, result[i + 1]!, result[i + 2]!, result[i + 3]!]), i);
  return result;
}

/** U[i,c,f] = (G·g·Gᵀ)[i] of the kernel g = W[·,·,c,f], columns before rows, for the channels from ≤ c < to. */
export function winogradWeights({ f32 }: MemoryViews): Kernels["f32_winograd_weights"] {
  return (channels, filters, weights, from, to, target) => {
    const outChannels = vectors4(filters);
    for (let i = from * outChannels; i < to * outChannels; i++) {
      const tap = channels * outChannels;
      const g = (t: number) => f32[(weights >>> 2) + t * tap + i]!;
      const columns = [0, 1, 2].map((x) => kernelRow(g(x), g(3 + x), g(6 + x)));
      for (let y = 0; y < 4; y++) {
        kernelRow(columns[0]![y]!, columns[1]![y]!, columns[2]![y]!).forEach((value, x) => {
          f32[(target >>> 2) + (4 * y + x) * tap + i] = value;
        });
      }
    }
  };
}

interface Image {
  readonly f32: Float32Array;
  readonly at: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly top: number;
  readonly left: number;
}

/** Z of the tile (ty, tx) and filter f: 2×2 positions. Sums over c = 0, 1, …; the 16 places each for itself. */
function tileOf(image: Image, weights: number, outChannels: number, ty: number, tx: number): readonly Quad[] {
  const { f32, at, height, width, channels, top, left } = image;
  const sums = new Float32Array(16 * outChannels);
  for (let c = 0; c < channels; c++) {
    const tile = Array.from({ length: 16 }, (_, i) => {
      const [y, x] = [2 * ty + (i >>> 2) - top, 2 * tx + (i & 3) - left];
      return y < 0 || x < 0 || y >= height || x >= width ? 0 : f32[(at >>> 2) + (y * width + x) * channels + c]!;
    });
    transformed(tile).forEach((v, i) => {
      const u = (weights >>> 2) + (i * channels + c) * outChannels;
      for (let f = 0; f < outChannels; f++) {
        sums[i * outChannels + f] = madd(v, f32[u + f]!, sums[i * outChannels + f]!);
      }
    });
  }
  return Array.from({ length: outChannels }, (_, f) => positionsOf((i) => sums[i * outChannels + f]!));
}

/** Aᵀ·M·A, columns before rows. */
function positionsOf(m: (i: number) => number): Quad {
  const columns = [0, 1, 2, 3].map((j) => outputRow([m(j), m(4 + j), m(8 + j), m(12 + j)]));
  const row = (y: 0 | 1) => outputRow([columns[0]![y], columns[1]![y], columns[2]![y], columns[3]![y]]);
  return [...row(0), ...row(1)];
}

/** Calls `visit` with Z of each position of the output. */
function eachPosition(
  image: Image,
  weights: number,
  outChannels: number,
  outHeight: number,
  outWidth: number,
  visit: (position: number, f: number, z: number) => void,
): void {
  for (let ty = 0; 2 * ty < outHeight; ty++) {
    for (let tx = 0; 2 * tx < outWidth; tx++) {
      tileOf(image, weights, outChannels, ty, tx).forEach((z, f) => {
        z.forEach((value, i) => {
          const [y, x] = [2 * ty + (i >>> 1), 2 * tx + (i & 1)];
          if (y < outHeight && x < outWidth) visit(y * outWidth + x, f, value);
        });
      });
    }
  }
}

const imageOf = (f32: Float32Array, s: ConvShape, at: number): Image => {
  return { f32, at, height: s.height, width: s.width, channels: s.channels, top: s.padTop, left: s.padLeft };
};

/** A = act(X ∗ W + b); 0 in the padding of the channels. */
export function convWinograd(
  { f32, u32 }: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_conv_winograd_sigmoid"] {
  return (shape, x, xStride, batch, weights, bias, out, outStride) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    for (let m = 0; m < batch; m++) {
      const image = imageOf(f32, s, x + m * xStride);
      eachPosition(image, weights, outChannels, s.outHeight, s.outWidth, (p, f, z) => {
        const value = activation.value(Math.fround(z + f32[(bias >>> 2) + f]!));
        f32[((out + m * outStride) >>> 2) + p * outChannels + f] = f < s.filters ? value : 0;
      });
    }
  };
}

/** P = act(max Z + b) over windows of 2×2, and the tap that won; of equal ones the first. */
export function convWinogradMaxPool(
  { f32, u32, u8 }: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_conv_winograd_max_pool_sigmoid"] {
  const u16 = new Uint16Array(u8.buffer);
  return (shape, x, xStride, batch, weights, bias, out, outStride, winners, winnerStride) => {
    const s = readShape(u32, shape);
    const outChannels = vectors4(s.filters);
    for (let m = 0; m < batch; m++) {
      const image = imageOf(f32, s, x + m * xStride);
      for (let ty = 0; ty < s.outHeight >>> 1; ty++) {
        for (let tx = 0; tx < s.outWidth >>> 1; tx++) {
          tileOf(image, weights, outChannels, ty, tx).forEach((z, f) => {
            const tap = z.reduce((best, value, i) => (value > z[best]! ? i : best), 0);
            const at = (ty * (s.outWidth >>> 1) + tx) * outChannels + f;
            const value = activation.value(Math.fround(z[tap]! + f32[(bias >>> 2) + f]!));
            f32[((out + m * outStride) >>> 2) + at] = f < s.filters ? value : 0;
            u16[((winners + m * winnerStride) >>> 1) + at] = tap;
          });
        }
      }
    }
  };
}

/** D = (E ∗ F) · act'(A), F the flipped weights, transformed */
export function convWinogradInputGradient(
  { f32, u32 }: MemoryViews,
  activation: ActivationTwin,
): Kernels["f32_conv_winograd_input_gradient_sigmoid"] {
  return (shape, e, eStride, batch, weights, a, out, stride) => {
    const s = readShape(u32, shape);
    for (let m = 0; m < batch; m++) {
      const [top, left] = [2 - s.padTop, 2 - s.padLeft];
      const size = { height: s.outHeight, width: s.outWidth, channels: vectors4(s.filters) };
      const image = { f32, at: e + m * eStride, ...size, top, left };
      eachPosition(image, weights, s.channels, s.height, s.width, (p, c, z) => {
        const at = ((m * stride) >>> 2) + p * s.channels + c;
        f32[(out >>> 2) + at] = activation.timesSlope(z, f32[(a >>> 2) + at]!);
      });
    }
  };
}
