// The kernels on volumes at the shapes of a network for MNIST and of 3×3 layers: GFLOP/s of the dense ones, microseconds an
// image of those that skip zeros, with as many zeros as there are in training (81 % of the pixels; relu behind a pool: half).

/** [name, height and width, channels, filters, kernel, same padding, images of a mini-batch] */
const SHAPES = [
  ["conv1 1→20 5×5 at 28²", 28, 1, 20, 5, false, 10],
  ["conv2 20→40 5×5 at 12²", 12, 20, 40, 5, false, 10],
  ["3×3 16→32 at 12²", 12, 16, 32, 3, true, 10],
  ["3×3 32→32 at 28²", 28, 32, 32, 3, true, 4],
  ["3×3 32→64 at 14²", 14, 32, 64, 3, true, 10],
  ["3×3 64→64 at 14²", 14, 64, 64, 3, true, 10],
];

const PIXELS = 0.19;
const ALIVE = 0.5;

function shapeOf([, size, channels, filters, kernel, same]) {
  const out = same ? size : size - kernel + 1;
  const pad = same ? (kernel - 1) / 2 : 0;
  return {
    height: size,
    width: size,
    channels,
    kernelHeight: kernel,
    kernelWidth: kernel,
    strideY: 1,
    strideX: 1,
    padTop: pad,
    padLeft: pad,
    outHeight: out,
    outWidth: out,
    filters,
  };
}

function poolOf({ outHeight, outWidth, filters }) {
  const half = { height: outHeight, width: outWidth, channels: filters, kernelHeight: 2, kernelWidth: 2, strideY: 2 };
  return { ...half, strideX: 2, padTop: 0, padLeft: 0, outHeight: outHeight >> 1, outWidth: outWidth >> 1, filters };
}

/** Addresses of one shape's buffers, filled: numbers of either sign, entries, winners. */
function prepare({ memory, writeShape, scratchBytes, random }, shape, pool, batch) {
  const [f32, u32] = [new Float32Array(memory.buffer), new Uint32Array(memory.buffer)];
  const u16 = new Uint16Array(memory.buffer);
  let next = 64;
  const take = (numbers) => {
    const at = next;
    next = Math.ceil((at + numbers * 4 + 64) / 64) * 64;
    return at;
  };
  const rows = shape.kernelHeight * shape.kernelWidth * shape.channels;
  const [inputs, outputs] = [
    shape.height * shape.width * shape.channels,
    shape.outHeight * shape.outWidth * shape.filters,
  ];
  const pooled = pool.outHeight * pool.outWidth * shape.filters;
  const strides = { x: 4 * inputs + 64, out: 4 * outputs + 64, pooled: 4 * pooled + 64, winners: 2 * pooled + 64 };
  const lists = { bytes: 8 * pool.outHeight * pool.outWidth, stride: 8 * pooled + 64 };
  const at = {
    shape: take(16),
    pool: take(16),
    x: take((batch * strides.x) / 4),
    entries: take(batch * 2 * inputs),
    entryCounts: take(batch),
    w: take(rows * shape.filters),
    turned: take(rows * shape.filters),
    gradient: take(rows * shape.filters),
    transformed: take(16 * shape.channels * shape.filters),
    bias: take(shape.filters),
    out: take((batch * strides.out) / 4),
    back: take((batch * strides.x) / 4),
    pooled: take((batch * strides.pooled) / 4),
    e: take((batch * strides.pooled) / 4),
    winners: take((batch * strides.winners) / 4),
    lists: take((batch * lists.stride) / 4),
    counts: take(batch * shape.filters),
    scratch: take(scratchBytes(shape) / 4),
  };
  for (let i = 32; i < next / 4; i++) f32[i] = random() - 0.5;
  for (let i = at.e / 4; i < at.winners / 4; i++) f32[i] = random() < ALIVE ? 0.1 : 0;
  for (let i = 0; i < (batch * strides.winners) / 2; i++) u16[at.winners / 2 + i] = Math.floor(random() * 4);
  for (let m = 0; m < batch; m++) {
    let e = at.entries / 4 + 2 * m * inputs;
    const first = e;
    for (let k = 0; k < inputs; k++) {
      if (random() >= PIXELS) continue;
      u32[e] = 64 * k;
      e += 2;
    }
    u32[at.entryCounts / 4 + m] = (e - first) / 2;
  }
  writeShape(u32, at.shape, shape);
  writeShape(u32, at.pool, pool);
  return { at, strides, lists, rows, entryStride: 8 * inputs };
}

