import { convolutionSums, convolve } from "./convolve";
import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH } from "./f32_math";
import {
  channelsOf, filtersOf, finish, heightOf, kernelHeightOf, kernelWidthOf, outBytesOf, outHeightOf, outWidthOf, padImage,
  padLeftOf, padTopOf, slopes, strideXOf, strideYOf, transpose4, widthOf,
} from "./volume";

// A = act(X ∗ W + b), D = (E ∗ F) · act'(A), and W in the two forms that gradients read      (∗ is in convolve.ts)

/** A = act(X ∗ W + b) */
function conv(
  act: i32, shape: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, scratch: usize,
): void {
  const positions = outHeightOf(shape) * outWidthOf(shape);
  for (let m = 0; m < batch; m++) {
    convolutionSums(shape, padImage(shape, x, scratch), weights, out);
    finish(act, out, positions, filtersOf(shape), 1, bias, out);
    x += xStride;
    out += outStride;
  }
}

/**
 * D = (E ∗ F) · act'(A)   with F the flipped weights (f32_conv_flip)
 *
 * The deltas stand in the scratch as far apart as the strides say, zeros between and around them; the rest is a convolution with
 * strides 1, whose sums run over the positions of E in their order, in it over f.
 */
function convInputGradient(
  act: i32, shape: usize, e: usize, eStride: usize, batch: i32, flipped: usize, a: usize, out: usize, stride: usize, scratch: usize,
): void {
  const pixel = outBytesOf(shape), height = heightOf(shape), width = widthOf(shape), outBytes = channelsOf(shape) << 2;
  const kh = kernelHeightOf(shape), kw = kernelWidthOf(shape);
  const row = (width + kw - 1) * pixel, bytes = (height + kh - 1) * row, rowBytes = kw * pixel;
  const first = (kh - 1 - padTopOf(shape)) * row + (kw - 1 - padLeftOf(shape)) * pixel;
  const stepX = strideXOf(shape) * pixel, stepY = strideYOf(shape) * row, ow = outWidthOf(shape), oh = outHeightOf(shape);
  for (let m = 0; m < batch; m++) {
    memory.fill(scratch, 0, bytes);
    let source = e;
    for (let y: usize = 0; y < oh; y++) {
      let target = scratch + first + y * stepY;
      if (stepX == pixel) {
        memory.copy(target, source, ow * pixel);
        source += ow * pixel;
      } else {
        for (let x: usize = 0; x < ow; x++) {
          memory.copy(target, source, pixel);
          source += pixel;
          target += stepX;
        }
      }
    }
    const wEnd = flipped + kh * (rowBytes >> 2) * outBytes;
    convolve(scratch, row, rowBytes, pixel, row, width, width * height, flipped, wEnd, outBytes, out);
    slopes(act, out, a, out, height * width * outBytes);
    e += eStride;
    a += stride;
    out += stride;
  }
}

/** F[kh−1−ky, kw−1−kx, f, c] = W[ky,kx,c,f] for the rows from ≤ r < to of W; channels, from and to are multiples of 4. */
export function f32_conv_flip(shape: usize, weights: usize, from: i32, to: i32, target: usize): void {
  const channels = channelsOf(shape), outBytes = outBytesOf(shape), taps = kernelHeightOf(shape) * kernelWidthOf(shape);
  for (let r = <usize>from; r < <usize>to; r += 4) {
    const tap = r / channels, c = r - tap * channels;
    const t = target + ((taps - 1 - tap) * (outBytes >> 2) * channels + c) * 4;
    for (let i: usize = 0; i < outBytes; i += 16) {
      transpose4(weights + r * outBytes + i, outBytes, t + i * channels, channels << 2);
    }
  }
}

/** R[f,r] = W[r,f] for the rows from ≤ r < to of W; channels, from and to are multiples of 4. */
export function f32_conv_transpose(shape: usize, weights: usize, from: i32, to: i32, target: usize): void {
  const outBytes = outBytesOf(shape), rows = kernelHeightOf(shape) * kernelWidthOf(shape) * channelsOf(shape);
  for (let r = <usize>from; r < <usize>to; r += 4) {
    for (let i: usize = 0; i < outBytes; i += 16) {
      transpose4(weights + r * outBytes + i, outBytes, target + i * rows + (r << 2), rows << 2);
    }
  }
}

export function f32_conv_sigmoid(shape: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  conv(SIGMOID, shape, x, xStride, batch, weights, bias, out, outStride, scratch);
}
export function f32_conv_tanh(shape: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  conv(TANH, shape, x, xStride, batch, weights, bias, out, outStride, scratch);
}
export function f32_conv_relu(shape: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  conv(RELU, shape, x, xStride, batch, weights, bias, out, outStride, scratch);
}
export function f32_conv_leaky_relu(shape: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  conv(LEAKY_RELU, shape, x, xStride, batch, weights, bias, out, outStride, scratch);
}
export function f32_conv_linear(shape: usize, x: usize, xStride: usize, batch: i32, weights: usize, bias: usize, out: usize, outStride: usize, scratch: usize): void {
  conv(LINEAR, shape, x, xStride, batch, weights, bias, out, outStride, scratch);
}
export function f32_conv_input_gradient_sigmoid(shape: usize, e: usize, eStride: usize, batch: i32, flipped: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradient(SIGMOID, shape, e, eStride, batch, flipped, a, out, stride, scratch);
}
export function f32_conv_input_gradient_tanh(shape: usize, e: usize, eStride: usize, batch: i32, flipped: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradient(TANH, shape, e, eStride, batch, flipped, a, out, stride, scratch);
}
export function f32_conv_input_gradient_relu(shape: usize, e: usize, eStride: usize, batch: i32, flipped: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradient(RELU, shape, e, eStride, batch, flipped, a, out, stride, scratch);
}
export function f32_conv_input_gradient_leaky_relu(shape: usize, e: usize, eStride: usize, batch: i32, flipped: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradient(LEAKY_RELU, shape, e, eStride, batch, flipped, a, out, stride, scratch);
}
export function f32_conv_input_gradient_linear(shape: usize, e: usize, eStride: usize, batch: i32, flipped: usize, a: usize, out: usize, stride: usize, scratch: usize): void {
  convInputGradient(LINEAR, shape, e, eStride, batch, flipped, a, out, stride, scratch);
}
