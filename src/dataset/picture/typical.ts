import type { PictureForm } from "../../core/picture-form.ts";
import { channelsOf, type PictureShape } from "../../core/picture-shape.ts";

type Typical = PictureForm["typical"];

/** Most rows and columns of the grid. */
const MOST_CELLS = 14;
/** Added to the standard deviation of a cell, so that cells that never change do not decide alone. */
const FLOOR = 12;
/** Share of the training pictures that lie nearer than `far`. */
const NEARLY_ALL = 0.995;

/** @param pictures rows of one set, brightness 0 … 255 */
export function typicalOf(pictures: readonly ArrayLike<number>[], shape: PictureShape): Typical {
  const grid = [Math.min(shape[0], MOST_CELLS), Math.min(shape[1], MOST_CELLS)] as const;
  const rows = pictures.map((pixels) => cells(pixels, shape, grid));
  const mean = Array.from(rows[0]!, (_, cell) => rounded(rows.reduce((sum, row) => sum + row[cell]!, 0) / rows.length));
  const spread = mean.map((middle, cell) => {
    const squares = rows.map((row) => (row[cell]! - middle) * (row[cell]! - middle));
    return rounded(Math.sqrt(squares.reduce((a, b) => a + b, 0) / rows.length));
  });
  const distances = rows.map((row) => distance(row, { mean, spread })).sort((a, b) => a - b);
  const far = distances[Math.min(rows.length - 1, Math.floor(NEARLY_ALL * rows.length))]!;
  const roughness = rangeOf(pictures.map((pixels) => roughnessOf(pixels, shape)));
  return { grid, mean, spread, far: Math.max(0.001, Math.ceil(1000 * far) / 1000), roughness };
}

/**
 * How far a picture is from those of training, as a multiple of what nearly all of them keep within; above 1 it is unlike
 * them. The larger of two: the mean over the grid's cells of ((brightness − mean) / (spread + 12))², and how far its
 * roughness, the mean difference between neighbouring pixels, is outside their range.
 *
 * @param pixels brightness 0 … 255
 */
export function strangeness(pixels: ArrayLike<number>, shape: PictureShape, typical: Typical): number {
  const { far, roughness, grid } = typical;
  const [low, high] = roughness;
  const rough = roughnessOf(pixels, shape);
  const beyond = Math.max(low - rough, rough - high);
  const outside = beyond > 0 ? 1 + beyond / (high - low + 1) : 0;
  return Math.max(distance(cells(pixels, shape, grid), typical) / far, outside);
}

/** From the smallest to the largest, and a tenth of that more on both sides. */
function rangeOf(values: readonly number[]): [low: number, high: number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const more = (high - low) / 10;
  return [rounded(Math.max(0, low - more)), rounded(high + more)];
}

/** Mean difference of brightness between a pixel and those to its right and below it. */
function roughnessOf(pixels: ArrayLike<number>, shape: PictureShape): number {
  const [height, width] = shape;
  const channels = channelsOf(shape);
  const row = width * channels;
  let sum = 0;
  for (let i = 0; i < height * row; i++) {
    if (i % row < row - channels) sum += Math.abs(pixels[i]! - pixels[i + channels]!);
    if (i + row < height * row) sum += Math.abs(pixels[i]! - pixels[i + row]!);
  }
  return sum / (height * row);
}

function distance(row: Float64Array, { mean, spread }: Pick<Typical, "mean" | "spread">): number {
  let sum = 0;
  for (let cell = 0; cell < row.length; cell++) {
    const difference = (row[cell]! - mean[cell]!) / (spread[cell]! + FLOOR);
    sum += difference * difference;
  }
  return sum / row.length;
}

/** Mean brightness of the pixels in each cell, all channels together. */
function cells(pixels: ArrayLike<number>, shape: PictureShape, [rows, columns]: Typical["grid"]): Float64Array {
  const [height, width] = shape;
  const channels = channelsOf(shape);
  const sums = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  for (let y = 0; y < height; y++) {
    const first = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x++) {
      const cell = first + Math.floor((x * columns) / width);
      for (let c = 0; c < channels; c++) sums[cell]! += pixels[(y * width + x) * channels + c]!;
      counts[cell]! += channels;
    }
  }
  return sums.map((sum, cell) => sum / counts[cell]!);
}

const rounded = (value: number) => Math.floor(10 * value + 0.5) / 10;
