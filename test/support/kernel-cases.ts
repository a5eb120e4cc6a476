// The sweep of the kernels: for every name of the table how it is called, over which sizes, and in which memory.
import { Arena } from "../../src/engine/arena.ts";
import type { Kernels } from "../../src/engine/kernel-table.ts";
import type { MemoryViews } from "../../src/engine/memory-views.ts";

export type KernelName = keyof Kernels;

/** A mini-batch of `batch` rows, `inputs` in, `units` out; panels (of 16 units, or inputs) from ≤ p < to. */
export interface Sizes {
  readonly batch: number;
  readonly inputs: number;
  readonly units: number;
  readonly from: number;
  readonly to: number;
}

/** Rows that the order may name: more than the mini-batch has. */
const ROWS = 11;
const PANEL = 16;

/** Addresses of everything that a kernel may read or write at these sizes, row strides, and the bytes of all of it. */
export function layoutOf({ batch, inputs, units }: Sizes) {
  const arena = new Arena();
  // Rows are wider than they need be: what lies between them must stay as it is.
  const row = (values: number) => (Math.ceil(values / PANEL) + 1) * PANEL * 4;
  const panelsBytes = Math.ceil(units / PANEL) * PANEL * 4;
  const stride = row(units);
  const inputStride = row(inputs);
  const xStride = Math.ceil(inputs / 4) * 16;
  const entryStride = Math.ceil(inputs / 8) * 64;
  const at = {
    order: arena.take(4 * batch),
    labels: arena.take(ROWS),
    source: arena.take(ROWS * inputs + 16),
    numbers: arena.take(4 * ROWS * inputs),
    rows: arena.take(64 + ROWS * (3 * (inputs + 7) + 63)),
    index: arena.take(8 * ROWS),
    orderedIndex: arena.take(8 * batch),
    numberRows: arena.take(8 * ROWS * inputs),
    numberIndex: arena.take(8 * ROWS),
    entries: arena.take(batch * entryStride),
    counts: arena.take(4 * batch),
    x: arena.take(batch * xStride),
    weights: arena.take(panelsBytes * inputs),
    bias: arena.take(panelsBytes),
    z: arena.take(batch * stride),
    a: arena.take(batch * stride),
    d: arena.take(batch * stride),
    below: arena.take(batch * inputStride),
    out: arena.take(batch * inputStride),
    // Four arrays of 4·units numbers, and units float64.
    parameters: arena.take(16 * units),
    gradient: arena.take(16 * units),
    first: arena.take(16 * units),
    second: arena.take(16 * units),
    doubles: arena.take(8 * units),
    sum: arena.take(8),
    scratch: arena.take(panelsBytes * 16),
    /** Of a picture: the kernels of f32_resample. */
    transform: arena.take(480),
    barrier: arena.take(192),
    behind: arena.take(64),
  };
  return { ...at, stride, inputStride, xStride, entryStride, panelBytes: inputs * PANEL * 4, bytes: arena.size };
}
export type Layout = ReturnType<typeof layoutOf>;

export interface Family {
  readonly names: readonly KernelName[];
  /** Panels are panels of units, or of inputs; or the kernel knows none. */
  readonly panels: "units" | "inputs" | "none";
  /** The sizes that it depends on, each from its least: 1 for costs and packing, which the engine never calls with 0. */
  readonly least: { readonly inputs?: number; readonly units?: number };
  /** Terms of the longest sum behind one number. */
  readonly terms: (s: Sizes) => number;
  readonly call: (kernels: Kernels, name: KernelName, at: Layout, s: Sizes) => number | undefined;
}

type Call<Name extends KernelName> = (kernel: Kernels[Name], at: Layout, s: Sizes) => unknown;

function family<Name extends KernelName>(
  names: readonly Name[],
  panels: Family["panels"],
  terms: Family["terms"],
  least: Family["least"],
  call: Call<Name>,
): Family {
  return {
    names,
    panels,
    terms,
    least,
    call: (kernels, name, at, s) => call(kernels[name as Name], at, s) as number | undefined,
  };
}

const ACTIVATIONS = ["sigmoid", "tanh", "relu", "leaky_relu", "linear"] as const;
const inputs = (s: Sizes) => s.inputs;
const units = (s: Sizes) => s.units;
const batch = (s: Sizes) => s.batch;
const one = () => 1;
const BOTH = { inputs: 0, units: 0 };

