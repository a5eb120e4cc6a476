import { type ConvShape, readShape } from "../conv-shape.ts";
import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";

/** Calls `visit` for each number of the output, with the first number of its window and its channel's neighbours' distances. */
function eachWindow(s: ConvShape, visit: (output: number, first: number) => void): void {
  for (let p = 0; p < s.outHeight * s.outWidth; p++) {
    const [y, x] = [Math.floor(p / s.outWidth) * s.strideY, (p % s.outWidth) * s.strideX];
    for (let c = 0; c < s.channels; c++) visit(p * s.channels + c, (y * s.width + x) * s.channels + c);
  }
}

/** Distance from a window's first number to the number of its tap t = ky·kw + kx. */
function tapDistance(s: ConvShape, t: number): number {
  return (Math.floor(t / s.kernelWidth) * s.width + (t % s.kernelWidth)) * s.channels;
}

/** P = the largest number of each window, and its tap ky·kw + kx as u16; of equal ones the first. */
export function maxPool({ f32, u32, u8 }: MemoryViews): Kernels["f32_max_pool"] {
  const u16 = new Uint16Array(u8.buffer);
  return (shape, x, xStride, batch, out, outStride, winners, winnerStride) => {
    const s = readShape(u32, shape);
    for (let m = 0; m < batch; m++) {
      eachWindow(s, (output, first) => {
        const tap = winnerOf(s, f32, ((x + m * xStride) >>> 2) + first);
        f32[((out + m * outStride) >>> 2) + output] = f32[((x + m * xStride) >>> 2) + first + tapDistance(s, tap)]!;
        u16[((winners + m * winnerStride) >>> 1) + output] = tap;
      });
    }
  };
}

/** The tap of the largest number of the window that starts at f32[first]; of equal ones the first. */
export function winnerOf(s: ConvShape, f32: Float32Array, first: number): number {
  let winner = 0;
  for (let t = 1; t < s.kernelHeight * s.kernelWidth; t++) {
    if (f32[first + tapDistance(s, t)]! > f32[first + tapDistance(s, winner)]!) winner = t;
  }
  return winner;
}

/** D = 0, then D[winner of w] += E[w] for the windows w in their order. */
export function maxPoolGradient({ f32, u32, u8 }: MemoryViews): Kernels["f32_max_pool_gradient"] {
  const u16 = new Uint16Array(u8.buffer);
  return (shape, e, eStride, batch, winners, winnerStride, out, outStride) => {
    const s = readShape(u32, shape);
    for (let m = 0; m < batch; m++) {
      const d = (out + m * outStride) >>> 2;
      f32.fill(0, d, d + s.height * s.width * s.channels);
      eachWindow(s, (output, first) => {
        const at = d + first + tapDistance(s, u16[((winners + m * winnerStride) >>> 1) + output]!);
        f32[at] = f32[at]! + f32[((e + m * eStride) >>> 2) + output]!;
      });
    }
  };
}

/** P = (Σ X over the window) / (kh·kw); ky = 0, 1, …; in it kx. */
export function averagePool({ f32, u32 }: MemoryViews): Kernels["f32_average_pool"] {
  return (shape, x, xStride, batch, out, outStride) => {
    const s = readShape(u32, shape);
    const size = s.kernelHeight * s.kernelWidth;
    for (let m = 0; m < batch; m++) {
      eachWindow(s, (output, first) => {
        let sum = 0;
        for (let t = 0; t < size; t++)
          sum = Math.fround(sum + f32[((x + m * xStride) >>> 2) + first + tapDistance(s, t)]!);
        f32[((out + m * outStride) >>> 2) + output] = sum / size;
      });
    }
  };
}

/** D = 0, then D[every number of w] += E[w] / (kh·kw) for the windows w in their order. */
export function averagePoolGradient({ f32, u32 }: MemoryViews): Kernels["f32_average_pool_gradient"] {
  return (shape, e, eStride, batch, out, outStride) => {
    const s = readShape(u32, shape);
    const size = s.kernelHeight * s.kernelWidth;
    for (let m = 0; m < batch; m++) {
      const d = (out + m * outStride) >>> 2;
      f32.fill(0, d, d + s.height * s.width * s.channels);
      eachWindow(s, (output, first) => {
        const share = Math.fround(f32[((e + m * eStride) >>> 2) + output]! / size);
        for (let t = 0; t < size; t++) {
          const at = d + first + tapDistance(s, t);
          f32[at] = f32[at]! + share;
        }
      });
    }
  };
}
