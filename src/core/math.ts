/**
 * exp, log, sin, cos and tanh in float64, with the same bits on every machine.
 *
 * JavaScript engines may differ in the last bit of `Math.exp` and its kin; + − × ÷ √ are exact to the last bit
 * everywhere (IEEE 754), so these functions are made of them and of a view on the bits alone.
 * Each one reduces its argument to a small interval around 0 and sums the Taylor series there, smallest term first.
 * Error bounds are in units of the last place (ulp) of the result and are tested against exact BigInt arithmetic.
 */

import { usageError } from "./errors.ts";

/** ln 2 in two parts: the first has 40 bits, so that k · LN2_HIGH is exact for |k| < 2¹³. */
const LN2_HIGH = 0.6931471805592082;
const LN2_LOW = 7.371002565167799e-13;
const ONE_OVER_LN2 = 1 / (LN2_HIGH + LN2_LOW);

/** π/2 in four parts: the first three have 33 bits, so that n · part is exact for |n| ≤ 2²⁰. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;
const TWO_OVER_PI = 0.6366197723675814;

/** exp(x) is infinite above, and 0 below. */
const EXP_HIGHEST = 709.782712893384;
const EXP_LOWEST = -745.1332191019412;
/** |x| up to which n in the reduction by π/2 stays below 2²⁰. */
const ANGLE_LIMIT = 1048576;

const SQRT_2 = Math.sqrt(2);
const TWO_TO_54 = 18014398509481984;

const view = new DataView(new ArrayBuffer(8));

/** 2ᵏ for −1022 ≤ k ≤ 1023, exact. */
function powerOfTwo(k: number): number {
  view.setInt32(0, (k + 1023) << 20);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

/** c₀ + c₁·x + c₂·x² + … by Horner's rule, from the highest power down. */
function polynomial(x: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
  return sum;
}

/** 1/n!, correctly rounded: n! is exact in float64 up to 18!. */
function inverseFactorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return 1 / product;
}

/** (eʳ − 1 − r)/r² = 1/2! + r/3! + … + r¹¹/13!; the next term is below 2⁻⁵⁷ for |r| ≤ ln 2 / 2. */
const EXP_SERIES = Float64Array.from({ length: 12 }, (_, i) => inverseFactorial(i + 2));
/** (sin r − r)/r³ as a series in r²: −1/3! + r²/5! − … + r¹⁴/17!. */
const SIN_SERIES = Float64Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? -1 : 1) * inverseFactorial(2 * i + 3));
/** (cos r − 1 + r²/2)/r⁴ as a series in r²: 1/4! − r²/6! + … − r¹⁴/18!. */
const COS_SERIES = Float64Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? 1 : -1) * inverseFactorial(2 * i + 4));
/** (ln((1+s)/(1−s)) − 2s)/s³ as a series in s²: 2/3 + 2s²/5 + … + 2s²⁴/27. */
const LOG_SERIES = Float64Array.from({ length: 13 }, (_, i) => 2 / (2 * i + 3));

/** The k with |x − k·ln 2| ≤ ln 2 / 2 (a little more after rounding). */
function binaryExponent(x: number): number {
  return Math.floor(x * ONE_OVER_LN2 + 0.5);
}

/** e^(x − k·ln 2) − 1, without cancellation. */
function expm1Reduced(x: number, k: number): number {
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  return r + (r * r * polynomial(r, EXP_SERIES) + (lost + lost * r));
}

/** eˣ. Error below 1 ulp (1.5 ulp where the result is subnormal). Overflows to Infinity, underflows to 0. */
export function exp(x: number): number {
  if (x > EXP_HIGHEST) return Infinity;
  if (x < EXP_LOWEST) return 0;
  if (Number.isNaN(x)) return NaN;
  const k = binaryExponent(x);
  const mantissa = 1 + expm1Reduced(x, k);
  if (k > 1023) return mantissa * 2 * powerOfTwo(k - 1);
  if (k < -1022) return mantissa * powerOfTwo(k + 200) * powerOfTwo(-200);
  return mantissa * powerOfTwo(k);
}