const SCALE = Math.fround(0.9375);
const KEEP = Math.fround(0.999);
const FACTOR = Math.fround(-0.3);
/** Targets, smoothed. */
const [ON, OFF] = [Math.fround(0.91), Math.fround(0.01)];
const TINY = Math.fround(0.001);

/** One family a signature: a changed signature is one changed line. */
// biome-ignore format: one call a line
export const FAMILIES: readonly Family[] = [
  family(ACTIVATIONS.map((a) => `f32_affine_sparse_${a}_p16` as const), "units", inputs, BOTH, (k, at, s) =>
    k(at.entries, at.entryStride, at.counts, s.batch, at.weights, at.panelBytes, s.from, s.to, at.bias, SCALE, at.z, at.stride)),
  family(ACTIVATIONS.map((a) => `f32_affine_dense_${a}_p16` as const), "units", inputs, BOTH, (k, at, s) =>
    k(at.x, at.xStride, s.batch, s.inputs, at.weights, at.panelBytes, s.from, s.to, at.bias, at.z, at.stride)),
  family(ACTIVATIONS.map((a) => `f32_input_gradient_${a}_p16` as const), "inputs", units, BOTH, (k, at, s) =>
    k(at.d, at.stride, s.batch, s.units, at.weights, at.panelBytes, s.inputs, s.from, s.to, at.below, at.out, at.inputStride, at.scratch)),
  family(["f32_outer_sparse_p16"], "units", batch, BOTH, (k, at, s) =>
    k(at.entries, at.entryStride, at.counts, s.batch, at.d, at.stride, at.weights, at.panelBytes, s.from, s.to, FACTOR)),
  family(["f32_outer_dense_p16"], "units", batch, BOTH, (k, at, s) =>
    k(at.x, at.xStride, s.batch, s.inputs, at.d, at.stride, at.weights, at.panelBytes, s.from, s.to, s.units, KEEP, FACTOR)),
  family(["f32_sum_rows_p16"], "units", batch, { units: 0 }, (k, at, s) =>
    k(at.d, at.stride, s.batch, at.bias, s.from, s.to, FACTOR)),
  family([...ACTIVATIONS.map((a) => `f32_activate_${a}` as const), "f32_activate_softmax"], "none", units, { units: 0 }, (k, at, s) =>
    k(at.z, at.a, at.stride, s.batch, s.units)),
  family(["f32_slope_sigmoid", "f32_slope_tanh", "f32_slope_relu", "f32_slope_leaky_relu"], "none", one, { units: 0 }, (k, at, s) =>
    k(at.a, at.d, at.stride, s.batch, s.units)),
  family(["f32_residual"], "none", one, { units: 1 }, (k, at, s) =>
    k(at.a, at.labels, at.order, at.d, at.stride, s.batch, s.units, ON, OFF)),
  family(["f32_cost_quadratic"], "none", units, { units: 1 }, (k, at, s) =>
    k(at.d, at.stride, s.batch, s.units)),
  family(["f32_cost_cross_entropy", "f32_cost_log_likelihood"], "none", units, { units: 1 }, (k, at, s) =>
    k(at.z, at.labels, at.order, at.stride, s.batch, s.units, ON, OFF)),
  family(["u8_pack_sparse_rows"], "none", one, { inputs: 1 }, (k, at, s) =>
    k(at.source, s.batch, s.inputs, at.rows, 64, at.index)),
  family(["u64_gather"], "none", one, { inputs: 1 }, (k, at, s) => k(at.index, at.order, s.batch, at.orderedIndex)),
  family(["u8_gather_sparse_rows"], "none", one, { inputs: 1 }, (k, at, s) => {
    k(at.rows, at.index, s.batch, at.entries, at.entryStride, at.counts); // its result means nothing
  }),
  family(["f32_gather_sparse_rows"], "none", one, { inputs: 1 }, (k, at, s) =>
    k(at.numberRows, at.numberIndex, s.batch, at.entries, at.entryStride, at.counts)),
  family(["u8_gather_dense_rows"], "none", one, { inputs: 1 }, (k, at, s) =>
    k(at.source, at.order, s.batch, s.inputs, 255, at.x, at.xStride)),
  family(["f32_gather_dense_rows"], "none", one, { inputs: 1 }, (k, at, s) =>
    k(at.numbers, at.order, s.batch, s.inputs, at.x, at.xStride)),
  family(["f32_resample_affine", "f32_resample_elastic"], "none", one, { inputs: 1 }, (k, at, s) => {
    const channels = s.inputs % 3 === 0 ? 3 : 1;
    k(at.numbers, s.batch, s.inputs / channels, channels, at.transform, at.x);
  }),
  family(["f32_scatter_entries"], "none", one, { inputs: 1 }, (k, at, s) => {
    // Row 0 is empty, row 1 full.
    if (s.batch > 0) k(at.entries, 0, at.x, s.inputs);
    if (s.batch > 1) k(at.entries + at.entryStride, s.inputs - 1, at.x + at.xStride, s.inputs);
  }),
  family(["f32_collect_entries"], "none", one, { inputs: 1 }, (k, at, s) => k(at.numbers, s.inputs, at.numberRows)),
  family(["f32_penalty"], "none", one, { units: 0 }, (k, at, s) =>
    k(at.parameters, at.gradient, 4 * s.units, 0.5, TINY, KEEP)),
  family(["f32_step_sgd"], "none", one, { units: 0 }, (k, at, s) =>
    k(at.parameters, at.gradient, 4 * s.units, KEEP)),
  family(["f32_step_momentum", "f32_step_nesterov"], "none", one, { units: 0 }, (k, at, s) =>
    k(at.parameters, at.gradient, at.first, 4 * s.units, KEEP, SCALE)),
  family(["f32_step_rmsprop"], "none", one, { units: 0 }, (k, at, s) =>
    k(at.parameters, at.gradient, at.second, 4 * s.units, TINY, KEEP, TINY)),
  family(["f32_step_adam"], "none", one, { units: 0 }, (k, at, s) =>
    k(at.parameters, at.gradient, at.first, at.second, 4 * s.units, TINY, SCALE, KEEP, 1.25, TINY, KEEP)),
  family(["f32_sum_squares"], "none", (s) => 4 * s.units, { units: 0 }, (k, at, s) =>
    k(at.gradient, 4 * s.units, at.sum)),
  family(["f64_sum"], "none", one, { units: 0 }, (k, at, s) => k(at.doubles, s.units)),
  family(["f32_max_norm_p16"], "units", inputs, BOTH, (k, at, s) =>
    k(at.weights, at.panelBytes, s.inputs, s.from, s.to, 3)),
  family(["f32_average"], "none", one, { units: 0 }, (k, at, s) => k(at.first, at.parameters, 4 * s.units, SCALE)),
  family(["f32_clear"], "none", one, { units: 0 }, (k, at, s) => k(at.gradient, 4 * s.units)),
  family(["f32_dropout_mask_p16"], "units", one, { units: 0 }, (k, at, s) =>
    k(at.d, at.stride, s.batch, Math.ceil(s.units / PANEL), s.from, s.to, 12345, 0xfedcba98, 7, 0xffffffff, 3, 0x60000000, SCALE)),
  family(["f32_multiply_p16"], "units", one, { units: 0 }, (k, at, s) =>
    k(at.z, at.d, at.a, at.stride, s.batch, s.from, s.to)),
  family(["u32_shuffle"], "none", one, { units: 0 }, (k, at, s) =>
    k(at.parameters, 4 * s.units, 12345, 0xfedcba98, 7, 2, at.scratch)),
  family(["barrier_wait"], "none", one, {}, (k, at) => k(at.barrier, 1, 1)),
  family(["await_change"], "none", one, {}, (k, at) => k(at.barrier, 1, 1)),
];

