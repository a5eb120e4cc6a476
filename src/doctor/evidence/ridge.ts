import type { SampleImages } from "../sample.ts";
import type { Answers, Labelled } from "./centroid.ts";
import { type Dense, pool, poolFactor, unpooled } from "./pool.ts";

type Shape = readonly [height: number, width: number] | undefined;

/** Columns that pictures are pooled to, and that a table may have. */
const COLUMNS = 256;
const TABLE_COLUMNS = 800;
/** λ as a share of the mean of the diagonal of XᵀX. */
export const PENALTY = 0.02;
/** Multiplications for XᵀX: about 10,000 rows of MNIST. */
const BUDGET = 4e8;

/** Rows of so many columns that the budget allows. */
export function ridgeRows(columns: number): number {
  return Math.max(200, Math.trunc(BUDGET / (columns * columns)));
}

/** How images become columns: pictures are pooled to at most 256. Undefined for tables wider than 800. */
export function ridgeColumns(size: number, shape: Shape): { columns: number; factor: number } | undefined {
  const picture = shape !== undefined && shape[0] > 1 && shape[0] * shape[1] === size;
  if (!picture) return size <= TABLE_COLUMNS ? { columns: size, factor: 1 } : undefined;
  const factor = poolFactor(shape, COLUMNS);
  return { columns: Math.ceil(shape[0] / factor) * Math.ceil(shape[1] / factor), factor };
}

/**
 * Ridge regression of one-hot rows on centred columns (Hoerl and Kennard 1970): W = (XᵀX + λI)⁻¹XᵀY, answer = the largest
 * of ȳ + xW. Pictures share one scale, columns of a table have deviation 1 each. With hᵢ = 1/N + xᵢᵀ(XᵀX + λI)⁻¹xᵢ the scores
 * without row i are known without a new fit (Allen's PRESS): (ŷᵢ − hᵢyᵢ)/(1 − hᵢ).
 */
export class Ridge {
  readonly classes: number;
  /** [rows][classes]: estimates of P(class | image), each row left out of the fit. */
  readonly leftOut: Float64Array;
  readonly #size: number;
  readonly #shape: Shape;
  readonly #factor: number;
  readonly #means: Float64Array;
  readonly #scales: Float64Array;
  readonly #base: Float64Array;
  /** [columns][classes]. */
  readonly #weights: Float64Array;

  constructor(data: Labelled, shape: Shape, classes: number) {
    const { images, size, rows, labels } = data;
    const { factor } = ridgeColumns(size, shape) as { factor: number };
    this.classes = classes;
    this.#size = size;
    this.#shape = shape;
    this.#factor = factor;
    const x = this.#columnsOf(images, rows);
    const { means, scales } = centre(x, rows.length, shape !== undefined && shape[0] > 1);
    [this.#means, this.#scales] = [means, scales];
    this.#base = new Float64Array(classes);
    for (const label of labels) if (label >= 0) this.#base[label] += 1 / labels.length;
    const root = choleskyOf(gram(x, rows.length), x.columns);
    this.#weights = solveAll(root, moments(x, labels, classes), x.columns, classes);
    this.leftOut = this.#scores(x, rows.length);
    leaveOut(this.leftOut, root, x, labels, classes);
  }

  /** ȳ + xW of each row, [rows][classes]. */
  scores(images: SampleImages, rows: Int32Array): Float64Array {
    const x = this.#columnsOf(images, rows);
    standardise(x, this.#means, this.#scales);
    return this.#scores(x, rows.length);
  }

  /** The class of the largest score of each row, and how far it is above the second. */
  answersOf(scores: Float64Array, rows: Int32Array): Answers {
    const { classes } = this;
    const answers = new Int32Array(rows.length);
    const margins = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      let [best, second] = [0, -1];
      for (let k = 1; k < classes; k++) {
        if (scores[i * classes + k] > scores[i * classes + best]) [best, second] = [k, best];
        else if (second < 0 || scores[i * classes + k] > scores[i * classes + second]) second = k;
      }
      answers[i] = best;
      margins[i] = second < 0 ? 0 : scores[i * classes + best] - scores[i * classes + second];
    }
    return { rows, answers, margins };
  }

  #columnsOf(images: SampleImages, rows: Int32Array): Dense {
    const shape = this.#shape;
    return shape !== undefined && shape[0] > 1 && shape[0] * shape[1] === this.#size
      ? pool(images, rows, shape, this.#factor)
      : unpooled(images, rows, this.#size);
  }

  #scores({ columns, values }: Dense, count: number): Float64Array {
    const { classes } = this;
    const scores = new Float64Array(count * classes);
    for (let i = 0; i < count; i++) {
      const to = i * classes;
      for (let k = 0; k < classes; k++) scores[to + k] = this.#base[k];
      for (let j = 0; j < columns; j++) {
        const value = values[i * columns + j];
        for (let k = 0; k < classes; k++) scores[to + k] += value * this.#weights[j * classes + k];
      }
    }
    return scores;
  }
}

/** Centres and scales the columns in place. */
function centre(x: Dense, count: number, oneScale: boolean) {
  const { columns, values } = x;
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let i = 0; i < count; i++) for (let j = 0; j < columns; j++) means[j] += values[i * columns + j] / count;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < columns; j++) squares[j] += squared(values[i * columns + j] - means[j]) / count;
  }
  const all = squares.reduce((sum, square) => sum + square, 0) / columns;
  // A column that hardly varies says nothing; of what is left of rounding no scale may be made.
  const scales = squares.map((square, j) => {
    const variance = oneScale ? all : square;
    return variance > 1e-12 * (variance + means[j] * means[j]) ? 1 / Math.sqrt(variance) : 0;
  });
  standardise(x, means, scales);
  return { means, scales };
}

