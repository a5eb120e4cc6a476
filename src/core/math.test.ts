import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cos, exp, log, sin, tanh } from "./math.ts";

// Truth: fixed-point arithmetic in BigInt with 300 bits behind the point, exact to about 2⁻²⁹⁰.
const BITS = 300n;
const ONE = 1n << BITS;
const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
const over = (a: bigint, b: bigint): bigint => (a << BITS) / b;

/** The exact value of a float64, as mantissa · 2^exponent. */
function parts(x: number): [bigint, number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const field = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | 0x10000000000000n;
  return [x < 0 ? -mantissa : mantissa, Math.max(field, 1) - 1075];
}
const shift = (n: bigint, by: bigint): bigint => (by >= 0n ? n << by : n >> -by);

/** x in fixed point (numbers below 2⁻²⁴⁰ lose bits; the tests do not use them here). */
function fixed(x: number): bigint {
  const [mantissa, exponent] = parts(x);
  return shift(mantissa, BigInt(exponent) + BITS);
}

/** |found − truth·2^scale| in units of the last place of `found`. */
function ulps(found: number, truth: bigint, scale = 0): number {
  const [mantissa, exponent] = parts(found);
  const inUlps = shift(truth, BigInt(scale - exponent) + 64n); // 64 bits below the last place, then BITS more
  const difference = (mantissa << (BITS + 64n)) - inUlps;
  return Math.abs(Number(difference >> BITS)) / 2 ** 64;
}

function series(x: bigint, first: bigint, next: (term: bigint, n: bigint) => bigint): bigint {
  let sum = 0n;
  for (let term = first, n = 1n; term !== 0n && term !== -1n; n++) {
    sum += term;
    term = next(term, n);
  }
  return x === 0n ? first : sum;
}
const bigExp = (x: bigint): bigint => series(x, ONE, (term, n) => times(term, x) / n);
const bigSin = (x: bigint): bigint => series(x, x, (term, n) => -times(times(term, x), x) / (2n * n * (2n * n + 1n)));
const bigCos = (x: bigint): bigint => series(x, ONE, (term, n) => -times(times(term, x), x) / (2n * n * (2n * n - 1n)));

/** atanh(1/q) or atan(1/q) as Σ ± 1/((2n+1)·q^(2n+1)). */
function inverseSeries(q: bigint, sign: bigint): bigint {
  let sum = 0n;
  for (let power = ONE / q, n = 0n, s = 1n; power !== 0n; power /= q * q, n++, s *= sign)
    sum += (s * power) / (2n * n + 1n);
  return sum;
}
const LN2 = 2n * inverseSeries(3n, 1n);
const PI = 4n * (4n * inverseSeries(5n, -1n) - inverseSeries(239n, -1n)); // Machin 1706

/** ln of a fixed-point number in [½, 2] by Newton's method: y ← y + m/eʸ − 1, twice the digits each time. */
function bigLog(m: bigint): bigint {
  let y = fixed(Math.log(Number((m << 60n) / ONE) / 2 ** 60));
  for (let i = 0; i < 4; i++) y += over(m, bigExp(y)) - ONE;
  return y;
}

