import { convolve } from "./convolve";
import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, splat } from "./f32_math";
import {
  channelsOf, filtersOf, finish, heightOf, outBytesOf, outHeightOf, outWidthOf, padLeftOf, padTopOf, slopes, storeLargest, widthOf,
} from "./volume";

// X ∗ W of a 3×3 kernel with strides 1 by Winograd's F(2×2,3×3): 16 products for four positions instead of 36
//
//   V = Bᵀ·d·B of each tile of 4×4 numbers, U = G·g·Gᵀ of each kernel, M[i] = Σ V[i,c]·U[i,c,f] for each of the 16 places i, c = 0, 1, …,
//   Z = Aᵀ·M·A, 2×2 positions; rows of Bᵀ: d₀−d₂, d₁+d₂, d₂−d₁, d₁−d₃; of Aᵀ: m₀+m₁+m₂, m₁−m₂−m₃
// The order of the additions stands at the twin. Lavin, Gray 2016. Memory: U (16, c, f), V (16, tile, c), M (16, tile, f).

/** Tiles that are transformed before they are multiplied: what the second cache holds. */
const TILES: usize = 56;

/** U[i,c,f] from W[ky,kx,c,f] for the channels from ≤ c < to. Flipped weights are the weights of the input gradient. */
export function f32_winograd_weights(channels: i32, filters: i32, weights: usize, from: i32, to: i32, target: usize): void {
  const row = <usize>((filters + 3) >> 2) << 4, tap = <usize>channels * row, half = splat(0.5);
  for (let i = <usize>from * row; i < <usize>to * row; i += 16) {
    // Columns of G·g into places (row, column 0…2), then rows of (…)·Gᵀ over them.
    for (let x: usize = 0; x < 3; x++) {
      const at = weights + i + x * tap, t = target + i + x * tap;
      const g0 = v128.load(at), g1 = v128.load(at + tap * 3), g2 = v128.load(at + tap * 6), outer = f32x4.add(g0, g2);
      v128.store(t, g0);
      v128.store(t + tap * 4, f32x4.mul(half, f32x4.add(outer, g1)));
      v128.store(t + tap * 8, f32x4.mul(half, f32x4.sub(outer, g1)));
      v128.store(t + tap * 12, g2);
    }
    for (let y: usize = 0; y < 4; y++) {
      const t = target + i + y * tap * 4;
      const g0 = v128.load(t), g1 = v128.load(t + tap), g2 = v128.load(t + tap * 2), outer = f32x4.add(g0, g2);
      v128.store(t + tap, f32x4.mul(half, f32x4.add(outer, g1)));
      v128.store(t + tap * 2, f32x4.mul(half, f32x4.sub(outer, g1)));
      v128.store(t + tap * 3, g2);
    }
  }
}

/** V of the tile at x, four channels; places `place` bytes apart. */
// @ts-ignore: decorator
@inline
function transformInput(x: usize, row: usize, pixel: usize, v: usize, place: usize): void {
  for (let j: usize = 0; j < 4; j++) {
    const d0 = v128.load(x), d1 = v128.load(x + row), d2 = v128.load(x + row * 2), d3 = v128.load(x + row * 3);
    const t = v + j * place;
    v128.store(t, f32x4.sub(d0, d2));
    v128.store(t + place * 4, f32x4.add(d1, d2));
    v128.store(t + place * 8, f32x4.sub(d2, d1));
    v128.store(t + place * 12, f32x4.sub(d1, d3));
    x += pixel;
  }
  for (let i: usize = 0; i < 4; i++) {
    const t0 = v128.load(v), t1 = v128.load(v + place), t2 = v128.load(v + place * 2), t3 = v128.load(v + place * 3);
    v128.store(v, f32x4.sub(t0, t2));
    v128.store(v + place, f32x4.add(t1, t2));
    v128.store(v + place * 2, f32x4.sub(t2, t1));
    v128.store(v + place * 3, f32x4.sub(t1, t3));
    v += place * 4;
  }
}

// @ts-ignore: decorator
@inline
function upper(m: usize, place: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(m), v128.load(m + place * 4)), v128.load(m + place * 8));
}

// @ts-ignore: decorator
@inline
function lower(m: usize, place: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(m + place * 4), v128.load(m + place * 8)), v128.load(m + place * 12));
}

