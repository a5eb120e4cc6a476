import { expect, it } from "vitest";
import { type ConvShape, writeShape } from "../conv-shape.ts";
import { viewsOf } from "../memory-views.ts";
import { convTwins } from "./conv-index.ts";

const SHAPE: ConvShape = {
  height: 7,
  width: 6,
  channels: 8,
  kernelHeight: 3,
  kernelWidth: 3,
  strideY: 1,
  strideX: 1,
  padTop: 1,
  padLeft: 1,
  outHeight: 7,
  outWidth: 6,
  filters: 12,
};
const AT = {
  shape: 0,
  x: 64,
  w: 4096,
  turned: 12_288,
  u: 20_480,
  bias: 36_864,
  direct: 40_960,
  other: 49_152,
  a: 57_344,
};

function memory() {
  const views = viewsOf(new ArrayBuffer(65_536));
  let state = 1;
  for (let i = AT.x / 4; i < views.f32.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    views.f32[i] = state / 2 ** 31 - 1;
  }
  writeShape(views.u32, AT.shape, SHAPE);
  return views;
}

/** The largest difference of `count` numbers. */
function apart(f32: Float32Array, count: number): number {
  let most = 0;
  for (let i = 0; i < count; i++) most = Math.max(most, Math.abs(f32[AT.direct / 4 + i]! - f32[AT.other / 4 + i]!));
  return most;
}

// Kernel and twin are equal bit for bit; that both are a convolution shows only against the direct sum.
it("Winograd's convolution is the direct one, of sums of 72 products up to 1 within 10⁻⁵", () => {
  const views = memory();
  const k = convTwins(views);
  k.f32_conv_linear(AT.shape, AT.x, 0, 1, AT.w, AT.bias, AT.direct, 0, 0);
  k.f32_winograd_weights(8, 12, AT.w, 0, 8, AT.u);
  k.f32_conv_winograd_linear(AT.shape, AT.x, 0, 1, AT.u, AT.bias, AT.other, 0, 0);
  expect(apart(views.f32, 7 * 6 * 12)).toBeLessThan(1e-5);
  expect(Math.abs(views.f32[AT.direct / 4]!)).toBeGreaterThan(0.01);
});

it("so is its input gradient, of sums of 108 products", () => {
  const views = memory();
  const k = convTwins(views);
  k.f32_conv_flip(AT.shape, AT.w, 0, 72, AT.turned);
  k.f32_conv_input_gradient_tanh(AT.shape, AT.x, 0, 1, AT.turned, AT.a, AT.direct, 0, 0);
  k.f32_winograd_weights(12, 8, AT.turned, 0, 12, AT.u);
  k.f32_conv_winograd_input_gradient_tanh(AT.shape, AT.x, 0, 1, AT.u, AT.a, AT.other, 0, 0);
  expect(apart(views.f32, 7 * 6 * 8)).toBeLessThan(1e-5);
});
