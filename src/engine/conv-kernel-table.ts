// The signatures of the kernels on volumes; a shape is the address of a record (conv-shape.ts). kernels/README.md has the layouts.

/** A = act(X ∗ W + b), volumes; shapes are addresses of records (conv-shape.ts) */
type Conv = (
  shape: number,
  x: number,
  xStride: number,
  batch: number,
  weights: number,
  bias: number,
  out: number,
  outStride: number,
  scratch: number,
) => void;

/** D = (E ∗ flipped W) · act'(A), volumes */
type ConvInputGradient = (
  shape: number,
  e: number,
  eStride: number,
  batch: number,
  flipped: number,
  a: number,
  out: number,
  stride: number,
  scratch: number,
) => void;

/** P = act(max (X ∗ W) + b) over the windows of a pool, and which tap won (u16) */
type ConvMaxPool = (
  shape: number,
  pool: number,
  x: number,
  xStride: number,
  batch: number,
  weights: number,
  bias: number,
  out: number,
  outStride: number,
  winners: number,
  winnerStride: number,
  scratch: number,
) => void;

/** A = act(scale · (X ∗ W) + b), sparse rows, strides 1 */
type ConvSparse = (
  shape: number,
  entries: number,
  stride: number,
  counts: number,
  batch: number,
  weights: number,
  bias: number,
  scale: number,
  out: number,
  outStride: number,
  scratch: number,
) => void;

/** P = act(scale · max (X ∗ W) + b), sparse rows, strides 1 */
type ConvSparseMaxPool = (
  shape: number,
  pool: number,
  entries: number,
  stride: number,
  counts: number,
  batch: number,
  weights: number,
  bias: number,
  scale: number,
  out: number,
  outStride: number,
  winners: number,
  winnerStride: number,
  scratch: number,
) => void;

/** Lists of the deltas behind a max pool that are not 0, by filter */
type Alive = (
  shape: number,
  pool: number,
  e: number,
  a: number,
  stride: number,
  winners: number,
  winnerStride: number,
  batch: number,
  lists: number,
  listStride: number,
  counts: number,
) => void;

/** D = Σ value · R, then · act'(A), over lists of what is alive */
type ConvInputGradientAlive = (
  shape: number,
  batch: number,
  lists: number,
  listStride: number,
  listBytes: number,
  counts: number,
  transposed: number,
  a: number,
  out: number,
  stride: number,
  scratch: number,
) => void;

/** Y = act(x̂·γ + β), x̂ = (x − mean)·inverse */
type BatchNorm = (
  x: number,
  xStride: number,
  batch: number,
  positions: number,
  filters: number,
  mean: number,
  inverse: number,
  gamma: number,
  beta: number,
  out: number,
  outStride: number,
) => void;

/** D ← D·act'(Y), and float64 sums of it and of D·x̂, a row and a channel */
type BatchNormGradientSums = (
  d: number,
  dStride: number,
  x: number,
  xStride: number,
  y: number,
  yStride: number,
  batch: number,
  positions: number,
  channels: number,
  mean: number,
  inverse: number,
  sums: number,
  sumsStride: number,
) => void;

/** P = act(max (X ∗ W) + b) over windows of 2×2 by Winograd's F(2×2,3×3) */
type WinogradMaxPool = (
  shape: number,
  x: number,
  xStride: number,
  batch: number,
  transformed: number,
  bias: number,
  out: number,
  outStride: number,
  winners: number,
  winnerStride: number,
  scratch: number,
) => void;

