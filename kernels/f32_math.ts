// Vector mathematics in float32. Each function is the same sequence of roundings as its scalar twin in
// src/engine/twins/math.ts; `madd` is one rounding in the relaxed builds and two in the plain ones.

/** a·b + c */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** One number in all four lanes. */
// @ts-ignore: decorator
@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

// exp(-x) for x ≥ 0 in three parts, after the usual reduction -x = k·ln 2 + t, |t| ≤ ln 2 / 2 (Cody and Waite, two steps)
// and a minimax polynomial of degree 5: exp(-x) = s + (t·s)·p with s = 2^k. Constants: XNNPACK f32-vsigmoid rr2_p5.
const LOG2E_NEGATIVE: f32 = -1.4426950216293335; // -0x1.715476p0
const MAGIC: f32 = 12583039; // 0x1.8000FEp23: adding it leaves round(x) + bias in the low bits
const LN2_HIGH: f32 = 0.693145751953125; // 0x1.62E400p-1
const LN2_LOW: f32 = 1.428606765330187e-6; // 0x1.7F7D1Cp-20
const C5: f32 = -0.008289290592074394; // -0x1.0F9F9Cp-7
const C4: f32 = 0.04189782217144966; // 0x1.573A1Ap-5
const C3: f32 = -0.16667652130126953; // -0x1.555A80p-3
const C2: f32 = 0.4999915063381195; // 0x1.FFFDC6p-2
const C1: f32 = -0.9999997019767761; // -0x1.FFFFF6p-1
/** Above this, exp(-x) is subnormal: flushed to 0. 0x1.5D589Ep6 */
const UNDERFLOW: f32 = 87.33654022216797;

/** s = 2^k of the reduction of -x. */
// @ts-ignore: decorator
@inline
function exponentScale(shifted: v128): v128 {
  return i32x4.shl(shifted, 23);
}

/** t·p(t)·s = exp(-x) - s for the `shifted` = madd(x, -log2 e, MAGIC) of the same x ≥ 0. */
// @ts-ignore: decorator
@inline
function exponentRest(x: v128, shifted: v128, scale: v128): v128 {
  const k = f32x4.sub(shifted, splat(MAGIC));
  let t = madd(k, splat(LN2_HIGH), x);
  t = madd(k, splat(LN2_LOW), t);
  let p = madd(splat(C5), t, splat(C4));
  p = madd(p, t, splat(C3));
  p = madd(p, t, splat(C2));
  p = madd(p, t, splat(C1));
  return f32x4.mul(f32x4.mul(t, scale), p);
}

/** exp(-x), x ≥ 0; 0 for x > 87.3. Relative error ≤ 2^-22. */
// @ts-ignore: decorator
@inline
export function expNegative(x: v128): v128 {
  const shifted = madd(x, splat(LOG2E_NEGATIVE), splat(MAGIC));
  const scale = exponentScale(shifted);
  const e = f32x4.add(scale, exponentRest(x, shifted, scale));
  return v128.andnot(e, f32x4.gt(x, splat(UNDERFLOW)));
}

/** σ(z) = 1 / (1 + exp(-z)). Absolute error ≤ 2^-23, relative error ≤ 2^-21 down to z = -87. */
// @ts-ignore: decorator
@inline
export function sigmoid(z: v128): v128 {
  const e = expNegative(f32x4.abs(z));
  const f = f32x4.div(e, f32x4.add(e, splat(1)));
  return v128.bitselect(f, f32x4.sub(splat(1), f), f32x4.lt(z, splat(0)));
}

/** tanh(z) = |m / (2 + m)| · sign z with m = exp(-2|z|) - 1, which stays exact near 0. Relative error ≤ 2^-20. */
// @ts-ignore: decorator
@inline
export function tanh(z: v128): v128 {
  const x = f32x4.min(f32x4.mul(f32x4.abs(z), splat(2)), splat(40));
  const shifted = madd(x, splat(LOG2E_NEGATIVE), splat(MAGIC));
  const scale = exponentScale(shifted);
  const m = f32x4.add(f32x4.sub(scale, splat(1)), exponentRest(x, shifted, scale));
  return v128.bitselect(z, f32x4.div(m, f32x4.add(m, splat(2))), splat(-0.0)); // the sign bit of z
}

/** ln(1 + e) for 0 ≤ e ≤ 1: 2·artanh(s), s = e / (2 + e), its series up to s^15. Absolute and relative error ≤ 2^-22. */
// @ts-ignore: decorator
@inline
export function log1pUnit(e: v128): v128 {
  const s = f32x4.div(e, f32x4.add(e, splat(2)));
  const q = f32x4.mul(s, s);
  let p = madd(splat(0.06666666666666667), q, splat(0.07692307692307693));
  p = madd(p, q, splat(0.09090909090909091));
  p = madd(p, q, splat(0.1111111111111111));
  p = madd(p, q, splat(0.14285714285714285));
  p = madd(p, q, splat(0.2));
  p = madd(p, q, splat(0.3333333333333333));
  p = madd(p, q, splat(1));
  return f32x4.mul(f32x4.mul(splat(2), s), p);
}

/** ((x₀ + x₁) + (x₂ + x₃)): the one order in which lanes are summed. */
// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** ln x for normal x > 0, float64: x = 2^k·m, m in [1, 2); ln m = 2·artanh((m−1)/(m+1)) by its series. Error ≤ 1e-9. */
export function ln(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  const k = <f64>(<i32>(bits >> 52) - 1023);
  const m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  const s = (m - 1) / (m + 1);
  const q = s * s;
  let p = 1.0 / 17.0;
  p = p * q + 1.0 / 15.0;
  p = p * q + 1.0 / 13.0;
  p = p * q + 1.0 / 11.0;
  p = p * q + 1.0 / 9.0;
  p = p * q + 1.0 / 7.0;
  p = p * q + 1.0 / 5.0;
  p = p * q + 1.0 / 3.0;
  p = p * q + 1.0;
  return k * 0.6931471805599453 + 2.0 * s * p;
}

// The activations by number; inlined with a constant, so that every kernel holds just one of them.
export const SIGMOID: i32 = 0;
export const TANH: i32 = 1;
export const RELU: i32 = 2;
export const LEAKY_RELU: i32 = 3;
export const LINEAR: i32 = 4;
/** Slope of leaky-relu for z < 0. */
export const LEAK: f32 = 0.01;

/** a = act(z) */
// @ts-ignore: decorator
@inline
export function activation(act: i32, z: v128): v128 {
  if (act == SIGMOID) return sigmoid(z);
  if (act == TANH) return tanh(z);
  if (act == RELU) return f32x4.max(z, splat(0));
  if (act == LEAKY_RELU) return v128.bitselect(z, f32x4.mul(z, splat(LEAK)), f32x4.gt(z, splat(0)));
  return z;
}

/** d·act'(z), with act'(z) taken from a = act(z) */
// @ts-ignore: decorator
@inline
export function timesSlope(act: i32, d: v128, a: v128): v128 {
  if (act == SIGMOID) return f32x4.mul(d, f32x4.mul(a, f32x4.sub(splat(1), a)));
  if (act == TANH) return f32x4.mul(d, f32x4.sub(splat(1), f32x4.mul(a, a)));
  if (act == RELU) return v128.and(d, f32x4.gt(a, splat(0)));
  if (act == LEAKY_RELU) return v128.bitselect(d, f32x4.mul(d, splat(LEAK)), f32x4.gt(a, splat(0)));
  return d;
}
