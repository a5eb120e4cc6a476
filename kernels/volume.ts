import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, activation, madd, splat, timesSlope } from "./f32_math";

// What the kernels on volumes share: the shape's record, the image with zeros around it, bias and activation.
// README.md says what a volume and a shape are.

// @ts-ignore: decorator
@inline
export function heightOf(shape: usize): usize { return load<u32>(shape); }
// @ts-ignore: decorator
@inline
export function widthOf(shape: usize): usize { return load<u32>(shape, 4); }
// @ts-ignore: decorator
@inline
export function channelsOf(shape: usize): usize { return load<u32>(shape, 8); }
// @ts-ignore: decorator
@inline
export function kernelHeightOf(shape: usize): usize { return load<u32>(shape, 12); }
// @ts-ignore: decorator
@inline
export function kernelWidthOf(shape: usize): usize { return load<u32>(shape, 16); }
// @ts-ignore: decorator
@inline
export function strideYOf(shape: usize): usize { return load<u32>(shape, 20); }
// @ts-ignore: decorator
@inline
export function strideXOf(shape: usize): usize { return load<u32>(shape, 24); }
// @ts-ignore: decorator
@inline
export function padTopOf(shape: usize): usize { return load<u32>(shape, 28); }
// @ts-ignore: decorator
@inline
export function padLeftOf(shape: usize): usize { return load<u32>(shape, 32); }
// @ts-ignore: decorator
@inline
export function outHeightOf(shape: usize): usize { return load<u32>(shape, 36); }
// @ts-ignore: decorator
@inline
export function outWidthOf(shape: usize): usize { return load<u32>(shape, 40); }
// @ts-ignore: decorator
@inline
export function filtersOf(shape: usize): usize { return load<u32>(shape, 44); }

/** Bytes of a pixel of the output: filters padded to 4. */
// @ts-ignore: decorator
@inline
export function outBytesOf(shape: usize): usize { return ((filtersOf(shape) + 3) >> 2) << 4; }

/** Width of the image with the zeros around it. */
export function paddedWidthOf(shape: usize): usize {
  return max(padLeftOf(shape) + widthOf(shape), (outWidthOf(shape) - 1) * strideXOf(shape) + kernelWidthOf(shape));
}

/** Height of the image with the zeros around it. */
export function paddedHeightOf(shape: usize): usize {
  return max(padTopOf(shape) + heightOf(shape), (outHeightOf(shape) - 1) * strideYOf(shape) + kernelHeightOf(shape));
}

/** True where the image itself has every pixel that the kernel reads. */
export function isWhole(shape: usize): bool {
  return paddedWidthOf(shape) == widthOf(shape) && paddedHeightOf(shape) == heightOf(shape);
}

/** Bytes of the padded image, on whole cache lines: what comes behind it in the scratch. */
export function paddedBytesOf(shape: usize): usize {
  return (paddedHeightOf(shape) * paddedWidthOf(shape) * channelsOf(shape) * 4 + 63) & ~63;
}

/** The image with the zeros around it: `image` itself where it needs none, else a copy in `scratch`. */
export function padImage(shape: usize, image: usize, scratch: usize): usize {
  if (isWhole(shape)) return image;
  const pixel = channelsOf(shape) << 2, row = widthOf(shape) * pixel, wide = paddedWidthOf(shape) * pixel;
  memory.fill(scratch, 0, paddedHeightOf(shape) * wide);
  let target = scratch + padTopOf(shape) * wide + padLeftOf(shape) * pixel;
  for (let y: usize = 0; y < heightOf(shape); y++) {
    memory.copy(target, image, row);
    image += row;
    target += wide;
  }
  return scratch;
}

// @ts-ignore: decorator
@inline
function finishWith(act: i32, sums: usize, positions: usize, pixel: usize, scale: v128, bias: usize, out: usize): void {
  const end = sums + positions * pixel;
  while (sums < end) {
    for (let i: usize = 0; i < pixel; i += 16) {
      v128.store(out + i, activation(act, madd(scale, v128.load(sums + i), v128.load(bias + i))));
    }
    sums += pixel;
    out += pixel;
  }
}

/** A = act(scale·Z + b) over the positions of an image; out may be sums. The padding of the channels becomes 0. */
export function finish(act: i32, sums: usize, positions: usize, filters: usize, scale: f32, bias: usize, out: usize): void {
  const pixel = ((filters + 3) >> 2) << 4, s = splat(scale);
  if (act == SIGMOID) finishWith(SIGMOID, sums, positions, pixel, s, bias, out);
  else if (act == TANH) finishWith(TANH, sums, positions, pixel, s, bias, out);
  else if (act == RELU) finishWith(RELU, sums, positions, pixel, s, bias, out);
  else if (act == LEAKY_RELU) finishWith(LEAKY_RELU, sums, positions, pixel, s, bias, out);
  else finishWith(LINEAR, sums, positions, pixel, s, bias, out);
  if (!(filters & 3)) return;
  for (let p: usize = 0; p < positions; p++) {
    for (let i = filters << 2; i < pixel; i += 4) store<f32>(out + p * pixel + i, 0);
  }
}