/** What is measured: name → [call, true where it is dense]. */
function callsOf(kernels, shape, batch, { at, strides, lists, rows, entryStride }) {
  const k = kernels;
  const listed = [at.lists, lists.stride, lists.bytes, at.counts];
  const calls = {
    forward: [
      () => k.f32_conv_relu(at.shape, at.x, strides.x, batch, at.w, at.bias, at.out, strides.out, at.scratch),
      true,
    ],
    "forward with max pool": [
      () => k.f32_conv_max_pool_relu(at.shape, at.pool, at.x, strides.x, batch, at.w, at.bias, at.pooled, strides.pooled, at.winners, strides.winners, at.scratch), // biome-ignore format: one call
      true,
    ],
    "weight gradient": [
      () => k.f32_conv_weight_gradient(at.shape, at.x, strides.x, batch, at.out, strides.out, at.gradient, 0, rows, 0.1, at.scratch), // biome-ignore format: one call
      true,
    ],
  };
  const alive = () => k.f32_alive_linear(at.shape, at.pool, at.e, at.e, strides.pooled, at.winners, strides.winners, batch, at.lists, lists.stride, at.counts); // biome-ignore format: one call
  alive();
  if (shape.channels === 1)
    calls["forward with max pool, zero pixels skipped"] = [
      () => k.f32_conv_sparse_max_pool_relu(at.shape, at.pool, at.entries, entryStride, at.entryCounts, batch, at.w, at.bias, 1, at.pooled, strides.pooled, at.winners, strides.winners, at.scratch), // biome-ignore format: one call
    ];
  else
    calls["input gradient"] = [
      () => k.f32_conv_input_gradient_relu(at.shape, at.out, strides.out, batch, at.turned, at.x, at.back, strides.x, at.scratch), // biome-ignore format: one call
      true,
    ];
  if (shape.kernelHeight === 3) {
    const { channels, filters } = shape;
    calls["Winograd's weights"] = [() => k.f32_winograd_weights(channels, filters, at.w, 0, channels, at.transformed)];
    calls["forward by Winograd"] = [
      () => k.f32_conv_winograd_relu(at.shape, at.x, strides.x, batch, at.transformed, at.bias, at.out, strides.out, at.scratch), // biome-ignore format: one call
      true,
    ];
  }
  calls["lists of what is alive"] = [alive];
  calls["weight gradient over lists"] = [
    () => k.f32_conv_weight_gradient_alive(at.shape, at.x, strides.x, batch, ...listed, at.gradient, 0, rows, 0.1, at.scratch), // biome-ignore format: one call
  ];
  calls["bias gradient over lists"] = [
    () => k.f32_conv_bias_gradient_alive(at.shape, batch, ...listed, at.bias, 0, shape.filters / 4, 0.1),
  ];
  if (shape.channels > 1)
    calls["input gradient over lists"] = [
      () => k.f32_conv_input_gradient_alive_linear(at.shape, batch, ...listed, at.turned, at.x, at.back, strides.x, at.scratch), // biome-ignore format: one call
    ];
  return calls;
}

/** @returns figures by name: `gflops` and `microseconds` an image */
export function convFigures(kind, tools, best) {
  const result = {};
  for (const wish of SHAPES) {
    const [name, , , , , , batch] = wish;
    const shape = shapeOf(wish);
    const buffers = prepare(tools, shape, poolOf(shape), batch);
    const flops = 2 * batch * shape.outHeight * shape.outWidth * buffers.rows * shape.filters;
    for (const [what, [call, dense]] of Object.entries(callsOf(tools.kernels, shape, batch, buffers))) {
      const gflops = best(flops, call);
      const microseconds = flops / gflops / 1000 / batch;
      result[`${kind} ${name} ${what}`] = dense ? { gflops, microseconds } : { microseconds };
    }
  }
  return result;
}
