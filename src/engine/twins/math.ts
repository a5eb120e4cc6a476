// Scalar twins of kernels/f32_math.ts: the same roundings in the same order. Math.fround after each operation makes
// float64 arithmetic float32 arithmetic: rounding + − × ÷ twice, to 53 and then to 24 bits, changes nothing (Figueroa 1995).

/** a·b + c, each operation rounded to float32. */
export function madd(a: number, b: number, c: number): number {
  return Math.fround(Math.fround(a * b) + c);
}

const LOG2E_NEGATIVE = -1.4426950216293335;
const MAGIC = 12583039;
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = 1.428606765330187e-6;
const C5 = -0.008289290592074394;
const C4 = 0.04189782217144966;
const C3 = -0.16667652130126953;
const C2 = 0.4999915063381195;
const C1 = -0.9999997019767761;
const UNDERFLOW = 87.33654022216797;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** 2^k from the low bits of the shifted number. */
function exponentScale(shifted: number): number {
  float[0] = shifted;
  bits[0] = bits[0]! << 23;
  return float[0]!;
}

function exponentRest(x: number, shifted: number, scale: number): number {
  const k = Math.fround(shifted - MAGIC);
  let t = madd(k, LN2_HIGH, x);
  t = madd(k, LN2_LOW, t);
  let p = madd(C5, t, C4);
  p = madd(p, t, C3);
  p = madd(p, t, C2);
  p = madd(p, t, C1);
  return Math.fround(Math.fround(t * scale) * p);
}

/** exp(−x), x ≥ 0. */
export function expNegative(x: number): number {
  if (x > UNDERFLOW) return 0;
  const shifted = madd(x, LOG2E_NEGATIVE, MAGIC);
  const scale = exponentScale(shifted);
  return Math.fround(scale + exponentRest(x, shifted, scale));
}

export function sigmoid(z: number): number {
  const e = expNegative(Math.abs(z));
  const f = Math.fround(e / Math.fround(e + 1));
  return z < 0 ? f : Math.fround(1 - f);
}

export function tanh(z: number): number {
  const x = Math.min(Math.fround(Math.abs(z) * 2), 40);
  const shifted = madd(x, LOG2E_NEGATIVE, MAGIC);
  const scale = exponentScale(shifted);
  const m = Math.fround(Math.fround(scale - 1) + exponentRest(x, shifted, scale));
  const positive = Math.abs(Math.fround(m / Math.fround(m + 2)));
  return z < 0 || Object.is(z, -0) ? -positive : positive;
}

const SERIES = [1 / 15, 1 / 13, 1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3, 1].map(Math.fround);

/** ln(1 + e), 0 ≤ e ≤ 1. */
export function log1pUnit(e: number): number {
  const s = Math.fround(e / Math.fround(e + 2));
  const q = Math.fround(s * s);
  let p = SERIES[0]!;
  for (let i = 1; i < SERIES.length; i++) p = madd(p, q, SERIES[i]!);
  return Math.fround(Math.fround(2 * s) * p);
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

const LN2 = 0.6931471805599453;

/** ln x for normal x > 0, in float64. */
export function ln(x: number): number {
  double[0] = x;
  const k = (halves[1]! >>> 20) - 1023;
  halves[1] = (halves[1]! & 0xfffff) | 0x3ff00000;
  const s = (double[0]! - 1) / (double[0]! + 1);
  const q = s * s;
  let p = 1 / 17;
  for (let n = 15; n >= 1; n -= 2) p = p * q + 1 / n;
  return k * LN2 + 2 * s * p;
}

/** x₀ + x₁ + (x₂ + x₃) in float32, the order in which lanes are summed. */
export function sumLanes(lanes: Float32Array): number {
  return Math.fround(Math.fround(lanes[0]! + lanes[1]!) + Math.fround(lanes[2]! + lanes[3]!));
}

/** One activation: a = act(z), and d·act'(z) from a. */
export interface ActivationTwin {
  value(z: number): number;
  timesSlope(d: number, a: number): number;
}

const LEAK = Math.fround(0.01);

export const ACTIVATION_TWINS = {
  sigmoid: { value: sigmoid, timesSlope: (d, a) => Math.fround(d * Math.fround(a * Math.fround(1 - a))) },
  tanh: { value: tanh, timesSlope: (d, a) => Math.fround(d * Math.fround(1 - Math.fround(a * a))) },
  relu: { value: (z) => Math.max(z, 0), timesSlope: (d, a) => (a > 0 ? d : 0) },
  leaky_relu: {
    value: (z) => (z > 0 ? z : Math.fround(z * LEAK)),
    timesSlope: (d, a) => (a > 0 ? d : Math.fround(d * LEAK)),
  },
  linear: { value: (z) => z, timesSlope: (d) => d },
} satisfies Record<string, ActivationTwin>;
