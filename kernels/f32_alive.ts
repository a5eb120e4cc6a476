import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, splat, timesSlope } from "./f32_math";
import {
  channelsOf, kernelWidthOf, outBytesOf, outHeightOf, outWidthOf, paddedWidthOf, strideXOf, strideYOf,
} from "./volume";

// The lists of what is alive behind a max pool: for image m and filter f the entries (u32 offset, f32 value), value = E·act'(A) ≠ 0
//
// Windows in their order. Every value is written where the next entry goes, which moves on only behind one that is not 0: no branch.

// @ts-ignore: decorator
@inline
function alive(
  act: i32, shape: usize, pool: usize, e: usize, a: usize, stride: usize, winners: usize, winnerStride: usize, batch: i32,
  lists: usize, listStride: usize, counts: usize,
): void {
  const pixel = outBytesOf(shape), pw = outWidthOf(pool), ph = outHeightOf(pool), listBytes = (pw * ph) << 3;
  const column = strideXOf(shape) * channelsOf(shape) << 2, row = strideYOf(shape) * paddedWidthOf(shape) * channelsOf(shape) << 2;
  const kw = kernelWidthOf(pool), stepX = strideXOf(pool) * column, stepY = strideYOf(pool) * row;
  // offset of a tap = ky·row + kx·column = ky·(row − kw·column) + tap·column; ky = ⌊(tap + ½)/kw⌋ is exact for tap < 2¹⁶
  const across = i32x4.splat(<i32>column), down = i32x4.splat(<i32>(row - kw * column));
  const half = splat(0.5), inverse = splat(<f32>1 / <f32>kw), zero = splat(0);
  for (let m = 0; m < batch; m++) {
    for (let v: usize = 0; v < pixel; v += 16) {
      const l0 = lists + (v >> 2) * listBytes, l1 = l0 + listBytes, l2 = l1 + listBytes, l3 = l2 + listBytes;
      let n0 = l0, n1 = l1, n2 = l2, n3 = l3;
      let at = v, tap = winners + (v >> 1);
      for (let y: usize = 0; y < ph; y++) {
        let first = y * stepY;
        for (let x: usize = 0; x < pw; x++) {
          const value = timesSlope(act, v128.load(e + at), v128.load(a + at));
          const taps = v128.load16x4_u(tap);
          const ky = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(taps), half), inverse));
          const offset = i32x4.add(i32x4.add(i32x4.mul(ky, down), i32x4.mul(taps, across)), i32x4.splat(<i32>first));
          const low = v128.shuffle<i32>(offset, value, 0, 4, 1, 5), high = v128.shuffle<i32>(offset, value, 2, 6, 3, 7);
          const living = <usize>i32x4.bitmask(f32x4.ne(value, zero));
          v128.store64_lane(n0, low, 0);
          v128.store64_lane(n1, low, 1);
          v128.store64_lane(n2, high, 0);
          v128.store64_lane(n3, high, 1);
          n0 += (living & 1) << 3;
          n1 += (living & 2) << 2;
          n2 += (living & 4) << 1;
          n3 += living & 8;
          first += stepX;
          at += pixel;
          tap += pixel >> 1;
        }
      }
      store<u32>(counts, <u32>(n0 - l0) >> 3);
      store<u32>(counts, <u32>(n1 - l1) >> 3, 4);
      store<u32>(counts, <u32>(n2 - l2) >> 3, 8);
      store<u32>(counts, <u32>(n3 - l3) >> 3, 12);
      counts += 16;
    }
    e += stride;
    a += stride;
    winners += winnerStride;
    lists += listStride;
  }
}

export function f32_alive_sigmoid(shape: usize, pool: usize, e: usize, a: usize, stride: usize, winners: usize, winnerStride: usize, batch: i32, lists: usize, listStride: usize, counts: usize): void {
  alive(SIGMOID, shape, pool, e, a, stride, winners, winnerStride, batch, lists, listStride, counts);
}
export function f32_alive_tanh(shape: usize, pool: usize, e: usize, a: usize, stride: usize, winners: usize, winnerStride: usize, batch: i32, lists: usize, listStride: usize, counts: usize): void {
  alive(TANH, shape, pool, e, a, stride, winners, winnerStride, batch, lists, listStride, counts);
}
export function f32_alive_relu(shape: usize, pool: usize, e: usize, a: usize, stride: usize, winners: usize, winnerStride: usize, batch: i32, lists: usize, listStride: usize, counts: usize): void {
  alive(RELU, shape, pool, e, a, stride, winners, winnerStride, batch, lists, listStride, counts);
}
export function f32_alive_leaky_relu(shape: usize, pool: usize, e: usize, a: usize, stride: usize, winners: usize, winnerStride: usize, batch: i32, lists: usize, listStride: usize, counts: usize): void {
  alive(LEAKY_RELU, shape, pool, e, a, stride, winners, winnerStride, batch, lists, listStride, counts);
}
export function f32_alive_linear(shape: usize, pool: usize, e: usize, a: usize, stride: usize, winners: usize, winnerStride: usize, batch: i32, lists: usize, listStride: usize, counts: usize): void {
  alive(LINEAR, shape, pool, e, a, stride, winners, winnerStride, batch, lists, listStride, counts);
}
