// The sweep of the kernels on volumes: shapes at which loops, lanes, tiles and edges begin and end, and how each is called.
import { Arena } from "../../src/engine/arena.ts";
import type { ConvKernels } from "../../src/engine/conv-kernel-table.ts";
import { type ConvShape, SHAPE_BYTES, scratchBytes, vectors4 } from "../../src/engine/conv-shape.ts";

export type ConvKernelName = keyof ConvKernels;

/** A convolution, the pool behind it, and the part of rows and vectors that one thread takes. */
export interface ConvCase {
  readonly batch: number;
  readonly shape: ConvShape;
  readonly pool: ConvShape;
  readonly rows: readonly [from: number, to: number];
}

interface Wish {
  /** Height and width of the image. */
  readonly image: readonly [number, number];
  readonly channels: number;
  readonly filters: number;
  readonly kernel: readonly [number, number];
  readonly stride?: readonly [number, number];
  readonly same?: boolean;
  readonly pool?: readonly [number, number];
  readonly poolStride?: readonly [number, number];
  readonly batch?: number;
  readonly rows?: readonly [number, number];
}

/** Output and zeros before of one direction. */
function along(size: number, kernel: number, stride: number, same: boolean): [out: number, before: number] {
  if (!same) return [Math.floor((size - kernel) / stride) + 1, 0];
  const out = Math.ceil(size / stride);
  return [out, Math.floor(Math.max(0, (out - 1) * stride + kernel - size) / 2)];
}

function caseOf(wish: Wish): ConvCase {
  const { image, channels, filters, kernel, stride = [1, 1], same = false } = wish;
  const [outHeight, padTop] = along(image[0], kernel[0], stride[0], same);
  const [outWidth, padLeft] = along(image[1], kernel[1], stride[1], same);
  const shape: ConvShape = {
    height: image[0],
    width: image[1],
    channels,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideY: stride[0],
    strideX: stride[1],
    padTop,
    padLeft,
    outHeight,
    outWidth,
    filters,
  };
  const rows = kernel[0] * kernel[1] * channels;
  return { batch: wish.batch ?? 2, shape, pool: poolOf(wish, shape), rows: wish.rows ?? [0, rows] };
}

function poolOf(wish: Wish, { outHeight, outWidth, filters }: ConvShape): ConvShape {
  const window = wish.pool ?? [Math.min(2, outHeight), Math.min(2, outWidth)];
  const [strideY, strideX] = wish.poolStride ?? window;
  return {
    height: outHeight,
    width: outWidth,
    channels: vectors4(filters),
    kernelHeight: window[0],
    kernelWidth: window[1],
    strideY,
    strideX,
    padTop: 0,
    padLeft: 0,
    outHeight: along(outHeight, window[0], strideY, false)[0],
    outWidth: along(outWidth, window[1], strideX, false)[0],
    filters,
  };
}

const KERNELS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Every kernel size, stride, channel count, tile of positions and filters, padding, pool and batch, and their meetings. */
const WISHES: readonly Wish[] = [
  ...KERNELS.map((k): Wish => ({ image: [9, 8], channels: 1, filters: 5, kernel: [k, k] })),
  ...KERNELS.map((k): Wish => ({ image: [7, 9], channels: 4, filters: 4, kernel: [k, k], same: true })),
  ...KERNELS.map((k): Wish => ({ image: [k, k], channels: 4, filters: 9, kernel: [k, k], batch: 1 })),
  ...[2, 3].flatMap((s): Wish[] => [
    { image: [9, 11], channels: 4, filters: 5, kernel: [3, 3], stride: [s, s] },
    { image: [9, 11], channels: 8, filters: 8, kernel: [5, 5], stride: [s, s], same: true },
    { image: [10, 7], channels: 1, filters: 3, kernel: [2, 3], stride: [s, 1], same: true },
    { image: [7, 10], channels: 4, filters: 1, kernel: [1, 1], stride: [1, s] },
  ]),
  ...[1, 3, 4, 5, 8, 20].map((channels): Wish => ({ image: [6, 7], channels, filters: 20, kernel: [3, 3] })),
  ...[1, 2, 3, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 28, 32, 36, 40].map(
    (filters): Wish => ({ image: [5, 5], channels: 4, filters, kernel: [2, 2], same: filters % 3 === 0 }),
  ),
  ...[1, 2, 3, 5, 6, 7, 8, 9].map((w): Wish => ({ image: [1, w], channels: 4, filters: 12, kernel: [1, 1] })),
  ...[0, 1, 2, 3, 9, 10, 33].map((batch): Wish => ({ image: [4, 5], channels: 4, filters: 8, kernel: [3, 2], batch })),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 20].map(
    (n): Wish => ({ image: [n + 1, n + 2], channels: 4, filters: 8, kernel: [3, 3], same: n !== 4 && n !== 8 }),
  ),
  { image: [3, 61], channels: 4, filters: 5, kernel: [3, 3], same: true, batch: 1 },
  { image: [31, 9], channels: 4, filters: 4, kernel: [3, 3], batch: 1 },
  { image: [12, 12], channels: 20, filters: 40, kernel: [5, 5], batch: 1 },
  { image: [8, 8], channels: 4, filters: 20, kernel: [3, 3], pool: [3, 3], poolStride: [2, 2] },
  { image: [8, 7], channels: 1, filters: 8, kernel: [3, 3], same: true, pool: [2, 3], poolStride: [1, 2] },
  { image: [9, 9], channels: 4, filters: 8, kernel: [2, 2], pool: [8, 8] },
  { image: [7, 7], channels: 4, filters: 12, kernel: [3, 3], pool: [2, 2], poolStride: [3, 3] },
  { image: [6, 6], channels: 8, filters: 8, kernel: [3, 3], rows: [4, 40] },
  { image: [6, 6], channels: 8, filters: 20, kernel: [3, 3], same: true, rows: [36, 72] },
  { image: [6, 6], channels: 4, filters: 5, kernel: [3, 3], rows: [8, 8] },
];
export const CASES: readonly ConvCase[] = WISHES.map(caseOf);

