import { LEAKY_RELU, LINEAR, RELU, SIGMOID, TANH, activation, madd, splat, timesSlope } from "./f32_math";

// Y = act(x̂·γ + β), x̂ = (X − mean)·inverse, inverse = 1/√(variance + ε); mean and variance of each channel over a mini-batch
//
// Rows of (positions, channels), channels padded to 4. Sums over the positions of a row are float64, one pair a row, in order;
// totals run over the rows in order. So threads take rows, and every thread may make the totals for itself.
// Σx² − n·mean² in float64 loses nothing that float32 has, unless the mean is 10⁴ times the deviation.

// @ts-ignore: decorator
@inline
function lowDoubles(x: v128): v128 { return f64x2.promote_low_f32x4(x); }
// @ts-ignore: decorator
@inline
function highDoubles(x: v128): v128 { return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1)); }

/** S[m] = (Σ X, Σ X²) of each channel: channels float64 sums, then as many of squares. */
export function f32_batch_norm_sums(
  x: usize, xStride: usize, batch: i32, positions: i32, channels: i32, sums: usize, sumsStride: usize,
): void {
  const pixel = <usize>channels << 2, bytes = <usize>positions * pixel, behind = pixel << 1;
  for (let m = 0; m < batch; m++) {
    for (let c: usize = 0; c < pixel; c += 16) {
      let low = f64x2.splat(0), high = f64x2.splat(0), lowSquares = f64x2.splat(0), highSquares = f64x2.splat(0);
      for (let at = x + c; at < x + bytes; at += pixel) {
        const value = v128.load(at), l = lowDoubles(value), h = highDoubles(value);
        low = f64x2.add(low, l);
        high = f64x2.add(high, h);
        lowSquares = f64x2.add(lowSquares, f64x2.mul(l, l));
        highSquares = f64x2.add(highSquares, f64x2.mul(h, h));
      }
      const t = sums + (c << 1);
      v128.store(t, low);
      v128.store(t, high, 16);
      v128.store(t + behind, lowSquares);
      v128.store(t + behind, highSquares, 16);
    }
    x += xStride;
    sums += sumsStride;
  }
}