function expError(x: number): number {
  const k = Math.round(x / Math.LN2);
  return ulps(exp(x), bigExp(fixed(x) - BigInt(k) * LN2), k);
}
function logError(x: number): number {
  const [mantissa, exponent] = parts(x);
  const width = mantissa.toString(2).length;
  return ulps(log(x), bigLog(shift(mantissa, BITS - BigInt(width))) + BigInt(exponent + width) * LN2);
}
/** Sine and cosine of the exact x, reduced by the exact 2π. */
const turn = (x: number): bigint => fixed(x) % (2n * PI);
const sinError = (x: number): number => ulps(sin(x), bigSin(turn(x)));
const cosError = (x: number): number => ulps(cos(x), bigCos(turn(x)));
function tanhError(x: number): number {
  const e = bigExp(2n * fixed(Math.abs(x)));
  const truth = over(e - ONE, e + ONE);
  return ulps(tanh(x), x < 0 ? -truth : truth);
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const runs = { numRuns: 1500, seed: 1 };
function worst(error: (x: number) => number, arbitrary: fc.Arbitrary<number>): number {
  return Math.max(...fc.sample(arbitrary, runs).map(error));
}
/** Evenly spread numbers; fast-check draws evenly among bit patterns, which are mostly tiny. */
const even = (min: number, max: number) =>
  fc.integer({ min: 0, max: 2 ** 31 }).map((i) => min + ((max - min) * i) / 2 ** 31);
/** The float64 next to n quarter turns: the hardest arguments of sin and cos. */
const quarterTurns = fc
  .integer({ min: -667543, max: 667543 })
  .filter((n) => n !== 0)
  .map((n) => (n * Math.PI) / 2);

describe("against BigInt arithmetic", () => {
  it("exp is within 1 ulp, 1.5 among subnormal results", () => {
    expect(worst(expError, even(-708, 709.7))).toBeLessThan(1);
    expect(worst(expError, even(-2, 2))).toBeLessThan(1);
    expect(
      worst(
        expError,
        between(-1e-3, 1e-3).filter((x) => Math.abs(x) > 2 ** -200),
      ),
    ).toBeLessThan(1);
    expect(worst(expError, even(-745, -708))).toBeLessThan(1.5);
  });

  it("log is within 1 ulp", () => {
    expect(worst(logError, between(5e-324, 1.7e308))).toBeLessThan(1);
    expect(worst(logError, even(0.5, 2))).toBeLessThan(1);
    expect(
      worst(
        logError,
        even(1 - 1e-6, 1 + 1e-6).filter((x) => x !== 1),
      ),
    ).toBeLessThan(1);
    expect(
      worst(
        logError,
        even(0, 1).filter((x) => x > 0 && x < 1),
      ),
    ).toBeLessThan(1);
  });

  it("sin and cos are within 1 ulp up to 2^20, and beside every multiple of π/2", () => {
    for (const error of [sinError, cosError]) {
      expect(
        worst(
          error,
          even(-7, 7).filter((x) => x !== 0),
        ),
      ).toBeLessThan(1);
      expect(worst(error, even(-1048576, 1048576))).toBeLessThan(1);
      expect(worst(error, quarterTurns)).toBeLessThan(1);
    }
    expect(worst(sinError, between(2 ** -200, 1e-3))).toBeLessThan(1);
  });

  it("tanh is within 3 ulp", () => {
    expect(
      worst(
        tanhError,
        even(-22, 22).filter((x) => x !== 0),
      ),
    ).toBeLessThan(3);
    expect(
      worst(
        tanhError,
        even(-0.5, 0.5).filter((x) => x !== 0),
      ),
    ).toBeLessThan(3);
    expect(worst(tanhError, between(2 ** -200, 1e-3))).toBeLessThan(3);
  });
});

describe("at the edges", () => {
  it.each([
    [
      "exp",
      exp,
      [
        [0, 1],
        [-0, 1],
        [Infinity, Infinity],
        [-Infinity, 0],
        [710, Infinity],
        [-746, 0],
        [NaN, NaN],
        [-745.1, 5e-324],
      ],
    ],
    [
      "log",
      log,
      [
        [1, 0],
        [0, -Infinity],
        [-0, -Infinity],
        [-1, NaN],
        [Infinity, Infinity],
        [NaN, NaN],
        [2, Math.LN2],
      ],
    ],
    [
      "sin",
      sin,
      [
        [0, 0],
        [-0, -0],
        [NaN, NaN],
        [Math.PI / 2, 1],
        [5e-324, 5e-324],
      ],
    ],
    [
      "cos",
      cos,
      [
        [0, 1],
        [-0, 1],
        [NaN, NaN],
        [Math.PI, -1],
      ],
    ],
    [
      "tanh",
      tanh,
      [
        [0, 0],
        [-0, -0],
        [Infinity, 1],
        [-Infinity, -1],
        [NaN, NaN],
        [23, 1],
        [5e-324, 5e-324],
      ],
    ],
  ] as const)("%s", (_name, f, pairs) => {
    for (const [x, y] of pairs) expect(f(x)).toBe(y);
  });

  it("exp is finite up to the largest float64 and full there", () => {
    expect(exp(709.782712893384)).toBeGreaterThan(1.797e308);
    expect(exp(709.782712893384)).toBeLessThan(Infinity);
  });

  it("refuses angles that it cannot reduce exactly", () => {
    expect(() => sin(1048577)).toThrow("up to ±1048576");
    expect(() => cos(-Infinity)).toThrow(expect.objectContaining({ code: "ANGLE_RANGE" }));
  });
});
