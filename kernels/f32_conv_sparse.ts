import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH } from "./f32_math";
import {
  addScaled, channelsOf, filtersOf, finish, kernelHeightOf, kernelWidthOf, maxPoolImage, outBytesOf, outHeightOf, outWidthOf,
  padLeftOf, padTopOf, widthOf,
} from "./volume";

// A = act(scale · Z + b), Z[y,x,f] = Σₑ value(e)·W[ky,kx,c,f] over the entries e = (y + ky − top, x + kx − left, c), strides 1
//
// Each pixel that is not zero is added to the sums of the positions that see it. Within a row of the kernel these follow each
// other while kx falls: with W turned round in x ([ky][c][kw−1−kx][f], in the scratch) both are runs of consecutive numbers.

/** target[ky][c][kw−1−kx][f] = W[ky][kx][c][f] */
function turn(shape: usize, weights: usize, target: usize): void {
  const channels = channelsOf(shape), kw = kernelWidthOf(shape), pixel = outBytesOf(shape), kh = kernelHeightOf(shape);
  for (let ky: usize = 0; ky < kh; ky++) {
    for (let kx: usize = 0; kx < kw; kx++) {
      for (let c: usize = 0; c < channels; c++) {
        memory.copy(target + ((ky * channels + c) * kw + kw - 1 - kx) * pixel, weights, pixel);
        weights += pixel;
      }
    }
  }
}

/** Z of one image, from its entries e … end. */
function scatterSums(shape: usize, e: usize, end: usize, turned: usize, sums: usize): void {
  const channels = channelsOf(shape), width = widthOf(shape), kh = kernelHeightOf(shape), kw = kernelWidthOf(shape);
  const pixel = outBytesOf(shape), ow = outWidthOf(shape), oh = outHeightOf(shape), wRow = channels * kw * pixel;
  const top = padTopOf(shape), left = padLeftOf(shape);
  memory.fill(sums, 0, oh * ow * pixel);
  for (; e < end; e += 8) {
    const input = <usize>load<u32>(e) >> 6, value = v128.load32_splat(e, 4);
    const at = input / channels, c = input - at * channels, iy = at / width;
    const y = iy + top, x = at - iy * width + left;
    const first = x + 1 > kw ? x + 1 - kw : 0, last = min(x + 1, ow);
    if (first >= last) continue;
    const bytes = (last - first) * pixel;
    let ky = y + 1 > oh ? y + 1 - oh : 0;
    let w = turned + ky * wRow + (c * kw + first + kw - 1 - x) * pixel;
    for (const stop = min(kh, y + 1); ky < stop; ky++) {
      addScaled(sums + ((y - ky) * ow + first) * pixel, w, bytes, value);
      w += wRow;
    }
  }
}

// @ts-ignore: decorator
@inline
function weightBytesOf(shape: usize): usize {
  return (kernelHeightOf(shape) * kernelWidthOf(shape) * channelsOf(shape) * outBytesOf(shape) + 63) & ~63;
}

function convSparse(
  act: i32, shape: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32,
  out: usize, outStride: usize, scratch: usize,
): void {
  turn(shape, weights, scratch);
  for (let m = 0; m < batch; m++) {
    scatterSums(shape, entries, entries + (<usize>load<u32>(counts + (<usize>m << 2)) << 3), scratch, out);
    finish(act, out, outHeightOf(shape) * outWidthOf(shape), filtersOf(shape), scale, bias, out);
    entries += stride;
    out += outStride;
  }
}

/** P = act(scale · max Z + b) over the windows of the pool, and which tap won. */
function convSparseMaxPool(
  act: i32, shape: usize, pool: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32,
  out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize,
): void {
  const sums = scratch + weightBytesOf(shape);
  turn(shape, weights, scratch);
  for (let m = 0; m < batch; m++) {
    scatterSums(shape, entries, entries + (<usize>load<u32>(counts + (<usize>m << 2)) << 3), scratch, sums);
    maxPoolImage(pool, outBytesOf(shape) >> 2, sums, out, winners);
    finish(act, out, outHeightOf(pool) * outWidthOf(pool), filtersOf(shape), scale, bias, out);
    entries += stride;
    out += outStride;
    winners += winnerStride;
  }
}

/** X[m,·] = 0, then X[m,input(e)] = value(e) for the entries e of row m. */
export function f32_scatter_rows(entries: usize, stride: usize, counts: usize, batch: i32, inputs: i32, x: usize, xStride: usize): void {
  for (let m = 0; m < batch; m++) {
    memory.fill(x, 0, <usize>inputs << 2);
    const end = entries + (<usize>load<u32>(counts + (<usize>m << 2)) << 3);
    for (let e = entries; e < end; e += 8) store<f32>(x + (<usize>load<u32>(e) >> 4), load<f32>(e, 4));
    entries += stride;
    x += xStride;
  }
}

export function f32_conv_sparse_sigmoid(shape: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, scratch: usize): void {
  convSparse(SIGMOID, shape, entries, stride, counts, batch, weights, bias, scale, out, outStride, scratch);
}
export function f32_conv_sparse_tanh(shape: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, scratch: usize): void {
  convSparse(TANH, shape, entries, stride, counts, batch, weights, bias, scale, out, outStride, scratch);
}
export function f32_conv_sparse_relu(shape: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, scratch: usize): void {
  convSparse(RELU, shape, entries, stride, counts, batch, weights, bias, scale, out, outStride, scratch);
}
export function f32_conv_sparse_leaky_relu(shape: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, scratch: usize): void {
  convSparse(LEAKY_RELU, shape, entries, stride, counts, batch, weights, bias, scale, out, outStride, scratch);
}
export function f32_conv_sparse_linear(shape: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, scratch: usize): void {
  convSparse(LINEAR, shape, entries, stride, counts, batch, weights, bias, scale, out, outStride, scratch);
}
export function f32_conv_sparse_max_pool_sigmoid(shape: usize, pool: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convSparseMaxPool(SIGMOID, shape, pool, entries, stride, counts, batch, weights, bias, scale, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_sparse_max_pool_tanh(shape: usize, pool: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convSparseMaxPool(TANH, shape, pool, entries, stride, counts, batch, weights, bias, scale, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_sparse_max_pool_relu(shape: usize, pool: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convSparseMaxPool(RELU, shape, pool, entries, stride, counts, batch, weights, bias, scale, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_sparse_max_pool_leaky_relu(shape: usize, pool: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convSparseMaxPool(LEAKY_RELU, shape, pool, entries, stride, counts, batch, weights, bias, scale, out, outStride, winners, winnerStride, scratch);
}
export function f32_conv_sparse_max_pool_linear(shape: usize, pool: usize, entries: usize, stride: usize, counts: usize, batch: i32, weights: usize, bias: usize, scale: f32, out: usize, outStride: usize, winners: usize, winnerStride: usize, scratch: usize): void {
  convSparseMaxPool(LINEAR, shape, pool, entries, stride, counts, batch, weights, bias, scale, out, outStride, winners, winnerStride, scratch);
}
