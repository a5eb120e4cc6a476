// The kernels' signatures, one type a family. All arguments are numbers: addresses (bytes), counts, strides (bytes), factors.
// The formula of each stands at its source in kernels/ and at its twin.
import type { ConvKernels } from "./conv-kernel-table.ts";

/** A[m,u] = act(scale · Σₑ value(e)·W[input(e),u] + b[u]), sparse rows */
type AffineSparse = (
  entries: number,
  stride: number,
  counts: number,
  batch: number,
  weights: number,
  panelBytes: number,
  from: number,
  to: number,
  bias: number,
  scale: number,
  out: number,
  outStride: number,
) => void;

/** A[m,u] = act(Σₖ X[m,k]·W[k,u] + b[u]), dense rows */
type AffineDense = (
  x: number,
  xStride: number,
  batch: number,
  inputs: number,
  weights: number,
  panelBytes: number,
  from: number,
  to: number,
  bias: number,
  out: number,
  outStride: number,
) => void;

/** D[m,k] = (Σᵤ E[m,u]·W[k,u]) · act'(A[m,k]) */
type InputGradient = (
  e: number,
  eStride: number,
  batch: number,
  units: number,
  weights: number,
  panelBytes: number,
  inputs: number,
  from: number,
  to: number,
  a: number,
  out: number,
  stride: number,
  scratch: number,
) => void;

/** Elementwise over (batch, units): a = act(z), or d ← d·act'(a) */
type Elementwise = (input: number, output: number, stride: number, batch: number, units: number) => void;

/** A picture read at moved places, kernels/f32_resample.ts */
type Resample = (
  source: number,
  height: number,
  width: number,
  channels: number,
  transform: number,
  target: number,
) => void;

export interface Kernels extends ConvKernels {
  f32_affine_sparse_sigmoid_p16: AffineSparse;
  f32_affine_sparse_tanh_p16: AffineSparse;
  f32_affine_sparse_relu_p16: AffineSparse;
  f32_affine_sparse_leaky_relu_p16: AffineSparse;
  f32_affine_sparse_linear_p16: AffineSparse;
  f32_affine_dense_sigmoid_p16: AffineDense;
  f32_affine_dense_tanh_p16: AffineDense;
  f32_affine_dense_relu_p16: AffineDense;
  f32_affine_dense_leaky_relu_p16: AffineDense;
  f32_affine_dense_linear_p16: AffineDense;
  f32_input_gradient_sigmoid_p16: InputGradient;
  f32_input_gradient_tanh_p16: InputGradient;
  f32_input_gradient_relu_p16: InputGradient;
  f32_input_gradient_leaky_relu_p16: InputGradient;
  f32_input_gradient_linear_p16: InputGradient;
  f32_outer_sparse_p16(
    entries: number,
    stride: number,
    counts: number,
    batch: number,
    d: number,
    dStride: number,
    target: number,
    panelBytes: number,
    from: number,
    to: number,
    factor: number,
  ): void;
  f32_outer_dense_p16(
    x: number,
    xStride: number,
    batch: number,
    inputs: number,
    d: number,
    dStride: number,
    target: number,
    panelBytes: number,
    from: number,
    to: number,
    units: number,
    keep: number,
    factor: number,
  ): void;
  f32_sum_rows_p16(
    d: number,
    dStride: number,
    batch: number,
    target: number,
    from: number,
    to: number,
    factor: number,
  ): void;
  f32_activate_sigmoid: Elementwise;
  f32_activate_tanh: Elementwise;
  f32_activate_relu: Elementwise;
  f32_activate_leaky_relu: Elementwise;
  f32_activate_linear: Elementwise;
  f32_activate_softmax: Elementwise;
  f32_slope_sigmoid: Elementwise;
  f32_slope_tanh: Elementwise;
  f32_slope_relu: Elementwise;
  f32_slope_leaky_relu: Elementwise;
  f32_residual(
    a: number,
    labels: number,
    order: number,
    d: number,
    stride: number,
    batch: number,
    units: number,
    on: number,
    off: number,
  ): void;
  f32_cost_quadratic(residual: number, stride: number, batch: number, units: number): number;
  f32_cost_cross_entropy(
    z: number,
    labels: number,
    order: number,
    stride: number,
    batch: number,
    units: number,
    on: number,
    off: number,
  ): number;
  f32_cost_log_likelihood(
    z: number,
    labels: number,
    order: number,
    stride: number,
    batch: number,
    units: number,
    on: number,
    off: number,
  ): number;
  u32_shuffle(
    order: number,
    count: number,
    key0: number,
    key1: number,
    stream: number,
    purpose: number,
    scratch: number,
  ): void;
  f32_penalty(w: number, g: number, count: number, clip: number, l2: number, l1: number): void;
  f32_step_sgd(w: number, g: number, count: number, rate: number): void;
  f32_step_momentum(w: number, g: number, v: number, count: number, rate: number, momentum: number): void;
  f32_step_nesterov(w: number, g: number, v: number, count: number, rate: number, momentum: number): void;
  f32_step_rmsprop(w: number, g: number, s: number, count: number, rate: number, rho: number, epsilon: number): void;
  f32_step_adam(
    w: number,
    g: number,
    m: number,
    v: number,
    count: number,
    rate: number,
    beta1: number,
    beta2: number,
    correction: number,
    epsilon: number,
    keep: number,
  ): void;
  f32_sum_squares(g: number, count: number, target: number): void;
  f64_sum(source: number, count: number): number;
  f32_max_norm_p16(w: number, panelBytes: number, inputs: number, from: number, to: number, most: number): void;
  f32_average(a: number, w: number, count: number, keep: number): void;
  f32_clear(target: number, count: number): void;
  f32_dropout_mask_p16(
    mask: number,
    stride: number,
    batch: number,
    panels: number,
    from: number,
    to: number,
    key0: number,
    key1: number,
    counter1: number,
    counter2: number,
    counter3: number,
    threshold: number,
    scale: number,
  ): void;
  f32_multiply_p16(a: number, mask: number, out: number, stride: number, batch: number, from: number, to: number): void;
  u8_pack_sparse_rows(source: number, count: number, size: number, rows: number, offset: number, index: number): number;
  u64_gather(source: number, order: number, count: number, target: number): void;
  u8_gather_sparse_rows(
    rows: number,
    index: number,
    batch: number,
    entries: number,
    stride: number,
    counts: number,
  ): number;
  f32_gather_sparse_rows(
    rows: number,
    index: number,
    batch: number,
    entries: number,
    stride: number,
    counts: number,
  ): void;
  u8_gather_dense_rows(
    source: number,
    order: number,
    batch: number,
    size: number,
    divisor: number,
    x: number,
    xStride: number,
  ): void;
  f32_gather_dense_rows(source: number, order: number, batch: number, size: number, x: number, xStride: number): void;
  f32_resample_affine: Resample;
  f32_resample_elastic: Resample;
  f32_scatter_entries(entries: number, count: number, target: number, size: number): void;
  f32_collect_entries(source: number, size: number, entries: number): number;
  /** 0 when all threads have come, 1 when they did not in time */
  barrier_wait(barrier: number, threads: number, spins: number): number;
  await_change(address: number, seen: number, spins: number): void;
}
