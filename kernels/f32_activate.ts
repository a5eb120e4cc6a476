import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, activation, expNegative, splat, timesSlope } from "./f32_math";

// A[m,u] = act(Z[m,u])   and   D[m,u] ← D[m,u] · act'(A[m,u])     for the output layer, whose costs need Z itself.
// Rows are `stride` bytes apart in Z, A and D; units are rounded up to whole vectors.

// @ts-ignore: decorator
@inline
function activate(act: i32, z: usize, a: usize, stride: usize, batch: i32, units: i32): void {
  const bytes = <usize>((units + 3) >> 2) << 4;
  for (let m = 0; m < batch; m++) {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(a + i, activation(act, v128.load(z + i)));
    z += stride;
    a += stride;
  }
}

// @ts-ignore: decorator
@inline
function slope(act: i32, a: usize, d: usize, stride: usize, batch: i32, units: i32): void {
  const bytes = <usize>((units + 3) >> 2) << 4;
  for (let m = 0; m < batch; m++) {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(d + i, timesSlope(act, v128.load(d + i), v128.load(a + i)));
    a += stride;
    d += stride;
  }
}

export function f32_activate_sigmoid(z: usize, a: usize, stride: usize, batch: i32, units: i32): void {
  activate(SIGMOID, z, a, stride, batch, units);
}
export function f32_activate_tanh(z: usize, a: usize, stride: usize, batch: i32, units: i32): void {
  activate(TANH, z, a, stride, batch, units);
}
export function f32_activate_relu(z: usize, a: usize, stride: usize, batch: i32, units: i32): void {
  activate(RELU, z, a, stride, batch, units);
}
export function f32_activate_leaky_relu(z: usize, a: usize, stride: usize, batch: i32, units: i32): void {
  activate(LEAKY_RELU, z, a, stride, batch, units);
}
export function f32_activate_linear(z: usize, a: usize, stride: usize, batch: i32, units: i32): void {
  activate(LINEAR, z, a, stride, batch, units);
}
export function f32_slope_sigmoid(a: usize, d: usize, stride: usize, batch: i32, units: i32): void {
  slope(SIGMOID, a, d, stride, batch, units);
}
export function f32_slope_tanh(a: usize, d: usize, stride: usize, batch: i32, units: i32): void {
  slope(TANH, a, d, stride, batch, units);
}
export function f32_slope_relu(a: usize, d: usize, stride: usize, batch: i32, units: i32): void {
  slope(RELU, a, d, stride, batch, units);
}
export function f32_slope_leaky_relu(a: usize, d: usize, stride: usize, batch: i32, units: i32): void {
  slope(LEAKY_RELU, a, d, stride, batch, units);
}

/** A[m,u] = exp(Z[m,u] − maxᵤ Z[m,·]) / Σᵤ exp(…); the sum runs over u = 0, 1, … */
export function f32_activate_softmax(z: usize, a: usize, stride: usize, batch: i32, units: i32): void {
  const last = <usize>units << 2;
  for (let m = 0; m < batch; m++) {
    let highest = load<f32>(z);
    for (let i: usize = 4; i < last; i += 4) highest = max(highest, load<f32>(z + i));
    for (let i: usize = 0; i < last; i += 16) {
      v128.store(a + i, expNegative(f32x4.max(f32x4.sub(splat(highest), v128.load(z + i)), splat(0))));
    }
    let sum: f32 = 0;
    for (let i: usize = 0; i < last; i += 4) sum += load<f32>(a + i);
    for (let i: usize = 0; i < last; i += 16) v128.store(a + i, f32x4.div(v128.load(a + i), splat(sum)));
    z += stride;
    a += stride;
  }
}
