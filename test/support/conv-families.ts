// How the sweep calls each kernel on volumes, and what the memory holds before.
import type { ConvKernels } from "../../src/engine/conv-kernel-table.ts";
import { type ConvShape, paddedSize, vectors4, writeShape } from "../../src/engine/conv-shape.ts";
import type { MemoryViews } from "../../src/engine/memory-views.ts";
import { type ConvCase, type ConvKernelName, type ConvLayout, rowsOf } from "./conv-cases.ts";
import { noise } from "./kernel-cases.ts";

export interface ConvFamily {
  readonly names: readonly ConvKernelName[];
  /** Which cases the kernel is for. */
  readonly takes: (c: ConvCase) => boolean;
  /** Terms of the longest sum behind one number. */
  readonly terms: (c: ConvCase) => number;
  readonly call: (kernels: ConvKernels, name: ConvKernelName, layout: ConvLayout, c: ConvCase) => void;
}

type Call<Name extends ConvKernelName> = (kernel: ConvKernels[Name], layout: ConvLayout, c: ConvCase) => void;

function family<Name extends ConvKernelName>(
  names: readonly Name[],
  takes: ConvFamily["takes"],
  terms: ConvFamily["terms"],
  call: Call<Name>,
): ConvFamily {
  return { names, takes, terms, call: (kernels, name, layout, c) => call(kernels[name as Name], layout, c) };
}

const ACTIVATIONS = ["sigmoid", "tanh", "relu", "leaky_relu", "linear"] as const;
const FACTOR = Math.fround(-0.3);
const SCALE = Math.fround(0.9375);

const all = () => true;
const whole = (c: ConvCase) => c.shape.channels % 4 === 0;
const dense = (c: ConvCase) => c.shape.strideX === 1 && c.shape.strideY === 1;
const threes = (c: ConvCase) => whole(c) && dense(c) && c.shape.kernelHeight === 3 && c.shape.kernelWidth === 3;
const one = () => 1;
/** Sixteen products a channel; transforms make numbers up to four times as large. */
const winogradTerms = (c: ConvCase) => 64 * Math.max(c.shape.channels, vectors4(c.shape.filters));
const patch = (c: ConvCase) => rowsOf(c.shape);
const taps = (c: ConvCase) => c.shape.kernelHeight * c.shape.kernelWidth * vectors4(c.shape.filters);
const positions = (c: ConvCase) => c.batch * c.shape.outHeight * c.shape.outWidth;
const window = (c: ConvCase) => c.pool.kernelHeight * c.pool.kernelWidth;
const windows = (c: ConvCase) => c.pool.outHeight * c.pool.outWidth;