/** The image with zeros around it, as many as tiles of 2×2 positions read. */
function padTiles(x: usize, height: usize, width: usize, pixel: usize, top: usize, left: usize, tilesY: usize, tilesX: usize, scratch: usize): usize {
  const rows = (tilesY << 1) + 2, wide = ((tilesX << 1) + 2) * pixel;
  if (rows == height && wide == width * pixel) return x;
  memory.fill(scratch, 0, rows * wide);
  const row = min(width * pixel, wide - left * pixel);
  let target = scratch + top * wide + left * pixel;
  for (let y: usize = 0; y < min(height, rows - top); y++) {
    memory.copy(target, x, row);
    x += width * pixel;
    target += wide;
  }
  return scratch;
}

/** Z of one image, or where `winners` is not 0 the largest of each whole tile and its tap. */
function winograd(
  x: usize, height: usize, width: usize, pixel: usize, top: usize, left: usize, outHeight: usize, outWidth: usize, outPixel: usize,
  transformed: usize, out: usize, winners: usize, scratch: usize,
): void {
  const tilesY = winners ? outHeight >> 1 : (outHeight + 1) >> 1, tilesX = winners ? outWidth >> 1 : (outWidth + 1) >> 1;
  if (!tilesY || !tilesX) return;
  const row = ((tilesX << 1) + 2) * pixel, image = padTiles(x, height, width, pixel, top, left, tilesY, tilesX, scratch);
  const perBlock = min(tilesY, max<usize>(1, TILES / tilesX)), most = perBlock * tilesX, outRow = outWidth * outPixel;
  const v = scratch + ((((tilesY << 1) + 2) * row + 63) & ~63), m = v + most * pixel * 16;
  const weights = (pixel >> 2) * outPixel;
  for (let y: usize = 0; y < tilesY; y += perBlock) {
    const rows = min(perBlock, tilesY - y), tiles = rows * tilesX, inPlace = tiles * pixel, outPlace = tiles * outPixel;
    for (let t: usize = 0; t < tiles; t++) {
      const ty = t / tilesX, at = image + (((y + ty) * row + (t - ty * tilesX) * pixel) << 1);
      for (let c: usize = 0; c < pixel; c += 16) transformInput(at + c, row, pixel, v + t * pixel + c, inPlace);
    }
    for (let i: usize = 0; i < 16; i++) {
      const u = transformed + i * weights;
      convolve(v + i * inPlace, pixel, pixel, pixel, 0, tiles, tiles, u, u + weights, outPixel, m + i * outPlace);
    }
    for (let t: usize = 0; t < tiles; t++) {
      const ty = t / tilesX, tx = t - ty * tilesX, oy = (y + ty) << 1, ox = tx << 1;
      const right = ox + 1 < outWidth, below = oy + 1 < outHeight;
      for (let f: usize = 0; f < outPixel; f += 16) {
        const mt = m + t * outPixel + f;
        const r00 = upper(mt, outPlace), r01 = upper(mt + outPlace, outPlace), r02 = upper(mt + outPlace * 2, outPlace), r03 = upper(mt + outPlace * 3, outPlace);
        const r10 = lower(mt, outPlace), r11 = lower(mt + outPlace, outPlace), r12 = lower(mt + outPlace * 2, outPlace), r13 = lower(mt + outPlace * 3, outPlace);
        const z0 = f32x4.add(f32x4.add(r00, r01), r02), z1 = f32x4.sub(f32x4.sub(r01, r02), r03);
        const z2 = f32x4.add(f32x4.add(r10, r11), r12), z3 = f32x4.sub(f32x4.sub(r11, r12), r13);
        if (winners) {
          const p = ((y + ty) * tilesX + tx) * outPixel + f;
          storeLargest(z0, z1, z2, z3, out + p, winners + (p >> 1));
          continue;
        }
        const o = out + oy * outRow + ox * outPixel + f;
        v128.store(o, z0);
        if (right) v128.store(o + outPixel, z1);
        if (!below) continue;
        v128.store(o + outRow, z2);
        if (right) v128.store(o + outRow + outPixel, z3);
      }
    }
  }
}

/** A = act(X ∗ W + b) */
function convWinograd(
  act: i32, shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, scratch: usize,
): void {
  const height = outHeightOf(shape), width = outWidthOf(shape), pixel = channelsOf(shape) << 2;
  for (let m = 0; m < batch; m++) {
    winograd(x, heightOf(shape), widthOf(shape), pixel, padTopOf(shape), padLeftOf(shape), height, width, outBytesOf(shape), transformed, out, 0, scratch);
    finish(act, out, height * width, filtersOf(shape), 1, bias, out);
    x += xStride;
    out += outStride;
  }
}

