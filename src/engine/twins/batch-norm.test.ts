import { expect, it } from "vitest";
import { viewsOf } from "../memory-views.ts";
import { convTwins } from "./conv-index.ts";

const AT = { x: 0, d: 256, y: 512, sums: 768, mean: 1024, inverse: 1088, runMean: 1152, runVariance: 1216, gamma: 1280, beta: 1344, means: 1408, gammaGradient: 1472, betaGradient: 1536 }; // biome-ignore format: one line
const BATCH = 3;
const ROW = 32;

/** Three rows of two positions × four channels; channel 3 is padding. */
function memory(x: readonly number[]) {
  const views = viewsOf(new ArrayBuffer(2048));
  views.f32.set(x, AT.x / 4);
  views.f32.set([2, 0.5, -1, 7], AT.gamma / 4);
  views.f32.set([0.25, -1, 3, 7], AT.beta / 4);
  views.f32.set([1, 1, 1, 1], AT.runVariance / 4);
  return views;
}

function forward(views: ReturnType<typeof memory>, epsilon: number) {
  const k = convTwins(views);
  k.f32_batch_norm_sums(AT.x, ROW, BATCH, 2, 4, AT.sums, 64);
  k.f32_batch_norm_statistics(
    AT.sums,
    64,
    BATCH,
    6,
    4,
    epsilon,
    0.125,
    AT.mean,
    AT.inverse,
    AT.runMean,
    AT.runVariance,
  );
  k.f32_batch_norm_linear(AT.x, ROW, BATCH, 2, 3, AT.mean, AT.inverse, AT.gamma, AT.beta, AT.y, ROW);
  return k;
}

const VALUES = Array.from({ length: 24 }, (_, i) => (i % 4 === 3 ? 0 : ((i * 7) % 11) / 4 - 1 + (i % 4)));

it("normalises with the biased variance, and moves the running variance towards the unbiased one", () => {
  const views = memory([1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0]);
  forward(views, 0);
  // Channel 0 is 1, 3, 1, 3, 1, 3: mean 2, variance 1, unbiased 6/5; running values of momentum 1/8.
  expect(views.f32[AT.mean / 4]).toBe(2);
  expect(views.f32[AT.inverse / 4]).toBe(1);
  expect(views.f32[AT.runMean / 4]).toBe(0.25);
  expect(views.f32[AT.runVariance / 4]).toBeCloseTo(0.875 + 0.15, 6);
  expect([views.f32[AT.y / 4], views.f32[AT.y / 4 + 4]]).toEqual([-1.75, 2.25]);
  expect(views.f32[AT.y / 4 + 3], "padding").toBe(0);
});

it("keeps the variance of numbers with a mean a thousand times their deviation", () => {
  const views = memory(Array.from({ length: 24 }, (_, i) => (i % 4 === 0 ? 1000 + (i % 8) / 4 : 0)));
  forward(views, 0);
  expect(views.f32[AT.mean / 4]).toBe(1000.5);
  expect(views.f32[AT.inverse / 4]).toBeCloseTo(2, 6);
});

it("its gradients are the differences of Σ E·Y", () => {
  const weightsOf = (i: number) => ((i * 5) % 7) / 4 - 0.5;
  const objective = (x: readonly number[], change: (f32: Float32Array) => void = () => {}) => {
    const views = memory(x);
    change(views.f32);
    forward(views, 1e-3);
    let sum = 0;
    for (let i = 0; i < 24; i++) if (i % 4 < 3) sum += weightsOf(i) * views.f32[AT.y / 4 + i]!;
    return sum;
  };
  const views = memory(VALUES);
  const k = forward(views, 1e-3);
  for (let i = 0; i < 24; i++) views.f32[AT.d / 4 + i] = i % 4 < 3 ? weightsOf(i) : 0;
  k.f32_batch_norm_gradient_sums_linear(AT.d, ROW, AT.x, ROW, AT.y, ROW, BATCH, 2, 4, AT.mean, AT.inverse, AT.sums, 64);
  k.f32_batch_norm_gradient_totals(AT.sums, 64, BATCH, 6, 4, AT.means, AT.gammaGradient, AT.betaGradient, 1);
  k.f32_batch_norm_input_gradient(AT.d, ROW, AT.x, ROW, BATCH, 2, 4, AT.mean, AT.inverse, AT.gamma, AT.means);
  const step = 1 / 128;
  for (let i = 0; i < 24; i++) {
    if (i % 4 === 3) continue;
    const moved = (by: number) => objective(VALUES.map((x, j) => (j === i ? x + by : x)));
    expect(views.f32[AT.d / 4 + i], `x ${i}`).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 2);
  }
  for (let c = 0; c < 3; c++) {
    for (const [name, at, gradient] of [
      ["γ", AT.gamma, AT.gammaGradient],
      ["β", AT.beta, AT.betaGradient],
    ] as const) {
      // biome-ignore format: one line
      const moved = (by: number) => objective(VALUES, (f32) => { f32[at / 4 + c] = f32[at / 4 + c]! + by; }); // biome-ignore format: one line
      expect(views.f32[gradient / 4 + c], `${name} ${c}`).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 2);
    }
  }
});