function standardise({ columns, values }: Dense, means: Float64Array, scales: Float64Array): void {
  for (let at = 0, j = 0; at < values.length; at++) {
    values[at] = (values[at] - means[j]) * scales[j];
    if (++j === columns) j = 0;
  }
}

/** XᵀX + λI, lower triangle. Constant columns get λ alone. */
function gram({ columns, values }: Dense, count: number): Float64Array {
  const g = new Float64Array(columns * columns);
  for (let i = 0; i < count; i++) {
    const from = i * columns;
    for (let a = 0; a < columns; a++) {
      const value = values[from + a];
      if (value === 0) continue;
      for (let b = 0, at = a * columns; b <= a; b++) g[at + b] += value * values[from + b];
    }
  }
  let trace = 0;
  for (let a = 0; a < columns; a++) trace += g[a * columns + a];
  const lambda = PENALTY * (trace / columns) + 1e-9;
  for (let a = 0; a < columns; a++) g[a * columns + a] += lambda;
  return g;
}

/** XᵀY, [columns][classes]: Y is centred by X being so. */
function moments({ columns, values }: Dense, labels: Int32Array, classes: number): Float64Array {
  const sums = new Float64Array(columns * classes);
  labels.forEach((label, i) => {
    for (let j = 0; label >= 0 && j < columns; j++) sums[j * classes + label] += values[i * columns + j];
  });
  return sums;
}

/** L with LLᵀ = g, in place of the lower triangle of g. */
function choleskyOf(g: Float64Array, n: number): Float64Array {
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = g[a * n + b];
      for (let c = 0, p = a * n, q = b * n; c < b; c++) sum -= g[p + c] * g[q + c];
      g[a * n + b] = a === b ? Math.sqrt(sum) : sum / g[b * n + b];
    }
  }
  return g;
}

/** LLᵀ·W = right side, column by column. */
function solveAll(root: Float64Array, right: Float64Array, n: number, classes: number): Float64Array {
  const w = right.slice();
  for (let k = 0; k < classes; k++) {
    for (let a = 0; a < n; a++) {
      let sum = w[a * classes + k];
      for (let b = 0; b < a; b++) sum -= root[a * n + b] * w[b * classes + k];
      w[a * classes + k] = sum / root[a * n + a];
    }
    for (let a = n - 1; a >= 0; a--) {
      let sum = w[a * classes + k];
      for (let b = a + 1; b < n; b++) sum -= root[b * n + a] * w[b * classes + k];
      w[a * classes + k] = sum / root[a * n + a];
    }
  }
  return w;
}

/** Turns fitted scores into those without the row itself: hᵢ = 1/N + ‖L⁻¹xᵢ‖². */
function leaveOut(scores: Float64Array, root: Float64Array, x: Dense, labels: Int32Array, classes: number): void {
  const { columns: n, values } = x;
  const solved = new Float64Array(n);
  labels.forEach((label, i) => {
    let h = 1 / labels.length;
    for (let a = 0; a < n; a++) {
      let sum = values[i * n + a];
      for (let b = 0, at = a * n; b < a; b++) sum -= root[at + b] * solved[b];
      solved[a] = sum / root[a * n + a];
      h += solved[a] * solved[a];
    }
    const rest = Math.max(1e-9, 1 - h);
    for (let k = 0; k < classes; k++) {
      scores[i * classes + k] = (scores[i * classes + k] - (k === label ? h : 0)) / rest;
    }
  });
}

const squared = (x: number) => x * x;