/** Natural logarithm. Error below 1 ulp. log(0) = −Infinity; NaN for negative numbers. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  // x = 2ᵏ·m with m in (√½, √2]; subnormal numbers are lifted first.
  const subnormal = x < 2.2250738585072014e-308;
  view.setFloat64(0, subnormal ? x * TWO_TO_54 : x);
  const high = view.getInt32(0);
  let k = (high >>> 20) - 1023 - (subnormal ? 54 : 0);
  view.setInt32(0, (high & 0xfffff) | 0x3ff00000);
  let m = view.getFloat64(0);
  if (m > SQRT_2) {
    m *= 0.5;
    k += 1;
  }
  // ln(1+f) = f − f²/2 + s·(f²/2 + R) with s = f/(2+f) and R = ln((1+s)/(1−s))/s − 2: the large part, f, stays exact.
  const f = m - 1;
  const s = f / (2 + f);
  const halfSquare = 0.5 * f * f;
  const rest = s * s * polynomial(s * s, LOG_SERIES);
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + rest) + k * LN2_LOW) - f);
}

/** Hyperbolic tangent = (e²ˣ − 1)/(e²ˣ + 1). Error below 3 ulp. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size > 22) return Math.sign(x); // 1 − tanh(22) is below half an ulp of 1
  if (!(size > 0)) return x; // ±0 and NaN
  const k = binaryExponent(2 * size);
  const scale = powerOfTwo(k);
  const t = scale * expm1Reduced(2 * size, k) + (scale - 1); // e^(2·size) − 1
  return Math.sign(x) * (t / (t + 2));
}

/** What `reduceAngle` leaves: x − n·π/2 = remainder[0] + remainder[1], and n. */
const remainder = new Float64Array(2);

/** Splits x into n quarter turns and a rest of at most π/4, held in two float64 (about 100 bits). @returns n */
function reduceAngle(x: number): number {
  const n = Math.floor(x * TWO_OVER_PI + 0.5);
  const first = x - n * HALF_PI_1; // exact
  const second = first - n * HALF_PI_2;
  const third = second - n * HALF_PI_3;
  const tail = lostInDifference(first, n * HALF_PI_2) + lostInDifference(second, n * HALF_PI_3) - n * HALF_PI_4;
  remainder[0] = third + tail;
  remainder[1] = third - remainder[0] + tail;
  return n;
}

/** (a − b) − fl(a − b), exact: what rounding took from the difference. */
function lostInDifference(a: number, b: number): number {
  const difference = a - b;
  const bPart = a - difference;
  const aPart = difference + bPart;
  return a - aPart - (b - bPart);
}

function sinReduced(): number {
  const [r, tail] = remainder as unknown as [number, number];
  const square = r * r;
  return r + (r * square * polynomial(square, SIN_SERIES) + tail * (1 - 0.5 * square));
}

function cosReduced(): number {
  const [r, tail] = remainder as unknown as [number, number];
  const square = r * r;
  const half = 0.5 * square;
  const head = 1 - half;
  return head + (1 - head - half + (square * square * polynomial(square, COS_SERIES) - r * tail));
}

/** Sine or cosine by the number of quarter turns. */
function quarter(turns: number): number {
  const value = (turns & 1) === 0 ? sinReduced() : cosReduced();
  return (turns & 2) === 0 ? value : -value;
}

function checkAngle(x: number): void {
  if (Math.abs(x) > ANGLE_LIMIT)
    throw usageError(
      "ANGLE_RANGE",
      `sin and cos take angles up to ±${ANGLE_LIMIT} radians, not ${x}; reduce it first.`,
    );
}

/**
 * Sine of x in radians, |x| ≤ 2²⁰. Error below 1 ulp. NaN gives NaN.
 * @throws ANGLE_RANGE beyond that: the reduction would not be exact.
 */
export function sin(x: number): number {
  checkAngle(x);
  if (x === 0 || Number.isNaN(x)) return x;
  return quarter(reduceAngle(x));
}

/**
 * Cosine of x in radians, |x| ≤ 2²⁰. Error below 1 ulp. NaN gives NaN.
 * @throws ANGLE_RANGE beyond that: the reduction would not be exact.
 */
export function cos(x: number): number {
  checkAngle(x);
  if (Number.isNaN(x)) return x;
  return quarter(reduceAngle(x) + 1);
}
