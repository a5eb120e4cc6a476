import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, madd } from "./f32_math";
import {
  addScaled, channelsOf, heightOf, kernelHeightOf, kernelWidthOf, outBytesOf, padImage, padLeftOf, padTopOf, paddedBytesOf,
  paddedHeightOf, paddedWidthOf, slopes, widthOf,
} from "./volume";

// T[r,f] = factor · Σ X[m, offset(e) + r]·value(e)  and  D[offset(e) + r] += value(e)·R[f,r]  over the lists of what is alive
//
// T is summed as G[f][ky][number] in the scratch, behind the padded image: a row of the kernel meets consecutive numbers of the
// image, which are the vector. Sums run over m, in it the entries, in one accumulator per element; D's over f, in it the entries.

/** 32 consecutive numbers of a row. */
// @ts-ignore: decorator
@inline
function tile32(x: usize, e: usize, end: usize, g: usize): void {
  let a00 = v128.load(g), a01 = v128.load(g, 16), a02 = v128.load(g, 32), a03 = v128.load(g, 48), a04 = v128.load(g, 64), a05 = v128.load(g, 80), a06 = v128.load(g, 96), a07 = v128.load(g, 112);
  for (; e < end; e += 8) {
    const p = x + <usize>load<u32>(e), s = v128.load32_splat(e, 4);
    a00 = madd(s, v128.load(p), a00);
    a01 = madd(s, v128.load(p, 16), a01);
    a02 = madd(s, v128.load(p, 32), a02);
    a03 = madd(s, v128.load(p, 48), a03);
    a04 = madd(s, v128.load(p, 64), a04);
    a05 = madd(s, v128.load(p, 80), a05);
    a06 = madd(s, v128.load(p, 96), a06);
    a07 = madd(s, v128.load(p, 112), a07);
  }
  v128.store(g, a00);
  v128.store(g, a01, 16);
  v128.store(g, a02, 32);
  v128.store(g, a03, 48);
  v128.store(g, a04, 64);
  v128.store(g, a05, 80);
  v128.store(g, a06, 96);
  v128.store(g, a07, 112);
}

/** 20 consecutive numbers of a row. */
// @ts-ignore: decorator
@inline
function tile20(x: usize, e: usize, end: usize, g: usize): void {
  let a00 = v128.load(g), a01 = v128.load(g, 16), a02 = v128.load(g, 32), a03 = v128.load(g, 48), a04 = v128.load(g, 64);
  for (; e < end; e += 8) {
    const p = x + <usize>load<u32>(e), s = v128.load32_splat(e, 4);
    a00 = madd(s, v128.load(p), a00);
    a01 = madd(s, v128.load(p, 16), a01);
    a02 = madd(s, v128.load(p, 32), a02);
    a03 = madd(s, v128.load(p, 48), a03);
    a04 = madd(s, v128.load(p, 64), a04);
  }
  v128.store(g, a00);
  v128.store(g, a01, 16);
  v128.store(g, a02, 32);
  v128.store(g, a03, 48);
  v128.store(g, a04, 64);
}

/** 16 consecutive numbers of a row. */
// @ts-ignore: decorator
@inline
function tile16(x: usize, e: usize, end: usize, g: usize): void {
  let a00 = v128.load(g), a01 = v128.load(g, 16), a02 = v128.load(g, 32), a03 = v128.load(g, 48);
  for (; e < end; e += 8) {
    const p = x + <usize>load<u32>(e), s = v128.load32_splat(e, 4);
    a00 = madd(s, v128.load(p), a00);
    a01 = madd(s, v128.load(p, 16), a01);
    a02 = madd(s, v128.load(p, 32), a02);
    a03 = madd(s, v128.load(p, 48), a03);
  }
  v128.store(g, a00);
  v128.store(g, a01, 16);
  v128.store(g, a02, 32);
  v128.store(g, a03, 48);
}

/** 8 consecutive numbers of a row. */
// @ts-ignore: decorator
@inline
function tile8(x: usize, e: usize, end: usize, g: usize): void {
  let a00 = v128.load(g), a01 = v128.load(g, 16);
  for (; e < end; e += 8) {
    const p = x + <usize>load<u32>(e), s = v128.load32_splat(e, 4);
    a00 = madd(s, v128.load(p), a00);
    a01 = madd(s, v128.load(p, 16), a01);
  }
  v128.store(g, a00);
  v128.store(g, a01, 16);
}

/** 4 consecutive numbers of a row. */
// @ts-ignore: decorator
@inline
function tile4(x: usize, e: usize, end: usize, g: usize): void {
  let a00 = v128.load(g);
  for (; e < end; e += 8) {
    const p = x + <usize>load<u32>(e), s = v128.load32_splat(e, 4);
    a00 = madd(s, v128.load(p), a00);
  }
  v128.store(g, a00);
}

