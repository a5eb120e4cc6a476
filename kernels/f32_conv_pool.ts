import { convolutionSums } from "./convolve";
import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, madd, splat } from "./f32_math";
import {
  channelsOf, filtersOf, finish, kernelHeightOf, kernelWidthOf, maxPoolImage, outBytesOf, outHeightOf, outWidthOf, padImage,
  paddedBytesOf, paddedWidthOf, storeLargest, strideXOf, strideYOf,
} from "./volume";

// P = act(max Z + b) over the windows of the pool, Z as in convolve.ts, and which tap won
//
// Behind 2×2 pools that step by 2 a window's four positions are the tile: 4 positions × 8 filters; Z is never written.
// Other pools run over Z of one image in the scratch, behind the padded image.

/** One window × 8 filters. */
// @ts-ignore: decorator
@inline
function window8(x0: usize, x1: usize, x2: usize, x3: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, out: usize, winners: usize): void {
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
  storeLargest(a00, a10, a20, a30, out, winners);
  storeLargest(a01, a11, a21, a31, out + 16, winners + 8);
}

/** One window × 4 filters. */
// @ts-ignore: decorator
@inline
function window4(x0: usize, x1: usize, x2: usize, x3: usize, rowBytes: usize, skip: usize, w: usize, wStride: usize, wEnd: usize, out: usize, winners: usize): void {
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
  storeLargest(a00, a10, a20, a30, out, winners);
}

/** The windows of 2×2 positions of one image x. */
function poolWindows(shape: usize, pool: usize, x: usize, weights: usize, out: usize, winners: usize): void {
  const channel = channelsOf(shape) << 2, row = paddedWidthOf(shape) * channel, rowBytes = kernelWidthOf(shape) * channel;
  const pixel = outBytesOf(shape), wEnd = weights + kernelHeightOf(shape) * (rowBytes >> 2) * pixel, skip = row - rowBytes;
  const stepX = strideXOf(shape) * channel, stepY = strideYOf(shape) * row, width = outWidthOf(pool), height = outHeightOf(pool);
  for (let v: usize = 0; v < pixel; v += 32) {
    const w = weights + v, two = v + 32 <= pixel;
    let o = out + v, n = winners + (v >> 1), line = x;
    for (let y: usize = 0; y < height; y++) {
      let at = line;
      for (let i: usize = 0; i < width; i++) {
        const under = at + stepY;
        if (two) window8(at, at + stepX, under, under + stepX, rowBytes, skip, w, pixel, wEnd, o, n);
        else window4(at, at + stepX, under, under + stepX, rowBytes, skip, w, pixel, wEnd, o, n);
        at += stepX << 1;
        o += pixel;
        n += pixel >> 1;
      }
      line += stepY << 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function isTile(pool: usize): bool {
  return kernelHeightOf(pool) == 2 && kernelWidthOf(pool) == 2 && strideYOf(pool) == 2 && strideXOf(pool) == 2;
}

function convMaxPool(
  act: i32, shape: usize, pool: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize,
  out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize,
): void {
  const windows = outHeightOf(pool) * outWidthOf(pool), sums = scratch + paddedBytesOf(shape);
  for (let m = 0; m < batch; m++) {
    const image = padImage(shape, x, scratch);
    if (isTile(pool)) poolWindows(shape, pool, image, weights, out, winners);
    else {
      convolutionSums(shape, image, weights, sums);
      maxPoolImage(pool, outBytesOf(shape) >> 2, sums, out, winners);
    }
    finish(act, out, windows, filtersOf(shape), 1, bias, out);
    x += xStride;
    out += outStride;
    winners += winnerStride;
  }
}

export function f32_conv_max_pool_sigmoid(shape: usize, pool: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convMaxPool(SIGMOID, shape, pool, x, xStride, batch, weights, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_max_pool_tanh(shape: usize, pool: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convMaxPool(TANH, shape, pool, x, xStride, batch, weights, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_max_pool_relu(shape: usize, pool: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convMaxPool(RELU, shape, pool, x, xStride, batch, weights, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_max_pool_leaky_relu(shape: usize, pool: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convMaxPool(LEAKY_RELU, shape, pool, x, xStride, batch, weights, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_max_pool_linear(shape: usize, pool: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convMaxPool(LINEAR, shape, pool, x, xStride, batch, weights, bias, out, outStride, winners, winnerStride, scratch);
}