/** One family a signature. */
// biome-ignore format: one call a line
export const CONV_FAMILIES: readonly ConvFamily[] = [
  family(ACTIVATIONS.map((a) => `f32_conv_${a}` as const), all, patch, (k, { at, ...l }, c) =>
    k(at.shape, at.x, l.xStride, c.batch, at.weights, at.bias, at.z, l.outStride, at.scratch)),
  family(ACTIVATIONS.map((a) => `f32_conv_input_gradient_${a}` as const), whole, taps, (k, { at, ...l }, c) =>
    k(at.shape, at.d, l.outStride, c.batch, at.turned, at.below, at.out, l.xStride, at.scratch)),
  family(["f32_conv_flip", "f32_conv_transpose"], whole, one, (k, { at }, c) =>
    k(at.shape, at.weights, c.rows[0], c.rows[1], at.turned)),
  family(["f32_conv_weight_gradient"], all, positions, (k, { at, ...l }, c) =>
    k(at.shape, at.x, l.xStride, c.batch, at.d, l.outStride, at.gradient, c.rows[0], c.rows[1], FACTOR, at.scratch)),
  family(["f32_conv_bias_gradient"], all, positions, (k, { at, ...l }, c) =>
    k(at.shape, at.d, l.outStride, c.batch, at.biasGradient, l.vectors > 2 ? 1 : 0, l.vectors, FACTOR)),
  family(["f32_max_pool"], all, one, (k, { at, ...l }, c) =>
    k(at.pool, at.z, l.outStride, c.batch, at.pooled, l.poolStride, at.found, l.winnerStride)),
  family(["f32_max_pool_gradient"], all, window, (k, { at, ...l }, c) =>
    k(at.pool, at.e, l.poolStride, c.batch, at.winners, l.winnerStride, at.d, l.outStride)),
  family(["f32_average_pool"], all, window, (k, { at, ...l }, c) =>
    k(at.pool, at.z, l.outStride, c.batch, at.pooled, l.poolStride)),
  family(["f32_average_pool_gradient"], all, window, (k, { at, ...l }, c) =>
    k(at.pool, at.e, l.poolStride, c.batch, at.d, l.outStride)),
  family(ACTIVATIONS.map((a) => `f32_conv_max_pool_${a}` as const), all, patch, (k, { at, ...l }, c) =>
    k(at.shape, at.pool, at.x, l.xStride, c.batch, at.weights, at.bias, at.pooled, l.poolStride, at.found, l.winnerStride, at.scratch)),
  family(ACTIVATIONS.map((a) => `f32_conv_sparse_${a}` as const), dense, patch, (k, { at, ...l }, c) =>
    k(at.shape, at.entries, l.entryStride, at.entryCounts, c.batch, at.weights, at.bias, SCALE, at.z, l.outStride, at.scratch)),
  family(ACTIVATIONS.map((a) => `f32_conv_sparse_max_pool_${a}` as const), dense, patch, (k, { at, ...l }, c) =>
    k(at.shape, at.pool, at.entries, l.entryStride, at.entryCounts, c.batch, at.weights, at.bias, SCALE, at.pooled, l.poolStride, at.found, l.winnerStride, at.scratch)),
  family(["f32_conv_max_norm"], all, taps, (k, { at, ...l }) =>
    k(at.shape, at.weights, l.vectors > 2 ? 1 : 0, l.vectors, 3)),
  family(["f32_scatter_rows"], all, one, (k, { at, ...l }, c) =>
    k(at.entries, l.entryStride, at.entryCounts, c.batch, l.inputs, at.out, l.xStride)),
  family(ACTIVATIONS.map((a) => `f32_alive_${a}` as const), all, one, (k, { at, ...l }, c) =>
    k(at.shape, at.pool, at.e, at.pooled, l.poolStride, at.winners, l.winnerStride, c.batch, at.newLists, l.listStride, at.newCounts)),
  family(["f32_conv_weight_gradient_alive"], all, (c) => c.batch * windows(c), (k, { at, ...l }, c) =>
    k(at.shape, at.x, l.xStride, c.batch, at.lists, l.listStride, l.listBytes, at.counts, at.gradient, c.rows[0], c.rows[1], FACTOR, at.scratch)),
  family(["f32_conv_bias_gradient_alive"], all, (c) => c.batch * windows(c), (k, { at, ...l }, c) =>
    k(at.shape, c.batch, at.lists, l.listStride, l.listBytes, at.counts, at.biasGradient, l.vectors > 2 ? 1 : 0, l.vectors, FACTOR)),
  family(ACTIVATIONS.map((a) => `f32_conv_input_gradient_alive_${a}` as const), whole, (c) => vectors4(c.shape.filters) * windows(c), (k, { at, ...l }, c) =>
    k(at.shape, c.batch, at.lists, l.listStride, l.listBytes, at.counts, at.turned, at.below, at.out, l.xStride, at.scratch)),
  family(["f32_winograd_weights"], whole, one, (k, { at }, c) =>
    k(c.shape.channels, c.shape.filters, at.weights, c.batch > 2 ? 1 : 0, c.shape.channels, at.transformed)),
  family(ACTIVATIONS.map((a) => `f32_conv_winograd_${a}` as const), threes, winogradTerms, (k, { at, ...l }, c) =>
    k(at.shape, at.x, l.xStride, c.batch, at.transformed, at.bias, at.z, l.outStride, at.scratch)),
  family(ACTIVATIONS.map((a) => `f32_conv_winograd_max_pool_${a}` as const), threes, winogradTerms, (k, { at, ...l }, c) =>
    k(at.shape, at.x, l.xStride, c.batch, at.transformed, at.bias, at.pooled, l.poolStride, at.found, l.winnerStride, at.scratch)),
  family(ACTIVATIONS.map((a) => `f32_conv_winograd_input_gradient_${a}` as const), threes, winogradTerms, (k, { at, ...l }, c) =>
    k(at.shape, at.d, l.outStride, c.batch, at.transformed, at.below, at.out, l.xStride, at.scratch)),
  family(["f32_batch_norm_sums"], all, positions, (k, { at, ...l }, c) =>
    k(at.z, l.outStride, c.batch, l.positions, l.channels, at.sums, l.sumsStride)),
  family(["f32_batch_norm_statistics"], all, one, (k, { at, ...l }, c) =>
    k(at.sums, l.sumsStride, c.batch, Math.max(1, c.batch * l.positions), l.channels, 1e-5, SCALE, at.mean, at.inverse, at.runningMean, at.runningVariance)),
  family(["f32_batch_norm_inverse"], all, one, (k, { at, ...l }) =>
    k(at.runningVariance, l.channels, 1e-5, at.inverse)),
  family(ACTIVATIONS.map((a) => `f32_batch_norm_${a}` as const), all, one, (k, { at, ...l }, c) =>
    k(at.z, l.outStride, c.batch, l.positions, c.shape.filters, at.mean, at.inverse, at.gamma, at.bias, at.y, l.outStride)),
  family(ACTIVATIONS.map((a) => `f32_batch_norm_gradient_sums_${a}` as const), all, positions, (k, { at, ...l }, c) =>
    k(at.d, l.outStride, at.z, l.outStride, at.y, l.outStride, c.batch, l.positions, l.channels, at.mean, at.inverse, at.sums, l.sumsStride)),
  family(["f32_batch_norm_gradient_totals"], all, one, (k, { at, ...l }, c) =>
    k(at.sums, l.sumsStride, c.batch, Math.max(1, c.batch * l.positions), l.channels, at.means, at.gammaGradient, at.biasGradient, FACTOR)),
  family(["f32_batch_norm_input_gradient"], all, one, (k, { at, ...l }, c) =>
    k(at.d, l.outStride, at.z, l.outStride, c.batch, l.positions, l.channels, at.mean, at.inverse, at.gamma, at.means)),
];