// Lanes: 4. Tiles: 2 or 4 rows, 8 or 16 units, 16 bytes at a time in packing.
const BATCHES = [0, 1, 3, 4, 5, 9];
const INPUTS = [0, 1, 3, 4, 5, 9, 15, 16, 17, 33];
const UNITS = [0, 1, 3, 4, 5, 8, 9, 15, 16, 17, 33];

const from = (sizes: readonly number[], least?: number) =>
  least === undefined ? [1] : sizes.filter((n) => n >= least);

/** All sizes that a family is swept over. */
export function* sizesOf({ panels, least }: Family): Generator<Sizes> {
  for (const batch of BATCHES) {
    for (const inputs of from(INPUTS, least.inputs)) {
      for (const units of from(UNITS, least.units)) {
        const count = Math.ceil({ units, inputs, none: 0 }[panels] / PANEL);
        for (const [first, end] of count > 1 ? [[0, count], [0, 1], [1, count], [1, 1]] : [[0, count]]) // biome-ignore format: a list
          yield { batch, inputs, units, from: first!, to: end! };
      }
    }
  }
}

/** Deterministic words: a linear congruential generator with the top bits used. */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** Numbers around 0 with exact zeros; `wild` ones also saturate every activation, are tiny, or are −0. */
export function numberPool(length: number, wild: boolean): Float32Array {
  const next = noise(7);
  return Float32Array.from({ length }, () => {
    const kind = next();
    const value = 4 * next() - 2;
    if (kind < 0.2) return kind < 0.02 ? -0 : 0;
    if (!wild || kind < 0.8) return value;
    if (kind < 0.9) return value * 100;
    return kind < 0.95 ? value * 1e-39 : value * 12;
  });
}