/** 5 rows of the kernel × 8 consecutive numbers of each. */
// @ts-ignore: decorator
@inline
function rows5x8(x: usize, row: usize, e: usize, end: usize, g: usize, gRow: usize): void {
  let a00 = v128.load(g), a01 = v128.load(g, 16);
  let a10 = v128.load(g + gRow), a11 = v128.load(g + gRow, 16);
  let a20 = v128.load(g + gRow * 2), a21 = v128.load(g + gRow * 2, 16);
  let a30 = v128.load(g + gRow * 3), a31 = v128.load(g + gRow * 3, 16);
  let a40 = v128.load(g + gRow * 4), a41 = v128.load(g + gRow * 4, 16);
  for (; e < end; e += 8) {
    let p = x + <usize>load<u32>(e);
    const s = v128.load32_splat(e, 4);
    a00 = madd(s, v128.load(p), a00);
    a01 = madd(s, v128.load(p, 16), a01);
    p += row;
    a10 = madd(s, v128.load(p), a10);
    a11 = madd(s, v128.load(p, 16), a11);
    p += row;
    a20 = madd(s, v128.load(p), a20);
    a21 = madd(s, v128.load(p, 16), a21);
    p += row;
    a30 = madd(s, v128.load(p), a30);
    a31 = madd(s, v128.load(p, 16), a31);
    p += row;
    a40 = madd(s, v128.load(p), a40);
    a41 = madd(s, v128.load(p, 16), a41);
  }
  v128.store(g, a00);
  v128.store(g, a01, 16);
  v128.store(g + gRow, a10);
  v128.store(g + gRow, a11, 16);
  v128.store(g + gRow * 2, a20);
  v128.store(g + gRow * 2, a21, 16);
  v128.store(g + gRow * 3, a30);
  v128.store(g + gRow * 3, a31, 16);
  v128.store(g + gRow * 4, a40);
  v128.store(g + gRow * 4, a41, 16);
}

/** Adds a list to `vectors` vectors of G that meet x. */
function addList(x: usize, vectors: usize, e: usize, end: usize, g: usize): void {
  while (vectors) {
    const count: usize = vectors >= 8 && vectors != 9 ? 8 : vectors >= 5 ? 5 : vectors == 3 ? 2 : vectors;
    if (count == 8) tile32(x, e, end, g);
    else if (count == 5) tile20(x, e, end, g);
    else if (count == 4) tile16(x, e, end, g);
    else if (count == 2) tile8(x, e, end, g);
    else tile4(x, e, end, g);
    x += count << 4;
    g += count << 4;
    vectors -= count;
  }
}

/** T[r,f] = factor · G for `numbers` rows r of T and the four filters at g, gFilter bytes apart. */
function storeRows(g: usize, gFilter: usize, numbers: usize, factor: f32, target: usize, pixel: usize): void {
  for (let i: usize = 0; i < numbers; i++) {
    for (let f: usize = 0; f < 4; f++) store<f32>(target + (f << 2), factor * load<f32>(g + f * gFilter));
    g += 4;
    target += pixel;
  }
}

/** Rows from ≤ r < to of T. Up to 15 bytes behind the images are read. */
export function f32_conv_weight_gradient_alive(
  shape: usize, x: usize, xStride: usize, batch: i32, lists: usize, listStride: usize, listBytes: usize, counts: usize,
  target: usize, from: i32, to: i32, factor: f32, scratch: usize,
): void {
  if (from >= to) return;
  const channels = channelsOf(shape), row = paddedWidthOf(shape) * channels << 2, perKy = kernelWidthOf(shape) * channels;
  const pixel = outBytesOf(shape), gRow = ((perKy + 3) >> 2) << 4, gFilter = kernelHeightOf(shape) * gRow;
  const sums = scratch + paddedBytesOf(shape), wholeRows = <usize>from == 0 && <usize>to == perKy * 5 && gRow == 32;
  memory.fill(sums, 0, (pixel >> 2) * gFilter);
  for (let m = 0; m < batch; m++) {
    const image = padImage(shape, x, scratch);
    let g = sums, list = lists;
    for (let f: usize = 0; f < pixel; f += 4) {
      const end = list + (<usize>load<u32>(counts) << 3);
      if (wholeRows) rows5x8(image, row, list, end, g, gRow);
      else {
        for (let r = <usize>from; r < <usize>to; ) {
          const ky = r / perKy, next = min((ky + 1) * perKy, <usize>to);
          addList(image + ky * row + ((r - ky * perKy) << 2), (next - r + 3) >> 2, list, end, g + ky * gRow);
          r = next;
        }
      }
      g += gFilter;
      list += listBytes;
      counts += 4;
    }
    x += xStride;
    lists += listStride;
  }
  for (let r = <usize>from; r < <usize>to; ) {
    const ky = r / perKy, next = min((ky + 1) * perKy, <usize>to);
    for (let f: usize = 0; f < pixel; f += 16) {
      storeRows(sums + (f >> 2) * gFilter + ky * gRow, gFilter, next - r, factor, target + r * pixel + f, pixel);
    }
    r = next;
  }
}