/** Numbers everywhere, also where a kernel must not look; then what has a form: shapes, entries, winners, lists. */
export function fillConvCase(
  memory: MemoryViews,
  layout: ConvLayout,
  c: ConvCase,
  pool: Float32Array,
  seed: number,
): void {
  const next = noise(seed);
  const shift = Math.floor(next() * (pool.length - layout.bytes / 4));
  memory.f32.set(pool.subarray(shift, shift + layout.bytes / 4));
  writeShape(memory.u32, layout.at.shape, c.shape);
  writeShape(memory.u32, layout.at.pool, c.pool);
  fillEntries(memory, layout, c, next);
  fillWinners(memory, layout, c, next);
  fillLists(memory, layout, c, next);
  fillSums(memory, layout, c, next);
}

/** Sums of batch norm, float64; variances are not negative. */
function fillSums(
  { f32, u8 }: MemoryViews,
  { at, sumsStride, channels }: ConvLayout,
  c: ConvCase,
  next: () => number,
): void {
  const f64 = new Float64Array(u8.buffer);
  for (let i = 0; i < (c.batch * sumsStride) / 8; i++) f64[at.sums / 8 + i] = 20 * next() - 5;
  const variance = f32.subarray(at.runningVariance / 4, at.runningVariance / 4 + channels);
  variance.set(variance.map(Math.abs));
}

/** Rows of entries that are empty, full or thin, in the order of the pixels. */
function fillEntries(
  { u32 }: MemoryViews,
  { at, entryStride, inputs }: ConvLayout,
  c: ConvCase,
  next: () => number,
): void {
  for (let m = 0; m < c.batch; m++) {
    const density = [1, 0.3, 0, 0.6][m % 4]!;
    let e = (at.entries + m * entryStride) / 4;
    for (let k = 0; k < inputs; k++) {
      if (next() >= density) continue;
      u32[e] = 64 * k;
      e += 2;
    }
    u32[at.entryCounts / 4 + m] = (e - (at.entries + m * entryStride) / 4) / 2;
  }
}

function fillWinners({ u8 }: MemoryViews, { at, winnerStride }: ConvLayout, c: ConvCase, next: () => number): void {
  const u16 = new Uint16Array(u8.buffer);
  for (let m = 0; m < c.batch; m++) {
    const first = (at.winners + m * winnerStride) / 2;
    for (let i = 0; i < windows(c) * c.pool.channels; i++) u16[first + i] = Math.floor(next() * window(c));
  }
}

/** Lists that are empty, full or between; offsets of any position, twice the same too. */
function fillLists({ u32 }: MemoryViews, layout: ConvLayout, c: ConvCase, next: () => number): void {
  const { at, listStride, listBytes } = layout;
  const channels = vectors4(c.shape.filters);
  for (let m = 0; m < c.batch; m++) {
    for (let f = 0; f < channels; f++) {
      const full = (m + f) % 5;
      const count = full === 0 ? windows(c) : full === 1 ? 0 : Math.floor(next() * windows(c));
      u32[at.counts / 4 + m * channels + f] = count;
      const first = (at.lists + m * listStride + f * listBytes) / 4;
      for (let e = 0; e < count; e++) u32[first + 2 * e] = offsetOf(c.shape, Math.floor(next() * positionsOf(c.shape)));
    }
  }
}

const positionsOf = (s: ConvShape) => s.outHeight * s.outWidth;

/** Byte of the padded image at which the patch of position p begins. */
function offsetOf(s: ConvShape, p: number): number {
  const [y, x] = [Math.floor(p / s.outWidth) * s.strideY, (p % s.outWidth) * s.strideX];
  return 4 * s.channels * (y * paddedSize(s).width + x);
}