export function rowsOf({ kernelHeight, kernelWidth, channels }: ConvShape): number {
  return kernelHeight * kernelWidth * channels;
}

/** Addresses and strides of everything at these sizes; rows are further apart than they are long. */
export function convLayout({ batch, shape, pool }: ConvCase) {
  const arena = new Arena();
  const outChannels = vectors4(shape.filters);
  const [inputs, outputs] = [
    shape.height * shape.width * shape.channels,
    shape.outHeight * shape.outWidth * outChannels,
  ];
  const pooled = pool.outHeight * pool.outWidth * outChannels;
  const apart = (numbers: number) => Math.ceil((numbers + 5) / 4) * 16;
  const [xStride, outStride, poolStride] = [apart(inputs), apart(outputs), apart(pooled)];
  const winnerStride = Math.ceil((2 * pooled + 9) / 16) * 16;
  const listBytes = 8 * pool.outHeight * pool.outWidth;
  const listStride = apart((listBytes * outChannels) / 4);
  const entryStride = apart(2 * inputs);
  const weightBytes = 4 * rowsOf(shape) * outChannels;
  const at = {
    shape: arena.take(SHAPE_BYTES),
    pool: arena.take(SHAPE_BYTES),
    x: arena.take(batch * xStride + 16),
    entries: arena.take(batch * entryStride),
    entryCounts: arena.take(4 * batch),
    weights: arena.take(weightBytes),
    turned: arena.take(weightBytes),
    gradient: arena.take(weightBytes),
    bias: arena.take(4 * outChannels),
    biasGradient: arena.take(4 * outChannels),
    z: arena.take(batch * outStride),
    d: arena.take(batch * outStride),
    below: arena.take(batch * xStride),
    out: arena.take(batch * xStride),
    pooled: arena.take(batch * poolStride),
    e: arena.take(batch * poolStride),
    winners: arena.take(batch * winnerStride),
    found: arena.take(batch * winnerStride),
    lists: arena.take(batch * listStride),
    counts: arena.take(4 * batch * outChannels),
    newLists: arena.take(batch * listStride),
    newCounts: arena.take(4 * batch * outChannels),
    transformed: arena.take(64 * shape.channels * outChannels),
    y: arena.take(batch * outStride),
    sums: arena.take(16 * batch * outChannels + 16 * batch),
    means: arena.take(8 * outChannels),
    mean: arena.take(4 * outChannels),
    inverse: arena.take(4 * outChannels),
    runningMean: arena.take(4 * outChannels),
    runningVariance: arena.take(4 * outChannels),
    gamma: arena.take(4 * outChannels),
    gammaGradient: arena.take(4 * outChannels),
    scratch: arena.take(scratchBytes(shape)),
    behind: arena.take(64),
  };
  const sumsStride = 16 * outChannels + 16;
  const positions = shape.outHeight * shape.outWidth;
  const strides = {
    sumsStride,
    positions,
    channels: outChannels,
    xStride,
    outStride,
    poolStride,
    winnerStride,
    listBytes,
    listStride,
    entryStride,
  };
  return { at, ...strides, inputs, vectors: outChannels / 4, bytes: arena.size };
}
export type ConvLayout = ReturnType<typeof convLayout>;