/** Σₘ of one column of the sums. */
// @ts-ignore: decorator
@inline
function total(at: usize, stride: usize, batch: i32): f64 {
  let sum: f64 = 0;
  for (let m = 0; m < batch; m++) {
    sum += load<f64>(at);
    at += stride;
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function move(at: usize, value: f64, momentum: f32): void {
  store<f32>(at, (<f32>1 - momentum) * load<f32>(at) + momentum * <f32>value);
}

/** mean and inverse from the sums of `count` numbers a channel; the running mean and variance (n/(n−1)) move towards them. */
export function f32_batch_norm_statistics(
  sums: usize, sumsStride: usize, batch: i32, count: i32, channels: i32, epsilon: f64, momentum: f32,
  mean: usize, inverse: usize, runningMean: usize, runningVariance: usize,
): void {
  for (let c: usize = 0; c < <usize>channels; c++) {
    const m = total(sums + (c << 3), sumsStride, batch) / <f64>count;
    const squares = total(sums + ((<usize>channels + c) << 3), sumsStride, batch) / <f64>count;
    const variance = max<f64>(0, squares - m * m);
    store<f32>(mean + (c << 2), <f32>m);
    store<f32>(inverse + (c << 2), <f32>(1.0 / sqrt<f64>(variance + epsilon)));
    move(runningMean + (c << 2), m, momentum);
    move(runningVariance + (c << 2), variance * <f64>count / <f64>max(1, count - 1), momentum);
  }
}

/** inverse = 1/√(variance + ε): what an evaluation uses of the running variance. */
export function f32_batch_norm_inverse(variance: usize, channels: i32, epsilon: f64, inverse: usize): void {
  for (let c: usize = 0; c < <usize>channels << 2; c += 4) {
    store<f32>(inverse + c, <f32>(1.0 / sqrt<f64>(<f64>load<f32>(variance + c) + epsilon)));
  }
}

// @ts-ignore: decorator
@inline
function normalised(x: v128, mean: usize, inverse: usize): v128 {
  return f32x4.mul(f32x4.sub(x, v128.load(mean)), v128.load(inverse));
}

// @ts-ignore: decorator
@inline
function norm(
  act: i32, x: usize, xStride: usize, batch: i32, positions: i32, filters: i32,
  mean: usize, inverse: usize, gamma: usize, beta: usize, out: usize, outStride: usize,
): void {
  const pixel = <usize>((filters + 3) >> 2) << 4, bytes = <usize>positions * pixel;
  for (let m = 0; m < batch; m++) {
    for (let p: usize = 0; p < bytes; p += pixel) {
      for (let c: usize = 0; c < pixel; c += 16) {
        const z = madd(normalised(v128.load(x + p + c), mean + c, inverse + c), v128.load(gamma + c), v128.load(beta + c));
        v128.store(out + p + c, activation(act, z));
      }
      for (let c = <usize>filters << 2; c < pixel; c += 4) store<f32>(out + p + c, 0);
    }
    x += xStride;
    out += outStride;
  }
}

/** D ← G = D·act'(Y), and S[m] = (Σ G, Σ G·x̂) of each channel. */
// @ts-ignore: decorator
@inline
function gradientSums(
  act: i32, d: usize, dStride: usize, x: usize, xStride: usize, y: usize, yStride: usize, batch: i32, positions: i32, channels: i32,
  mean: usize, inverse: usize, sums: usize, sumsStride: usize,
): void {
  const pixel = <usize>channels << 2, bytes = <usize>positions * pixel, behind = pixel << 1;
  for (let m = 0; m < batch; m++) {
    for (let c: usize = 0; c < pixel; c += 16) {
      let low = f64x2.splat(0), high = f64x2.splat(0), lowProducts = f64x2.splat(0), highProducts = f64x2.splat(0);
      for (let p = c; p < bytes; p += pixel) {
        const g = timesSlope(act, v128.load(d + p), v128.load(y + p));
        v128.store(d + p, g);
        const n = normalised(v128.load(x + p), mean + c, inverse + c), l = lowDoubles(g), h = highDoubles(g);
        low = f64x2.add(low, l);
        high = f64x2.add(high, h);
        lowProducts = f64x2.add(lowProducts, f64x2.mul(l, lowDoubles(n)));
        highProducts = f64x2.add(highProducts, f64x2.mul(h, highDoubles(n)));
      }
      const t = sums + (c << 1);
      v128.store(t, low);
      v128.store(t, high, 16);
      v128.store(t + behind, lowProducts);
      v128.store(t + behind, highProducts, 16);
    }
    d += dStride;
    x += xStride;
    y += yStride;
    sums += sumsStride;
  }
}

/** means = (Σ G / count, Σ G·x̂ / count), channels of each; T_γ = factor·Σ G·x̂, T_β = factor·Σ G. */
export function f32_batch_norm_gradient_totals(
  sums: usize, sumsStride: usize, batch: i32, count: i32, channels: i32, means: usize, gamma: usize, beta: usize, factor: f32,
): void {
  for (let c: usize = 0; c < <usize>channels; c++) {
    const sum = total(sums + (c << 3), sumsStride, batch);
    const products = total(sums + ((<usize>channels + c) << 3), sumsStride, batch);
    store<f32>(means + (c << 2), <f32>(sum / <f64>count));
    store<f32>(means + ((<usize>channels + c) << 2), <f32>(products / <f64>count));
    store<f32>(gamma + (c << 2), factor * <f32>products);
    store<f32>(beta + (c << 2), factor * <f32>sum);
  }
}

/** D ← γ·inverse·((G − mean G) − x̂·mean G·x̂), with G in D. */
export function f32_batch_norm_input_gradient(
  d: usize, dStride: usize, x: usize, xStride: usize, batch: i32, positions: i32, channels: i32,
  mean: usize, inverse: usize, gamma: usize, means: usize,
): void {
  const pixel = <usize>channels << 2, bytes = <usize>positions * pixel, products = means + pixel;
  for (let m = 0; m < batch; m++) {
    for (let p: usize = 0; p < bytes; p += pixel) {
      for (let c: usize = 0; c < pixel; c += 16) {
        const n = normalised(v128.load(x + p + c), mean + c, inverse + c), at = d + p + c;
        const centred = f32x4.sub(v128.load(at), v128.load(means + c));
        const scale = f32x4.mul(v128.load(gamma + c), v128.load(inverse + c));
        v128.store(at, f32x4.mul(scale, f32x4.sub(centred, f32x4.mul(n, v128.load(products + c)))));
      }
    }
    d += dStride;
    x += xStride;
  }
}

export function f32_batch_norm_sigmoid(x: usize, xStride: usize, batch: i32, positions: i32, filters: i32, mean: usize, inverse: usize, gamma: usize, beta: usize, out: usize, outStride: usize): void {
  norm(SIGMOID, x, xStride, batch, positions, filters, mean, inverse, gamma, beta, out, outStride);
}
export function f32_batch_norm_tanh(x: usize, xStride: usize, batch: i32, positions: i32, filters: i32, mean: usize, inverse: usize, gamma: usize, beta: usize, out: usize, outStride: usize): void {
  norm(TANH, x, xStride, batch, positions, filters, mean, inverse, gamma, beta, out, outStride);
}
export function f32_batch_norm_relu(x: usize, xStride: usize, batch: i32, positions: i32, filters: i32, mean: usize, inverse: usize, gamma: usize, beta: usize, out: usize, outStride: usize): void {
  norm(RELU, x, xStride, batch, positions, filters, mean, inverse, gamma, beta, out, outStride);
}
export function f32_batch_norm_leaky_relu(x: usize, xStride: usize, batch: i32, positions: i32, filters: i32, mean: usize, inverse: usize, gamma: usize, beta: usize, out: usize, outStride: usize): void {
  norm(LEAKY_RELU, x, xStride, batch, positions, filters, mean, inverse, gamma, beta, out, outStride);
}
export function f32_batch_norm_linear(x: usize, xStride: usize, batch: i32, positions: i32, filters: i32, mean: usize, inverse: usize, gamma: usize, beta: usize, out: usize, outStride: usize): void {
  norm(LINEAR, x, xStride, batch, positions, filters, mean, inverse, gamma, beta, out, outStride);
}
export function f32_batch_norm_gradient_sums_sigmoid(d: usize, dStride: usize, x: usize, xStride: usize, y: usize, yStride: usize, batch: i32, positions: i32, channels: i32, mean: usize, inverse: usize, sums: usize, sumsStride: usize): void {
  gradientSums(SIGMOID, d, dStride, x, xStride, y, yStride, batch, positions, channels, mean, inverse, sums, sumsStride);
}
export function f32_batch_norm_gradient_sums_tanh(d: usize, dStride: usize, x: usize, xStride: usize, y: usize, yStride: usize, batch: i32, positions: i32, channels: i32, mean: usize, inverse: usize, sums: usize, sumsStride: usize): void {
  gradientSums(TANH, d, dStride, x, xStride, y, yStride, batch, positions, channels, mean, inverse, sums, sumsStride);
}
export function f32_batch_norm_gradient_sums_relu(d: usize, dStride: usize, x: usize, xStride: usize, y: usize, yStride: usize, batch: i32, positions: i32, channels: i32, mean: usize, inverse: usize, sums: usize, sumsStride: usize): void {
  gradientSums(RELU, d, dStride, x, xStride, y, yStride, batch, positions, channels, mean, inverse, sums, sumsStride);
}
export function f32_batch_norm_gradient_sums_leaky_relu(d: usize, dStride: usize, x: usize, xStride: usize, y: usize, yStride: usize, batch: i32, positions: i32, channels: i32, mean: usize, inverse: usize, sums: usize, sumsStride: usize): void {
  gradientSums(LEAKY_RELU, d, dStride, x, xStride, y, yStride, batch, positions, channels, mean, inverse, sums, sumsStride);
}
export function f32_batch_norm_gradient_sums_linear(d: usize, dStride: usize, x: usize, xStride: usize, y: usize, yStride: usize, batch: i32, positions: i32, channels: i32, mean: usize, inverse: usize, sums: usize, sumsStride: usize): void {
  gradientSums(LINEAR, d, dStride, x, xStride, y, yStride, batch, positions, channels, mean, inverse, sums, sumsStride);
}
