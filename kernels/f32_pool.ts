import { splat } from "./f32_math";
import {
  channelsOf, heightOf, kernelHeightOf, kernelWidthOf, maxPoolImage, outHeightOf, outWidthOf, strideXOf, strideYOf, widthOf,
} from "./volume";

// P[y,x,c] = max or mean of X[y·sy + ky, x·sx + kx, c] over the window      four channels at a time, channels a multiple of 4
//
// Windows lie within the image. Taps are visited ky = 0, 1, …; in it kx; windows y = 0, 1, …; in it x.

export function f32_max_pool(
  shape: usize, x: usize, xStride: usize, batch: i32, out: usize, outStride: usize, winners: usize, winnerStride: usize,
): void {
  for (let m = 0; m < batch; m++) {
    maxPoolImage(shape, channelsOf(shape), x, out, winners);
    x += xStride;
    out += outStride;
    winners += winnerStride;
  }
}

/** D = 0, then D[winner of w] += E[w] for the windows w in their order. */
export function f32_max_pool_gradient(
  shape: usize, e: usize, eStride: usize, batch: i32, winners: usize, winnerStride: usize, out: usize, outStride: usize,
): void {
  const pixel = channelsOf(shape) << 2, row = widthOf(shape) * pixel, kw = <u32>kernelWidthOf(shape);
  const stepX = strideXOf(shape) * pixel, stepY = strideYOf(shape) * row, ow = outWidthOf(shape), oh = outHeightOf(shape);
  for (let m = 0; m < batch; m++) {
    memory.fill(out, 0, heightOf(shape) * row);
    let delta = e, winner = winners;
    for (let oy: usize = 0; oy < oh; oy++) {
      let first = out + oy * stepY;
      for (let ox: usize = 0; ox < ow; ox++) {
        for (let c: usize = 0; c < pixel; c += 4) {
          const tap = <u32>load<u16>(winner), ky = tap / kw;
          const at = first + c + <usize>ky * row + <usize>(tap - ky * kw) * pixel;
          store<f32>(at, load<f32>(at) + load<f32>(delta));
          delta += 4;
          winner += 2;
        }
        first += stepX;
      }
    }
    e += eStride;
    winners += winnerStride;
    out += outStride;
  }
}

export function f32_average_pool(shape: usize, x: usize, xStride: usize, batch: i32, out: usize, outStride: usize): void {
  const pixel = channelsOf(shape) << 2, row = widthOf(shape) * pixel, rowBytes = kernelWidthOf(shape) * pixel;
  const stepX = strideXOf(shape) * pixel, stepY = strideYOf(shape) * row, windowBytes = kernelHeightOf(shape) * row;
  const ow = outWidthOf(shape), oh = outHeightOf(shape), size = splat(<f32>(kernelHeightOf(shape) * kernelWidthOf(shape)));
  for (let m = 0; m < batch; m++) {
    let target = out;
    for (let oy: usize = 0; oy < oh; oy++) {
      let first = x + oy * stepY;
      for (let ox: usize = 0; ox < ow; ox++) {
        for (let start = first; start < first + pixel; start += 16) {
          let sum = splat(0);
          for (let line = start; line < start + windowBytes; line += row) {
            for (let at = line; at < line + rowBytes; at += pixel) sum = f32x4.add(sum, v128.load(at));
          }
          v128.store(target, f32x4.div(sum, size));
          target += 16;
        }
        first += stepX;
      }
    }
    x += xStride;
    out += outStride;
  }
}

/** D = 0, then D[every number of w] += E[w] / (kh·kw) for the windows w in their order. */
export function f32_average_pool_gradient(shape: usize, e: usize, eStride: usize, batch: i32, out: usize, outStride: usize): void {
  const pixel = channelsOf(shape) << 2, row = widthOf(shape) * pixel, rowBytes = kernelWidthOf(shape) * pixel;
  const stepX = strideXOf(shape) * pixel, stepY = strideYOf(shape) * row, windowBytes = kernelHeightOf(shape) * row;
  const ow = outWidthOf(shape), oh = outHeightOf(shape), size = splat(<f32>(kernelHeightOf(shape) * kernelWidthOf(shape)));
  for (let m = 0; m < batch; m++) {
    memory.fill(out, 0, heightOf(shape) * row);
    let delta = e;
    for (let oy: usize = 0; oy < oh; oy++) {
      let first = out + oy * stepY;
      for (let ox: usize = 0; ox < ow; ox++) {
        for (let start = first; start < first + pixel; start += 16) {
          const share = f32x4.div(v128.load(delta), size);
          for (let line = start; line < start + windowBytes; line += row) {
            for (let at = line; at < line + rowBytes; at += pixel) v128.store(at, f32x4.add(v128.load(at), share));
          }
          delta += 16;
        }
        first += stepX;
      }
    }
    e += eStride;
    out += outStride;
  }
}