/** T[f] = factor · Σ value(e) for the vectors of 4 filters from ≤ v < to; m, in it the entries. */
export function f32_conv_bias_gradient_alive(
  shape: usize, batch: i32, lists: usize, listStride: usize, listBytes: usize, counts: usize,
  target: usize, from: i32, to: i32, factor: f32,
): void {
  for (let f = <usize>from << 2; f < <usize>to << 2; f++) {
    let sum: f32 = 0, count = counts + (f << 2), list = lists + f * listBytes;
    for (let m = 0; m < batch; m++) {
      const end = list + (<usize>load<u32>(count) << 3);
      for (let e = list; e < end; e += 8) sum += load<f32>(e, 4);
      count += outBytesOf(shape);
      list += listStride;
    }
    store<f32>(target + (f << 2), factor * sum);
  }
}

/** D over the padded image in the scratch; what lies within the image, times act'(A), goes to out. */
function convInputGradientAlive(
  act: i32, shape: usize, batch: i32, lists: usize, listStride: usize, listBytes: usize, counts: usize, transposed: usize,
  a: usize, out: usize, stride: usize, scratch: usize,
): void {
  const channel = channelsOf(shape) << 2, row = paddedWidthOf(shape) * channel, rowBytes = kernelWidthOf(shape) * channel;
  const kernelBytes = kernelHeightOf(shape) * rowBytes, pixel = outBytesOf(shape), height = heightOf(shape);
  const bytes = paddedHeightOf(shape) * row, imageRow = widthOf(shape) * channel;
  const first = scratch + padTopOf(shape) * row + padLeftOf(shape) * channel;
  for (let m = 0; m < batch; m++) {
    memory.fill(scratch, 0, bytes);
    let list = lists, kernel = transposed;
    for (let f: usize = 0; f < pixel; f += 4) {
      const end = list + (<usize>load<u32>(counts) << 3);
      for (let e = list; e < end; e += 8) {
        const value = v128.load32_splat(e, 4);
        let target = scratch + <usize>load<u32>(e);
        for (let w = kernel; w < kernel + kernelBytes; w += rowBytes) {
          addScaled(target, w, rowBytes, value);
          target += row;
        }
      }
      kernel += kernelBytes;
      list += listBytes;
      counts += 4;
    }
    let line = first;
    for (let i: usize = 0; i < height * imageRow; i += imageRow) {
      slopes(act, line, a + i, out + i, imageRow);
      line += row;
    }
    lists += listStride;
    a += stride;
    out += stride;
  }
}

export function f32_conv_input_gradient_alive_sigmoid(shape: usize, batch: i32, lists: usize, listStride: usize, listBytes: usize, counts: usize, transposed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradientAlive(SIGMOID, shape, batch, lists, listStride, listBytes, counts, transposed, a, out, stride, scratch);
}
export function f32_conv_input_gradient_alive_tanh(shape: usize, batch: i32, lists: usize, listStride: usize, listBytes: usize, counts: usize, transposed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradientAlive(TANH, shape, batch, lists, listStride, listBytes, counts, transposed, a, out, stride, scratch);
}
export function f32_conv_input_gradient_alive_relu(shape: usize, batch: i32, lists: usize, listStride: usize, listBytes: usize, counts: usize, transposed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradientAlive(RELU, shape, batch, lists, listStride, listBytes, counts, transposed, a, out, stride, scratch);
}
export function f32_conv_input_gradient_alive_leaky_relu(shape: usize, batch: i32, lists: usize, listStride: usize, listBytes: usize, counts: usize, transposed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradientAlive(LEAKY_RELU, shape, batch, lists, listStride, listBytes, counts, transposed, a, out, stride, scratch);
}
export function f32_conv_input_gradient_alive_linear(shape: usize, batch: i32, lists: usize, listStride: usize, listBytes: usize, counts: usize, transposed: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradientAlive(LINEAR, shape, batch, lists, listStride, listBytes, counts, transposed, a, out, stride, scratch);
}