// @ts-ignore: decorator
@inline
function slopeWith(act: i32, sums: usize, a: usize, out: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(out + i, timesSlope(act, v128.load(sums + i), v128.load(a + i)));
  }
}

/** D = S · act'(A) over `bytes` of numbers, a multiple of 16; out may be sums. */
export function slopes(act: i32, sums: usize, a: usize, out: usize, bytes: usize): void {
  if (act == SIGMOID) slopeWith(SIGMOID, sums, a, out, bytes);
  else if (act == TANH) slopeWith(TANH, sums, a, out, bytes);
  else if (act == RELU) slopeWith(RELU, sums, a, out, bytes);
  else if (act == LEAKY_RELU) slopeWith(LEAKY_RELU, sums, a, out, bytes);
  else if (sums != out) memory.copy(out, sums, bytes);
}

/** T ← factor · T over `bytes` of numbers. */
export function scaleNumbers(target: usize, bytes: usize, factor: f32): void {
  const f = splat(factor);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(target + i, f32x4.mul(f, v128.load(target + i)));
}

/** Four numbers of each of four rows `stride` bytes apart, transposed: lane i of row j goes to lane j of row i, `tStride` apart. */
// @ts-ignore: decorator
@inline
export function transpose4(source: usize, stride: usize, target: usize, tStride: usize): void {
  const r0 = v128.load(source), r1 = v128.load(source + stride);
  const r2 = v128.load(source + stride * 2), r3 = v128.load(source + stride * 3);
  const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(target + tStride, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(target + tStride * 2, v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(target + tStride * 3, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** Stores four taps as u16. */
// @ts-ignore: decorator
@inline
export function storeTaps(target: usize, taps: v128): void {
  v128.store64_lane(target, i16x8.narrow_i32x4_u(taps, taps), 0);
}

/** The largest of four numbers and which it is; of equal ones the first. */
// @ts-ignore: decorator
@inline
export function storeLargest(z0: v128, z1: v128, z2: v128, z3: v128, out: usize, winners: usize): void {
  let larger = f32x4.gt(z1, z0);
  let best = v128.bitselect(z1, z0, larger), tap = v128.and(larger, i32x4.splat(1));
  larger = f32x4.gt(z2, best);
  best = v128.bitselect(z2, best, larger);
  tap = v128.bitselect(i32x4.splat(2), tap, larger);
  larger = f32x4.gt(z3, best);
  v128.store(out, v128.bitselect(z3, best, larger));
  storeTaps(winners, v128.bitselect(i32x4.splat(3), tap, larger));
}

/** The largest of each window of one image x, and its tap as u16; of equal ones the first. */
export function maxPoolImage(shape: usize, channels: usize, x: usize, out: usize, winners: usize): void {
  const pixel = channels << 2, row = widthOf(shape) * pixel, rowBytes = kernelWidthOf(shape) * pixel;
  const stepX = strideXOf(shape) * pixel, stepY = strideYOf(shape) * row, windowBytes = kernelHeightOf(shape) * row;
  const ow = outWidthOf(shape), oh = outHeightOf(shape), one = i32x4.splat(1);
  for (let oy: usize = 0; oy < oh; oy++) {
    let first = x + oy * stepY;
    for (let ox: usize = 0; ox < ow; ox++) {
      for (let c: usize = 0; c < pixel; c += 16) {
        const start = first + c;
        let best = v128.load(start), winner = i32x4.splat(0), tap = i32x4.splat(0);
        for (let line = start; line < start + windowBytes; line += row) {
          for (let at = line; at < line + rowBytes; at += pixel) {
            const value = v128.load(at), larger = f32x4.gt(value, best);
            best = v128.bitselect(value, best, larger);
            winner = v128.bitselect(tap, winner, larger);
            tap = i32x4.add(tap, one);
          }
        }
        v128.store(out, best);
        storeTaps(winners, winner);
        out += 16;
        winners += 8;
      }
      first += stepX;
    }
  }
}

/** T += value · S over `bytes` of numbers, a multiple of 16. */
// @ts-ignore: decorator
@inline
export function addScaled(target: usize, source: usize, bytes: usize, value: v128): void {
  const end = source + bytes, fours = end - (bytes & 63);
  while (source < fours) {
    v128.store(target, madd(value, v128.load(source), v128.load(target)));
    v128.store(target, madd(value, v128.load(source, 16), v128.load(target, 16)), 16);
    v128.store(target, madd(value, v128.load(source, 32), v128.load(target, 32)), 32);
    v128.store(target, madd(value, v128.load(source, 48), v128.load(target, 48)), 48);
    source += 64;
    target += 64;
  }
  while (source < end) {
    v128.store(target, madd(value, v128.load(source), v128.load(target)));
    source += 16;
    target += 16;
  }
}