/** Convolutions, pools, what is alive behind them, and batch norm. */
export interface ConvKernels {
  f32_conv_sigmoid: Conv;
  f32_conv_tanh: Conv;
  f32_conv_relu: Conv;
  f32_conv_leaky_relu: Conv;
  f32_conv_linear: Conv;
  f32_conv_input_gradient_sigmoid: ConvInputGradient;
  f32_conv_input_gradient_tanh: ConvInputGradient;
  f32_conv_input_gradient_relu: ConvInputGradient;
  f32_conv_input_gradient_leaky_relu: ConvInputGradient;
  f32_conv_input_gradient_linear: ConvInputGradient;
  f32_conv_max_pool_sigmoid: ConvMaxPool;
  f32_conv_max_pool_tanh: ConvMaxPool;
  f32_conv_max_pool_relu: ConvMaxPool;
  f32_conv_max_pool_leaky_relu: ConvMaxPool;
  f32_conv_max_pool_linear: ConvMaxPool;
  f32_conv_sparse_sigmoid: ConvSparse;
  f32_conv_sparse_tanh: ConvSparse;
  f32_conv_sparse_relu: ConvSparse;
  f32_conv_sparse_leaky_relu: ConvSparse;
  f32_conv_sparse_linear: ConvSparse;
  f32_conv_sparse_max_pool_sigmoid: ConvSparseMaxPool;
  f32_conv_sparse_max_pool_tanh: ConvSparseMaxPool;
  f32_conv_sparse_max_pool_relu: ConvSparseMaxPool;
  f32_conv_sparse_max_pool_leaky_relu: ConvSparseMaxPool;
  f32_conv_sparse_max_pool_linear: ConvSparseMaxPool;
  f32_alive_sigmoid: Alive;
  f32_alive_tanh: Alive;
  f32_alive_relu: Alive;
  f32_alive_leaky_relu: Alive;
  f32_alive_linear: Alive;
  f32_conv_input_gradient_alive_sigmoid: ConvInputGradientAlive;
  f32_conv_input_gradient_alive_tanh: ConvInputGradientAlive;
  f32_conv_input_gradient_alive_relu: ConvInputGradientAlive;
  f32_conv_input_gradient_alive_leaky_relu: ConvInputGradientAlive;
  f32_conv_input_gradient_alive_linear: ConvInputGradientAlive;
  f32_conv_flip(shape: number, weights: number, from: number, to: number, target: number): void;
  f32_conv_transpose(shape: number, weights: number, from: number, to: number, target: number): void;
  f32_conv_weight_gradient(
    shape: number,
    x: number,
    xStride: number,
    batch: number,
    d: number,
    dStride: number,
    target: number,
    from: number,
    to: number,
    factor: number,
    scratch: number,
  ): void;
  f32_conv_bias_gradient(
    shape: number,
    d: number,
    dStride: number,
    batch: number,
    target: number,
    from: number,
    to: number,
    factor: number,
  ): void;
  f32_conv_weight_gradient_alive(
    shape: number,
    x: number,
    xStride: number,
    batch: number,
    lists: number,
    listStride: number,
    listBytes: number,
    counts: number,
    target: number,
    from: number,
    to: number,
    factor: number,
    scratch: number,
  ): void;
  f32_conv_bias_gradient_alive(
    shape: number,
    batch: number,
    lists: number,
    listStride: number,
    listBytes: number,
    counts: number,
    target: number,
    from: number,
    to: number,
    factor: number,
  ): void;
  f32_conv_max_norm(shape: number, weights: number, from: number, to: number, most: number): void;
  f32_scatter_rows(
    entries: number,
    stride: number,
    counts: number,
    batch: number,
    inputs: number,
    x: number,
    xStride: number,
  ): void;
  f32_max_pool(
    shape: number,
    x: number,
    xStride: number,
    batch: number,
    out: number,
    outStride: number,
    winners: number,
    winnerStride: number,
  ): void;
  f32_max_pool_gradient(
    shape: number,
    e: number,
    eStride: number,
    batch: number,
    winners: number,
    winnerStride: number,
    out: number,
    outStride: number,
  ): void;
  f32_average_pool(shape: number, x: number, xStride: number, batch: number, out: number, outStride: number): void;
  f32_average_pool_gradient(
    shape: number,
    e: number,
    eStride: number,
    batch: number,
    out: number,
    outStride: number,
  ): void;
  f32_batch_norm_sigmoid: BatchNorm;
  f32_batch_norm_tanh: BatchNorm;
  f32_batch_norm_relu: BatchNorm;
  f32_batch_norm_leaky_relu: BatchNorm;
  f32_batch_norm_linear: BatchNorm;
  f32_batch_norm_gradient_sums_sigmoid: BatchNormGradientSums;
  f32_batch_norm_gradient_sums_tanh: BatchNormGradientSums;
  f32_batch_norm_gradient_sums_relu: BatchNormGradientSums;
  f32_batch_norm_gradient_sums_leaky_relu: BatchNormGradientSums;
  f32_batch_norm_gradient_sums_linear: BatchNormGradientSums;
  f32_batch_norm_sums(
    x: number,
    xStride: number,
    batch: number,
    positions: number,
    channels: number,
    sums: number,
    sumsStride: number,
  ): void;
  f32_batch_norm_statistics(
    sums: number,
    sumsStride: number,
    batch: number,
    count: number,
    channels: number,
    epsilon: number,
    momentum: number,
    mean: number,
    inverse: number,
    runningMean: number,
    runningVariance: number,
  ): void;
  f32_batch_norm_inverse(variance: number, channels: number, epsilon: number, inverse: number): void;
  f32_batch_norm_gradient_totals(
    sums: number,
    sumsStride: number,
    batch: number,
    count: number,
    channels: number,
    means: number,
    gamma: number,
    beta: number,
    factor: number,
  ): void;
  f32_batch_norm_input_gradient(
    d: number,
    dStride: number,
    x: number,
    xStride: number,
    batch: number,
    positions: number,
    channels: number,
    mean: number,
    inverse: number,
    gamma: number,
    means: number,
  ): void;
  f32_conv_winograd_sigmoid: Conv;
  f32_conv_winograd_tanh: Conv;
  f32_conv_winograd_relu: Conv;
  f32_conv_winograd_leaky_relu: Conv;
  f32_conv_winograd_linear: Conv;
  f32_conv_winograd_max_pool_sigmoid: WinogradMaxPool;
  f32_conv_winograd_max_pool_tanh: WinogradMaxPool;
  f32_conv_winograd_max_pool_relu: WinogradMaxPool;
  f32_conv_winograd_max_pool_leaky_relu: WinogradMaxPool;
  f32_conv_winograd_max_pool_linear: WinogradMaxPool;
  f32_conv_winograd_input_gradient_sigmoid: ConvInputGradient;
  f32_conv_winograd_input_gradient_tanh: ConvInputGradient;
  f32_conv_winograd_input_gradient_relu: ConvInputGradient;
  f32_conv_winograd_input_gradient_leaky_relu: ConvInputGradient;
  f32_conv_winograd_input_gradient_linear: ConvInputGradient;
  f32_winograd_weights(
    channels: number,
    filters: number,
    weights: number,
    from: number,
    to: number,
    target: number,
  ): void;
}
