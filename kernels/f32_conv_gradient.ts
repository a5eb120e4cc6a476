import { madd } from "./f32_math";
import {
  channelsOf, kernelHeightOf, kernelWidthOf, outBytesOf, outHeightOf, outWidthOf, padImage, paddedWidthOf, scaleNumbers, strideXOf, strideYOf,
} from "./volume";

// T[r,f] = factor · Σ X[m, y·sy + ky, x·sx + kx, c]·D[m,y,x,f]      r = (ky·kw + kx)·channels + c, X the padded images
//
// Sums run over m, in it y, in it x, in one accumulator per element: T itself between images, registers within one. Tiles: 4 or 5
// rows of T × 8 filters; rows of one ky meet consecutive numbers of the image.

/** 5 rows × 8 filters. */
// @ts-ignore: decorator
@inline
function tile5x8(x: usize, stepX: usize, stepRow: usize, d: usize, pixel: usize, dRow: usize, dEnd: usize, t: usize): void {
  let a00 = v128.load(t), a01 = v128.load(t, 16);
  let a10 = v128.load(t + pixel), a11 = v128.load(t + pixel, 16);
  let a20 = v128.load(t + pixel * 2), a21 = v128.load(t + pixel * 2, 16);
  let a30 = v128.load(t + pixel * 3), a31 = v128.load(t + pixel * 3, 16);
  let a40 = v128.load(t + pixel * 4), a41 = v128.load(t + pixel * 4, 16);
  let s: v128;
  while (d < dEnd) {
    const end = d + dRow;
    while (d < end) {
      const d0 = v128.load(d), d1 = v128.load(d, 16);
      s = v128.load32_splat(x);
      a00 = madd(s, d0, a00);
      a01 = madd(s, d1, a01);
      s = v128.load32_splat(x, 4);
      a10 = madd(s, d0, a10);
      a11 = madd(s, d1, a11);
      s = v128.load32_splat(x, 8);
      a20 = madd(s, d0, a20);
      a21 = madd(s, d1, a21);
      s = v128.load32_splat(x, 12);
      a30 = madd(s, d0, a30);
      a31 = madd(s, d1, a31);
      s = v128.load32_splat(x, 16);
      a40 = madd(s, d0, a40);
      a41 = madd(s, d1, a41);
      x += stepX;
      d += pixel;
    }
    x += stepRow;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
  v128.store(t + pixel, a10);
  v128.store(t + pixel, a11, 16);
  v128.store(t + pixel * 2, a20);
  v128.store(t + pixel * 2, a21, 16);
  v128.store(t + pixel * 3, a30);
  v128.store(t + pixel * 3, a31, 16);
  v128.store(t + pixel * 4, a40);
  v128.store(t + pixel * 4, a41, 16);
}

/** 5 rows × 4 filters. */
// @ts-ignore: decorator
@inline
function tile5x4(x: usize, stepX: usize, stepRow: usize, d: usize, pixel: usize, dRow: usize, dEnd: usize, t: usize): void {
  let a00 = v128.load(t);
  let a10 = v128.load(t + pixel);
  let a20 = v128.load(t + pixel * 2);
  let a30 = v128.load(t + pixel * 3);
  let a40 = v128.load(t + pixel * 4);
  let s: v128;
  while (d < dEnd) {
    const end = d + dRow;
    while (d < end) {
      const d0 = v128.load(d);
      s = v128.load32_splat(x);
      a00 = madd(s, d0, a00);
      s = v128.load32_splat(x, 4);
      a10 = madd(s, d0, a10);
      s = v128.load32_splat(x, 8);
      a20 = madd(s, d0, a20);
      s = v128.load32_splat(x, 12);
      a30 = madd(s, d0, a30);
      s = v128.load32_splat(x, 16);
      a40 = madd(s, d0, a40);
      x += stepX;
      d += pixel;
    }
    x += stepRow;
  }
  v128.store(t, a00);
  v128.store(t + pixel, a10);
  v128.store(t + pixel * 2, a20);
  v128.store(t + pixel * 3, a30);
  v128.store(t + pixel * 4, a40);
}

/** 4 rows × 8 filters. */
// @ts-ignore: decorator
@inline
function tile4x8(x: usize, stepX: usize, stepRow: usize, d: usize, pixel: usize, dRow: usize, dEnd: usize, t: usize): void {
  let a00 = v128.load(t), a01 = v128.load(t, 16);
  let a10 = v128.load(t + pixel), a11 = v128.load(t + pixel, 16);
  let a20 = v128.load(t + pixel * 2), a21 = v128.load(t + pixel * 2, 16);
  let a30 = v128.load(t + pixel * 3), a31 = v128.load(t + pixel * 3, 16);
  let s: v128;
  while (d < dEnd) {
    const end = d + dRow;
    while (d < end) {
      const d0 = v128.load(d), d1 = v128.load(d, 16);
      s = v128.load32_splat(x);
      a00 = madd(s, d0, a00);
      a01 = madd(s, d1, a01);
      s = v128.load32_splat(x, 4);
      a10 = madd(s, d0, a10);
      a11 = madd(s, d1, a11);
      s = v128.load32_splat(x, 8);
      a20 = madd(s, d0, a20);
      a21 = madd(s, d1, a21);
      s = v128.load32_splat(x, 12);
      a30 = madd(s, d0, a30);
      a31 = madd(s, d1, a31);
      x += stepX;
      d += pixel;
    }
    x += stepRow;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
  v128.store(t + pixel, a10);
  v128.store(t + pixel, a11, 16);
  v128.store(t + pixel * 2, a20);
  v128.store(t + pixel * 2, a21, 16);
  v128.store(t + pixel * 3, a30);
  v128.store(t + pixel * 3, a31, 16);
}

/** 4 rows × 4 filters. */
// @ts-ignore: decorator
@inline
function tile4x4(x: usize, stepX: usize, stepRow: usize, d: usize, pixel: usize, dRow: usize, dEnd: usize, t: usize): void {
  let a00 = v128.load(t);
  let a10 = v128.load(t + pixel);
  let a20 = v128.load(t + pixel * 2);
  let a30 = v128.load(t + pixel * 3);
  let s: v128;
  while (d < dEnd) {
    const end = d + dRow;
    while (d < end) {
      const d0 = v128.load(d);
      s = v128.load32_splat(x);
      a00 = madd(s, d0, a00);
      s = v128.load32_splat(x, 4);
      a10 = madd(s, d0, a10);
      s = v128.load32_splat(x, 8);
      a20 = madd(s, d0, a20);
      s = v128.load32_splat(x, 12);
      a30 = madd(s, d0, a30);
      x += stepX;
      d += pixel;
    }
    x += stepRow;
  }
  v128.store(t, a00);
  v128.store(t + pixel, a10);
  v128.store(t + pixel * 2, a20);
  v128.store(t + pixel * 3, a30);
}

/** 1 row × 8 filters. */
// @ts-ignore: decorator
@inline
function tile1x8(x: usize, stepX: usize, stepRow: usize, d: usize, pixel: usize, dRow: usize, dEnd: usize, t: usize): void {
  let a00 = v128.load(t), a01 = v128.load(t, 16);
  while (d < dEnd) {
    const end = d + dRow;
    while (d < end) {
      const d0 = v128.load(d), d1 = v128.load(d, 16);
      const s = v128.load32_splat(x);
      a00 = madd(s, d0, a00);
      a01 = madd(s, d1, a01);
      x += stepX;
      d += pixel;
    }
    x += stepRow;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
}

/** 1 row × 4 filters. */
// @ts-ignore: decorator
@inline
function tile1x4(x: usize, stepX: usize, stepRow: usize, d: usize, pixel: usize, dRow: usize, dEnd: usize, t: usize): void {
  let a00 = v128.load(t);
  while (d < dEnd) {
    const end = d + dRow;
    while (d < end) {
      const d0 = v128.load(d);
      const s = v128.load32_splat(x);
      a00 = madd(s, d0, a00);
      x += stepX;
      d += pixel;
    }
    x += stepRow;
  }
  v128.store(t, a00);
}

/** Adds one image to the rows t … of T that begin at x; `rows` of them, all of one ky. */
function addRows(
  x: usize, rows: usize, stepX: usize, stepRow: usize, d: usize, pixel: usize, dRow: usize, dBytes: usize, t: usize,
): void {
  while (rows) {
    const count: usize = rows == 5 || (rows > 5 && rows & 3) ? 5 : rows >= 4 ? 4 : 1;
    let v: usize = 0;
    for (; v + 32 <= pixel; v += 32) {
      const dv = d + v, dEnd = dv + dBytes;
      if (count == 4) tile4x8(x, stepX, stepRow, dv, pixel, dRow, dEnd, t + v);
      else if (count == 5) tile5x8(x, stepX, stepRow, dv, pixel, dRow, dEnd, t + v);
      else tile1x8(x, stepX, stepRow, dv, pixel, dRow, dEnd, t + v);
    }
    if (v < pixel) {
      const dv = d + v, dEnd = dv + dBytes;
      if (count == 4) tile4x4(x, stepX, stepRow, dv, pixel, dRow, dEnd, t + v);
      else if (count == 5) tile5x4(x, stepX, stepRow, dv, pixel, dRow, dEnd, t + v);
      else tile1x4(x, stepX, stepRow, dv, pixel, dRow, dEnd, t + v);
    }
    x += count << 2;
    t += count * pixel;
    rows -= count;
  }
}

/** Rows from ≤ r < to of T; the others are left alone. */
export function f32_conv_weight_gradient(
  shape: usize, x: usize, xStride: usize, batch: i32, d: usize, dStride: usize, target: usize, from: i32, to: i32, factor: f32, scratch: usize,
): void {
  const channel = channelsOf(shape) << 2, row = paddedWidthOf(shape) * channel, perKy = kernelWidthOf(shape) * channelsOf(shape);
  const pixel = outBytesOf(shape), dRow = outWidthOf(shape) * pixel, dBytes = outHeightOf(shape) * dRow;
  const stepX = strideXOf(shape) * channel, stepRow = strideYOf(shape) * row - outWidthOf(shape) * stepX;
  const first = target + <usize>from * pixel, bytes = <usize>max(to - from, 0) * pixel;
  memory.fill(first, 0, bytes);
  for (let m = 0; m < batch; m++) {
    const image = padImage(shape, x, scratch);
    let t = first, r = <usize>from;
    while (r < <usize>to) {
      const ky = r / perKy, next = min((ky + 1) * perKy, <usize>to);
      addRows(image + ky * row + ((r - ky * perKy) << 2), next - r, stepX, stepRow, d, pixel, dRow, dBytes, t);
      t += (next - r) * pixel;
      r = next;
    }
    x += xStride;
    d += dStride;
  }
  scaleNumbers(first, bytes, factor);
}

/** T[f] = factor · Σ D[m,y,x,f] for the vectors of 4 filters from ≤ v < to; m, in it y, in it x. */
export function f32_conv_bias_gradient(
  shape: usize, d: usize, dStride: usize, batch: i32, target: usize, from: i32, to: i32, factor: f32,
): void {
  const pixel = outBytesOf(shape), bytes = outHeightOf(shape) * outWidthOf(shape) * pixel;
  memory.fill(target + (<usize>from << 4), 0, <usize>max(to - from, 0) << 4);
  for (let m = 0; m < batch; m++) {
    for (let v = <usize>from << 4; v < <usize>to << 4; v += 16) {
      let sum = v128.load(target + v);
      for (let i = d + v; i < d + bytes; i += pixel) sum = f32x4.add(sum, v128.load(i));
      v128.store(target + v, sum);
    }
    d += dStride;
  }
  scaleNumbers(target + (<usize>from << 4), <usize>max(to - from, 0) << 4, factor);
}