/** P = act(max (X ∗ W) + b) over windows of 2×2, and which tap won */
function convWinogradMaxPool(
  act: i32, shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize,
  out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize,
): void {
  const height = outHeightOf(shape), width = outWidthOf(shape), pixel = channelsOf(shape) << 2;
  for (let m = 0; m < batch; m++) {
    winograd(x, heightOf(shape), widthOf(shape), pixel, padTopOf(shape), padLeftOf(shape), height, width, outBytesOf(shape), transformed, out, winners, scratch);
    finish(act, out, (height >> 1) * (width >> 1), filtersOf(shape), 1, bias, out);
    x += xStride;
    out += outStride;
    winners += winnerStride;
  }
}

/** D = (E ∗ F) · act'(A), F the transformed flipped weights */
function convWinogradInputGradient(
  act: i32, shape: usize, e: usize, eStride: usize, batch: i32, transformed: usize, a: usize, out: usize, stride: usize, scratch: usize,
): void {
  const height = heightOf(shape), width = widthOf(shape), channel = channelsOf(shape) << 2;
  for (let m = 0; m < batch; m++) {
    winograd(e, outHeightOf(shape), outWidthOf(shape), outBytesOf(shape), 2 - padTopOf(shape), 2 - padLeftOf(shape), height, width, channel, transformed, out, 0, scratch);
    slopes(act, out, a, out, height * width * channel);
    e += eStride;
    a += stride;
    out += stride;
  }
}

export function f32_conv_winograd_sigmoid(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  convWinograd(SIGMOID, shape, x, xStride, batch, transformed, bias, out, outStride, scratch);
}
export function f32_conv_winograd_tanh(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  convWinograd(TANH, shape, x, xStride, batch, transformed, bias, out, outStride, scratch);
}
export function f32_conv_winograd_relu(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  convWinograd(RELU, shape, x, xStride, batch, transformed, bias, out, outStride, scratch);
}
export function f32_conv_winograd_leaky_relu(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  convWinograd(LEAKY_RELU, shape, x, xStride, batch, transformed, bias, out, outStride, scratch);
}
export function f32_conv_winograd_linear(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  convWinograd(LINEAR, shape, x, xStride, batch, transformed, bias, out, outStride, scratch);
}
export function f32_conv_winograd_max_pool_sigmoid(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convWinogradMaxPool(SIGMOID, shape, x, xStride, batch, transformed, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_winograd_max_pool_tanh(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convWinogradMaxPool(TANH, shape, x, xStride, batch, transformed, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_winograd_max_pool_relu(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convWinogradMaxPool(RELU, shape, x, xStride, batch, transformed, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_winograd_max_pool_leaky_relu(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convWinogradMaxPool(LEAKY_RELU, shape, x, xStride, batch, transformed, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_winograd_max_pool_linear(shape: usize, x: usize, xStride: usize, batch: i32, transformed: usize, bias: usize, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convWinogradMaxPool(LINEAR, shape, x, xStride, batch, transformed, bias, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_winograd_input_gradient_sigmoid(shape: usize, e: usize, eStride: usize, batch: i32, transformed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convWinogradInputGradient(SIGMOID, shape, e, eStride, batch, transformed, a, out, stride, scratch);
}
export function f32_conv_winograd_input_gradient_tanh(shape: usize, e: usize, eStride: usize, batch: i32, transformed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convWinogradInputGradient(TANH, shape, e, eStride, batch, transformed, a, out, stride, scratch);
}
export function f32_conv_winograd_input_gradient_relu(shape: usize, e: usize, eStride: usize, batch: i32, transformed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convWinogradInputGradient(RELU, shape, e, eStride, batch, transformed, a, out, stride, scratch);
}
export function f32_conv_winograd_input_gradient_leaky_relu(shape: usize, e: usize, eStride: usize, batch: i32, transformed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convWinogradInputGradient(LEAKY_RELU, shape, e, eStride, batch, transformed, a, out, stride, scratch);
}
export function f32_conv_winograd_input_gradient_linear(shape: usize, e: usize, eStride: usize, batch: i32, transformed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convWinogradInputGradient(LINEAR, shape, e, eStride, batch, transformed, a, out, stride, scratch);
}