/** Pixels of row r that are not zero: rows are empty, full or thin. */
function pixelsOf(r: number, inputs: number, next: () => number): number[] {
  const density = r % 4 === 0 ? 0 : r % 4 === 1 ? 1 : 0.3;
  return Array.from({ length: inputs }, (_, k) => k).filter(() => next() < density);
}

/** Numbers everywhere, also where a kernel must not look; then what has a form: order, labels, bytes, sparse rows. */
export function fillCase(memory: MemoryViews, at: Layout, s: Sizes, pool: Float32Array, seed: number): void {
  const next = noise(seed);
  const below = (n: number) => Math.floor(next() * n);
  const { f32, u32, u8 } = memory;
  const shift = below(pool.length - at.bytes / 4);
  f32.set(pool.subarray(shift, shift + at.bytes / 4));
  for (let m = 0; m < s.batch; m++) u32[at.order / 4 + m] = below(ROWS);
  for (let r = 0; r < ROWS; r++) u8[at.labels + r] = below(s.units);
  for (let i = 0; i < ROWS * s.inputs + 16; i++) u8[at.source + i] = next() < 0.6 ? 0 : below(256);
  u32.fill(0, at.barrier / 4, at.barrier / 4 + 48);
  // A transform that leads beyond the edges now and then.
  for (let i = 0; i < 120; i++) f32[at.transform / 4 + i] = 3 * next() - 1.5;
  // Squares are never negative.
  for (let i = at.second / 4; i < at.second / 4 + 4 * s.units; i++) f32[i] = Math.abs(f32[i]!);
  const f64 = new Float64Array(u8.buffer);
  for (let i = 0; i < s.units; i++) f64[at.doubles / 8 + i] = next() - 0.5;
  f64[at.sum / 8] = 1;
  const u16 = new Uint16Array(u8.buffer);
  let [block, first] = [at.rows, at.numberRows];
  for (let r = 0; r < ROWS; r++) {
    const pixels = pixelsOf(r, s.inputs, next);
    const padded = Math.ceil(pixels.length / 8) * 8;
    for (let e = 0; e < padded; e++) {
      u16[block / 2 + e] = pixels[e] ?? 0;
      u8[block + 2 * padded + e] = e < pixels.length ? 1 + below(255) : 0;
    }
    u32.set([block - at.rows, pixels.length], at.index / 4 + 2 * r);
    block = Math.ceil((block + 3 * padded) / 64) * 64;
    pixels.forEach((k, e) => {
      u32[first / 4 + 2 * e] = 64 * k;
    });
    u32.set([first - at.numberRows, pixels.length], at.numberIndex / 4 + 2 * r);
    first += 8 * pixels.length;
  }
  for (let m = 0; m < s.batch; m++) {
    const pixels = pixelsOf(m, s.inputs, next);
    u32[at.counts / 4 + m] = pixels.length;
    pixels.forEach((k, e) => {
      u32[(at.entries + m * at.entryStride) / 4 + 2 * e] = 64 * k;
    });
  }
}

/** Which buffer an address is in, for the text of a failure. */
export function bufferAt(layout: Layout, address: number): string {
  const { stride, inputStride, xStride, entryStride, panelBytes, bytes, ...buffers } = layout;
  const [name, start] = Object.entries(buffers).findLast(([, start]) => start <= address) ?? ["nothing", 0];
  return `${name}[${(address - start) / 4}]`;
}
