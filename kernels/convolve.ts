import { madd, splat } from "./f32_math";
import {
  channelsOf, kernelHeightOf, kernelWidthOf, outBytesOf, outHeightOf, outWidthOf, paddedWidthOf, strideXOf, strideYOf,
} from "./volume";

// Z[y,x,f] = Σ X[y·sy + ky, x·sx + kx, c]·W[ky,kx,c,f]      X the padded image, W (ky, kx, c, f)
//
// Sums run over ky, in it kx, in it c, in one accumulator per element, whatever the tile. A row of the kernel meets kw·channels
// consecutive numbers of the image, so the innermost loop runs over all of them. Tiles: 4 positions × 8 filters or 2 × 16 or 2 × 20,
// 8 or 10 accumulators, and no more numbers held beside them than 16 registers have room for; positions are counted through the
// image, so that rows of any width fill the tiles.

/** 4 positions × 8 filters. */
// @ts-ignore: decorator
@inline
function tile4x8(x0: usize, x1: usize, x2: usize, x3: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, t: usize, pixel: usize): void {
  let a00 = splat(0), a01 = splat(0);
  let a10 = splat(0), a11 = splat(0);
  let a20 = splat(0), a21 = splat(0);
  let a30 = splat(0), a31 = splat(0);
  while (w < wEnd) {
    const end = x0 + rowBytes;
    while (x0 < end) {
      const w0 = v128.load(w), w1 = v128.load(w, 16);
      let s = v128.load32_splat(x0);
      a00 = madd(s, w0, a00);
      a01 = madd(s, w1, a01);
      s = v128.load32_splat(x1);
      a10 = madd(s, w0, a10);
      a11 = madd(s, w1, a11);
      s = v128.load32_splat(x2);
      a20 = madd(s, w0, a20);
      a21 = madd(s, w1, a21);
      s = v128.load32_splat(x3);
      a30 = madd(s, w0, a30);
      a31 = madd(s, w1, a31);
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
      w += wStride;
    }
    x0 += skip;
    x1 += skip;
    x2 += skip;
    x3 += skip;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
  t += pixel;
  v128.store(t, a10);
  v128.store(t, a11, 16);
  t += pixel;
  v128.store(t, a20);
  v128.store(t, a21, 16);
  t += pixel;
  v128.store(t, a30);
  v128.store(t, a31, 16);
}

/** 4 positions × 4 filters. */
// @ts-ignore: decorator
@inline
function tile4x4(x0: usize, x1: usize, x2: usize, x3: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, t: usize, pixel: usize): void {
  let a00 = splat(0);
  let a10 = splat(0);
  let a20 = splat(0);
  let a30 = splat(0);
  while (w < wEnd) {
    const end = x0 + rowBytes;
    while (x0 < end) {
      const w0 = v128.load(w);
      let s = v128.load32_splat(x0);
      a00 = madd(s, w0, a00);
      s = v128.load32_splat(x1);
      a10 = madd(s, w0, a10);
      s = v128.load32_splat(x2);
      a20 = madd(s, w0, a20);
      s = v128.load32_splat(x3);
      a30 = madd(s, w0, a30);
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
      w += wStride;
    }
    x0 += skip;
    x1 += skip;
    x2 += skip;
    x3 += skip;
  }
  v128.store(t, a00);
  t += pixel;
  v128.store(t, a10);
  t += pixel;
  v128.store(t, a20);
  t += pixel;
  v128.store(t, a30);
}

/** 2 positions × 16 filters. */
// @ts-ignore: decorator
@inline
function tile2x16(x0: usize, x1: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, t: usize, pixel: usize): void {
  let a00 = splat(0), a01 = splat(0), a02 = splat(0), a03 = splat(0);
  let a10 = splat(0), a11 = splat(0), a12 = splat(0), a13 = splat(0);
  while (w < wEnd) {
    const end = x0 + rowBytes;
    while (x0 < end) {
      const s0 = v128.load32_splat(x0), s1 = v128.load32_splat(x1);
      let u = v128.load(w);
      a00 = madd(s0, u, a00);
      a10 = madd(s1, u, a10);
      u = v128.load(w, 16);
      a01 = madd(s0, u, a01);
      a11 = madd(s1, u, a11);
      u = v128.load(w, 32);
      a02 = madd(s0, u, a02);
      a12 = madd(s1, u, a12);
      u = v128.load(w, 48);
      a03 = madd(s0, u, a03);
      a13 = madd(s1, u, a13);
      x0 += 4;
      x1 += 4;
      w += wStride;
    }
    x0 += skip;
    x1 += skip;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
  v128.store(t, a02, 32);
  v128.store(t, a03, 48);
  t += pixel;
  v128.store(t, a10);
  v128.store(t, a11, 16);
  v128.store(t, a12, 32);
  v128.store(t, a13, 48);
}

/** 2 positions × 20 filters. */
// @ts-ignore: decorator
@inline
function tile2x20(x0: usize, x1: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, t: usize, pixel: usize): void {
  let a00 = splat(0), a01 = splat(0), a02 = splat(0), a03 = splat(0), a04 = splat(0);
  let a10 = splat(0), a11 = splat(0), a12 = splat(0), a13 = splat(0), a14 = splat(0);
  while (w < wEnd) {
    const end = x0 + rowBytes;
    while (x0 < end) {
      const s0 = v128.load32_splat(x0), s1 = v128.load32_splat(x1);
      let u = v128.load(w);
      a00 = madd(s0, u, a00);
      a10 = madd(s1, u, a10);
      u = v128.load(w, 16);
      a01 = madd(s0, u, a01);
      a11 = madd(s1, u, a11);
      u = v128.load(w, 32);
      a02 = madd(s0, u, a02);
      a12 = madd(s1, u, a12);
      u = v128.load(w, 48);
      a03 = madd(s0, u, a03);
      a13 = madd(s1, u, a13);
      u = v128.load(w, 64);
      a04 = madd(s0, u, a04);
      a14 = madd(s1, u, a14);
      x0 += 4;
      x1 += 4;
      w += wStride;
    }
    x0 += skip;
    x1 += skip;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
  v128.store(t, a02, 32);
  v128.store(t, a03, 48);
  v128.store(t, a04, 64);
  t += pixel;
  v128.store(t, a10);
  v128.store(t, a11, 16);
  v128.store(t, a12, 32);
  v128.store(t, a13, 48);
  v128.store(t, a14, 64);
}

/** 1 position × 20 filters. */
// @ts-ignore: decorator
@inline
function tile1x20(x0: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, t: usize, pixel: usize): void {
  let a00 = splat(0), a01 = splat(0), a02 = splat(0), a03 = splat(0), a04 = splat(0);
  while (w < wEnd) {
    const end = x0 + rowBytes;
    while (x0 < end) {
      const s0 = v128.load32_splat(x0);
      a00 = madd(s0, v128.load(w), a00);
      a01 = madd(s0, v128.load(w, 16), a01);
      a02 = madd(s0, v128.load(w, 32), a02);
      a03 = madd(s0, v128.load(w, 48), a03);
      a04 = madd(s0, v128.load(w, 64), a04);
      x0 += 4;
      w += wStride;
    }
    x0 += skip;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
  v128.store(t, a02, 32);
  v128.store(t, a03, 48);
  v128.store(t, a04, 64);
}

/** 1 position × 16 filters. */
// @ts-ignore: decorator
@inline
function tile1x16(x0: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, t: usize, pixel: usize): void {
  let a00 = splat(0), a01 = splat(0), a02 = splat(0), a03 = splat(0);
  while (w < wEnd) {
    const end = x0 + rowBytes;
    while (x0 < end) {
      const s0 = v128.load32_splat(x0);
      a00 = madd(s0, v128.load(w), a00);
      a01 = madd(s0, v128.load(w, 16), a01);
      a02 = madd(s0, v128.load(w, 32), a02);
      a03 = madd(s0, v128.load(w, 48), a03);
      x0 += 4;
      w += wStride;
    }
    x0 += skip;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
  v128.store(t, a02, 32);
  v128.store(t, a03, 48);
}

/** 1 position × 8 filters. */
// @ts-ignore: decorator
@inline
function tile1x8(x0: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, t: usize, pixel: usize): void {
  let a00 = splat(0), a01 = splat(0);
  while (w < wEnd) {
    const end = x0 + rowBytes;
    while (x0 < end) {
      const w0 = v128.load(w), w1 = v128.load(w, 16);
      const s = v128.load32_splat(x0);
      a00 = madd(s, w0, a00);
      a01 = madd(s, w1, a01);
      x0 += 4;
      w += wStride;
    }
    x0 += skip;
  }
  v128.store(t, a00);
  v128.store(t, a01, 16);
}

/** 1 position × 4 filters. */
// @ts-ignore: decorator
@inline
function tile1x4(x0: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, t: usize, pixel: usize): void {
  let a00 = splat(0);
  while (w < wEnd) {
    const end = x0 + rowBytes;
    while (x0 < end) {
      const w0 = v128.load(w);
      const s = v128.load32_splat(x0);
      a00 = madd(s, w0, a00);
      x0 += 4;
      w += wStride;
    }
    x0 += skip;
  }
  v128.store(t, a00);
}

/**
 * The sums of every position of one image: out[p][f], pixels `pixel` bytes apart.
 *
 * @param x the padded image, rows `row` bytes apart; a window's rows are `rowBytes` long and its first `stepX`, `stepY` from the next's
 * @param wEnd end of the weights
 */
export function convolve(
  x: usize, row: usize, rowBytes: usize, stepX: usize, stepY: usize, width: usize, positions: usize,
  weights: usize, wEnd: usize, pixel: usize, out: usize,
): void {
  const skip = row - rowBytes, stepRow = stepY - width * stepX;
  let v: usize = 0;
  while (v < pixel) {
    const left = (pixel - v) >> 4;
    const vectors: usize = left == 5 ? 5 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    const w = weights + v;
    let t = out + v;
    let at = x, ox = width, p = positions;
    if (vectors >= 4) {
      for (; p >= 2; p -= 2) {
        const x0 = at;
        at += stepX;
        if (!--ox) { ox = width; at += stepRow; }
        const x1 = at;
        at += stepX;
        if (!--ox) { ox = width; at += stepRow; }
        if (vectors == 4) tile2x16(x0, x1, rowBytes, skip, w, pixel, wEnd, t, pixel);
        else tile2x20(x0, x1, rowBytes, skip, w, pixel, wEnd, t, pixel);
        t += pixel << 1;
      }
    } else {
      for (; p >= 4; p -= 4) {
        const x0 = at;
        at += stepX;
        if (!--ox) { ox = width; at += stepRow; }
        const x1 = at;
        at += stepX;
        if (!--ox) { ox = width; at += stepRow; }
        const x2 = at;
        at += stepX;
        if (!--ox) { ox = width; at += stepRow; }
        const x3 = at;
        at += stepX;
        if (!--ox) { ox = width; at += stepRow; }
        if (vectors == 2) tile4x8(x0, x1, x2, x3, rowBytes, skip, w, pixel, wEnd, t, pixel);
        else tile4x4(x0, x1, x2, x3, rowBytes, skip, w, pixel, wEnd, t, pixel);
        t += pixel << 2;
      }
    }
    for (; p; p--) {
      if (vectors == 5) tile1x20(at, rowBytes, skip, w, pixel, wEnd, t, pixel);
      else if (vectors == 4) tile1x16(at, rowBytes, skip, w, pixel, wEnd, t, pixel);
      else if (vectors == 2) tile1x8(at, rowBytes, skip, w, pixel, wEnd, t, pixel);
      else tile1x4(at, rowBytes, skip, w, pixel, wEnd, t, pixel);
      at += stepX;
      if (!--ox) { ox = width; at += stepRow; }
      t += pixel;
    }
    v += vectors << 4;
  }
}

/** Z of the padded image x, positions [y][x][filter]. */
export function convolutionSums(shape: usize, x: usize, weights: usize, out: usize): void {
  const pixel = channelsOf(shape) << 2, row = paddedWidthOf(shape) * pixel, rowBytes = kernelWidthOf(shape) * pixel;
  const outBytes = outBytesOf(shape), width = outWidthOf(shape);
  const wEnd = weights + kernelHeightOf(shape) * (rowBytes >> 2) * outBytes;
  const stepX = strideXOf(shape) * pixel, stepY = strideYOf(shape) * row;
  convolve(x, row, rowBytes, stepX, stepY, width, width * outHeightOf(shape), weights, wEnd, outBytes, out);
}

