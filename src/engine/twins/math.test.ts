// The errors that kernels/f32_math.ts states, measured against float64 over float32 numbers spread evenly by their bits:
// every binary exponent gets the same attention. The kernels' sweep shows that the plain build has the same bits.
import { describe, expect, it } from "vitest";
import { hasRelaxedSimd, loadKernels, makeMemory } from "../binary.ts";
import { viewsOf } from "../memory-views.ts";
import { expNegative, ln, log1pUnit, sigmoid, sumLanes, tanh } from "./math.ts";

const NORMAL = 2 ** -126;

/** The float32 numbers `from` … `to`, 0 ≤ from, every `step`-th by their bits. */
function floats(from: number, to: number, step: number): Float32Array {
  const [first, last] = new Uint32Array(Float32Array.of(from, to).buffer) as unknown as [number, number];
  const bits = Uint32Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
  return new Float32Array(bits.buffer);
}

/** The largest error(found, exact) over the numbers; how many there were is checked. */
function worst(numbers: Float32Array, f: (x: number) => number, exact: (x: number) => number, relative: boolean) {
  expect(numbers.length).toBeGreaterThan(50_000);
  return numbers.reduce((worst, x) => {
    const error = Math.abs(f(x) - exact(x));
    return Math.max(worst, relative ? error / Math.abs(exact(x)) : error);
  }, 0);
}

const logistic = (z: number) => 1 / (1 + Math.exp(-z));
const expMinus = (x: number) => Math.exp(-x);
const negated = (numbers: Float32Array) => numbers.map((x) => -x);

describe("errors of the vector mathematics", () => {
  it("exp(−x): relative ≤ 2⁻²², 0 where it would be subnormal", () => {
    expect(worst(floats(0, 87.336, 4001), expNegative, expMinus, true)).toBeLessThan(2 ** -22);
    expect(worst(floats(87.336, 3e38, 4001), expNegative, expMinus, false)).toBeLessThan(NORMAL);
    expect(expNegative(Infinity)).toBe(0);
  });

  it("σ(z): absolute ≤ 2⁻²³, relative ≤ 2⁻²¹ down to z = −87", () => {
    const positive = floats(0, 3e38, 8009);
    expect(worst(positive, sigmoid, logistic, false)).toBeLessThan(2 ** -23);
    expect(worst(negated(positive), sigmoid, logistic, false)).toBeLessThan(2 ** -23);
    expect(worst(negated(floats(0, 87, 4001)), sigmoid, logistic, true)).toBeLessThan(2 ** -21);
    expect([sigmoid(Infinity), sigmoid(-Infinity), sigmoid(0), sigmoid(-0)]).toEqual([1, 0, 0.5, 0.5]);
  });

  it("tanh: relative ≤ 2⁻²⁰, odd, with the sign of zero", () => {
    const positive = floats(NORMAL, 3e38, 4001);
    expect(worst(positive, tanh, Math.tanh, true)).toBeLessThan(2 ** -20);
    for (const z of positive.subarray(0, 1000)) expect(tanh(-z)).toBe(-tanh(z));
    expect([tanh(Infinity), tanh(-Infinity), tanh(0), tanh(-0)]).toEqual([1, -1, 0, -0]);
  });

  it("ln(1 + e) on [0, 1]: absolute and relative ≤ 2⁻²²", () => {
    expect(worst(floats(0, 1, 4001), log1pUnit, Math.log1p, false)).toBeLessThan(2 ** -22);
    expect(worst(floats(NORMAL, 1, 4001), log1pUnit, Math.log1p, true)).toBeLessThan(2 ** -22);
  });

  it("ln in float64: absolute ≤ 10⁻⁹", () => {
    expect(worst(floats(NORMAL, 3e38, 8009), ln, Math.log, false)).toBeLessThan(1e-9);
    expect(worst(floats(1, 4, 211), ln, Math.log, false)).toBeLessThan(1e-9);
  });

  it("lanes are summed in pairs", () => {
    expect(sumLanes(Float32Array.of(1, 2 ** 25, -(2 ** 25), 1))).toBe(0);
    expect(sumLanes(Float32Array.of(1, 2, 3, 4))).toBe(10);
  });
});

describe.skipIf(!hasRelaxedSimd())("the relaxed build has the same bounds (needs relaxed SIMD)", async () => {
  const memory = makeMemory(1 << 22, false);
  const { f32 } = viewsOf(memory.buffer);
  const kernels = hasRelaxedSimd() ? await loadKernels("relaxed", memory) : undefined;
  const [Z, A] = [0, 1 << 21];

  /** act(z) of the numbers by the kernel, looked up by z. */
  function answers(name: "f32_activate_sigmoid" | "f32_activate_tanh", numbers: Float32Array) {
    f32.set(numbers, Z / 4);
    kernels![name](Z, A, 0, 1, numbers.length);
    const found = new Map(Array.from(numbers, (z, i) => [z, f32[A / 4 + i]!]));
    return (z: number) => found.get(z)!;
  }

  it("σ(z)", () => {
    for (const numbers of [floats(0, 87, 8009), negated(floats(0, 87, 8009))]) {
      const found = answers("f32_activate_sigmoid", numbers);
      expect(worst(numbers, found, logistic, false)).toBeLessThan(2 ** -23);
      expect(worst(numbers, found, logistic, true)).toBeLessThan(2 ** -21);
    }
  });

  it("tanh", () => {
    const numbers = floats(NORMAL, 100, 8009);
    expect(worst(numbers, answers("f32_activate_tanh", numbers), Math.tanh, true)).toBeLessThan(2 ** -20);
  });
});
