import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";

/** Where the field's control numbers and the scratch stand behind a transform, in numbers. */
const [GRID, SECOND_GRID, SCRATCH] = [8, 57, 106];
const [CELLS, CONTROLS] = [4, 7];

interface Picture {
  readonly pixels: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** OUT[y,x,·] = picture at ((c·x + d·y) + f, (a·x + b·y) + e): linear between the four pixels, x first, then y. */
export function resampleAffine({ f32 }: MemoryViews): Kernels["f32_resample_affine"] {
  return (source, height, width, channels, transform, target) => {
    const picture = pictureAt(f32, source, height, width, channels);
    eachPixel(height, width, (y, x) => {
      const [sy, sx] = place(f32, transform >>> 2, y, x);
      readAt(picture, sy, sx, f32, (target >>> 2) + (y * width + x) * channels);
    });
  };
}

/** As resampleAffine, with the field of cubic B-splines added to both places: blended over y, then over x. */
export function resampleElastic({ f32 }: MemoryViews): Kernels["f32_resample_elastic"] {
  return (source, height, width, channels, transform, target) => {
    const picture = pictureAt(f32, source, height, width, channels);
    const at = transform >>> 2;
    eachPixel(height, width, (y, x) => {
      const [row, down] = cellOf(y, height);
      const [column, along] = cellOf(x, width);
      if (x === 0) {
        for (let i = 0; i < CONTROLS; i++) {
          f32[at + SCRATCH + i] = blend(down, f32, at + GRID + row * CONTROLS + i, CONTROLS);
          f32[at + SCRATCH + CONTROLS + i] = blend(down, f32, at + SECOND_GRID + row * CONTROLS + i, CONTROLS);
        }
      }
      const [sy, sx] = place(f32, at, y, x);
      const moveX = blend(along, f32, at + SCRATCH + column, 1);
      const moveY = blend(along, f32, at + SCRATCH + CONTROLS + column, 1);
      readAt(
        picture,
        Math.fround(sy + moveY),
        Math.fround(sx + moveX),
        f32,
        (target >>> 2) + (y * width + x) * channels,
      );
    });
  };
}

/** Zeros, and then each entry's number in its place. */
export function scatterEntries({ f32, u32 }: MemoryViews): Kernels["f32_scatter_entries"] {
  return (entries, count, target, size) => {
    f32.fill(0, target >>> 2, (target >>> 2) + size);
    for (let e = 0; e < count; e++) {
      const entry = (entries >>> 2) + 2 * e;
      f32[(target >>> 2) + (u32[entry]! >>> 6)] = f32[entry + 1]!;
    }
  };
}

/** The numbers that are not 0 as entries, in order. */
export function collectEntries({ f32, u32 }: MemoryViews): Kernels["f32_collect_entries"] {
  return (source, size, entries) => {
    let count = 0;
    for (let i = 0; i < size; i++) {
      const value = f32[(source >>> 2) + i]!;
      if (value === 0) continue;
      const entry = (entries >>> 2) + 2 * count++;
      u32[entry] = 64 * i;
      f32[entry + 1] = value;
    }
    return count;
  };
}

/** A copy: what is written may lie over what is read in no call of the engine, and in none of the tests. */
function pictureAt(f32: Float32Array, source: number, height: number, width: number, channels: number): Picture {
  const pixels = f32.slice(source >>> 2, (source >>> 2) + height * width * channels);
  return { pixels, height, width, channels };
}

function eachPixel(height: number, width: number, visit: (y: number, x: number) => void): void {
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) visit(y, x);
}

/** Where output pixel (y, x) is read. */
function place(f32: Float32Array, at: number, y: number, x: number): [sy: number, sx: number] {
  const along = (first: number) =>
    Math.fround(Math.fround(Math.fround(f32[first]! * x) + Math.fround(f32[first + 1]! * y)) + f32[first + 2]!);
  return [along(at + 3), along(at)];
}

function readAt(picture: Picture, sy: number, sx: number, out: Float32Array, at: number): void {
  const { pixels, height, width, channels } = picture;
  const [y0, x0] = [Math.floor(sy), Math.floor(sx)];
  const [fy, fx] = [Math.fround(sy - y0), Math.fround(sx - x0)];
  const [top, bottom] = [within(y0, height), within(y0 + 1, height)];
  const [left, right] = [within(x0, width), within(x0 + 1, width)];
  for (let c = 0; c < channels; c++) {
    const pixel = (y: number, x: number) => pixels[(y * width + x) * channels + c]!;
    const between = (from: number, to: number, share: number) =>
      Math.fround(from + Math.fround(share * Math.fround(to - from)));
    const t = between(pixel(top, left), pixel(top, right), fx);
    const b = between(pixel(bottom, left), pixel(bottom, right), fx);
    out[at + c] = between(t, b, fy);
  }
}

function within(i: number, length: number): number {
  return Math.max(0, Math.min(length - 1, i));
}

/** Cell of pixel i of n, and its four neighbours' shares of a cubic B-spline there. */
function cellOf(i: number, n: number): [cell: number, shares: readonly number[]] {
  const v = Math.fround(Math.fround(i + 0.5) * Math.fround(CELLS / n));
  const cell = Math.floor(v);
  const t = Math.fround(v - cell);
  const u = Math.fround(1 - t);
  const tt = Math.fround(t * t);
  const ttt = Math.fround(tt * t);
  const sixth = Math.fround(1 / 6);
  const first = Math.fround(Math.fround(Math.fround(u * u) * u) * sixth);
  const second = Math.fround(Math.fround(Math.fround(Math.fround(3 * ttt) - Math.fround(6 * tt)) + 4) * sixth);
  const last = Math.fround(ttt * sixth);
  const third = Math.fround(Math.fround(Math.fround(1 - first) - second) - last);
  return [cell, [first, second, third, last]];
}

/** (s₀·v₀ + s₁·v₁) + (s₂·v₂ + s₃·v₃) */
function blend(shares: readonly number[], f32: Float32Array, at: number, stride: number): number {
  const term = (k: number) => Math.fround(shares[k]! * f32[at + k * stride]!);
  return Math.fround(Math.fround(term(0) + term(1)) + Math.fround(term(2) + term(3)));
}
