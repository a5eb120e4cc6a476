import { describe, expect, it } from "vitest";
import { digits } from "../../../test/support/doctor-cases.ts";
import { Random } from "../../core/random.ts";
import { PENALTY, Ridge, ridgeColumns } from "./ridge.ts";
import { spreadRows } from "./rows.ts";

/** A · x = b by elimination with pivots: no part of it is shared with what it judges. */
function solve(a: number[][], b: number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]!]);
  const n = m.length;
  for (let c = 0; c < n; c++) {
    let p = c;
    for (let r = c; r < n; r++) if (Math.abs(m[r]![c]!) > Math.abs(m[p]![c]!)) p = r;
    [m[c], m[p]] = [m[p]!, m[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const f = m[r]![c]! / m[c]![c]!;
      for (let k = c; k <= n; k++) m[r]![k]! -= f * m[c]![k]!;
    }
  }
  return m.map((row, i) => row[n]! / row[i]!);
}

const [rows, size, classes] = [40, 6, 3];
const random = new Random(5, "doctor");
const labels = Int32Array.from({ length: rows }, () => random.below(classes));
const images = Float64Array.from({ length: rows * size }, (_, at) => {
  const label = labels[Math.trunc(at / size)]!;
  return at % size === 4 ? 7 : (at % size === label ? 1.5 : 0) + 10 ** (at % 3) * random.normal();
});
const all = spreadRows(rows, rows);

/** Standardised as the whole table is; the constant column becomes 0. */
function columns(): number[][] {
  const x = Array.from({ length: rows }, (_, i) => Array.from(images.subarray(i * size, (i + 1) * size)));
  for (let j = 0; j < size; j++) {
    const mean = x.reduce((sum, row) => sum + row[j]!, 0) / rows;
    const sd = Math.sqrt(x.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / rows);
    for (const row of x) row[j] = sd > 1e-9 ? (row[j]! - mean) / sd : 0;
  }
  return x;
}

/** Penalised least squares with a free intercept, made from the other rows alone, asked about row i. */
function refitWithout(i: number, k: number): number {
  const x = columns();
  const lambda = (PENALTY * rows * (size - 1)) / size;
  const used = x.flatMap((row, r) => (r === i ? [] : [{ row: [1, ...row], y: labels[r] === k ? 1 : 0 }]));
  const n = size + 1;
  const a = Array.from({ length: n }, (_, p) =>
    Array.from({ length: n }, (_, q) =>
      used.reduce((sum, { row }) => sum + row[p]! * row[q]!, p === q && p > 0 ? lambda : 0),
    ),
  );
  const b = Array.from({ length: n }, (_, p) => used.reduce((sum, { row, y }) => sum + row[p]! * y, 0));
  return solve(a, b).reduce((sum, w, p) => sum + w * (p === 0 ? 1 : x[i]![p - 1]!), 0);
}

describe("ridge regression", () => {
  const ridge = new Ridge({ images, size, rows: all, labels }, [1, size], classes);

  it("knows the score of a row left out as a new fit without it does", () => {
    for (let i = 0; i < rows; i += 3) {
      for (let k = 0; k < classes; k++) expect(ridge.leftOut[i * classes + k]).toBeCloseTo(refitWithout(i, k), 8);
    }
  });

  it("gives scores that add up to 1", () => {
    const scores = ridge.scores(images, all);
    for (let i = 0; i < rows; i++) {
      expect(scores.subarray(i * classes, (i + 1) * classes).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    }
  });

  it("finds nothing in labels that were drawn at random, however many columns there are", () => {
    const noise = Float64Array.from({ length: 60 * 100 }, () => random.normal());
    const drawn = Int32Array.from({ length: 60 }, () => random.below(2));
    const rows60 = spreadRows(60, 60);
    const fit = new Ridge({ images: noise, size: 100, rows: rows60, labels: drawn }, [1, 100], 2);
    const { answers } = fit.answersOf(fit.leftOut, rows60);
    const right = answers.filter((answer, i) => answer === drawn[i]).length;
    expect(right).toBeGreaterThan(12);
    expect(right).toBeLessThan(48);
  });

  it("reads digits that it has not seen, better than class means do", () => {
    const { training, test } = digits(2000, 500);
    const known = Int32Array.from(training.labels);
    const fit = new Ridge(
      { images: training.images, size: 784, rows: spreadRows(2000, 2000), labels: known },
      [28, 28],
      10,
    );
    const asked = spreadRows(500, 500);
    const { answers } = fit.answersOf(fit.scores(test.images, asked), asked);
    expect(answers.filter((answer, i) => answer === test.labels[i]).length / 500).toBeGreaterThan(0.78);
  });
});

it("columns of pictures are pooled, those of wide tables are too many", () => {
  expect(ridgeColumns(784, [28, 28])).toEqual({ columns: 196, factor: 2 });
  expect(ridgeColumns(64, [8, 8])).toEqual({ columns: 64, factor: 1 });
  expect(ridgeColumns(27 * 33, [27, 33])?.columns).toBeLessThanOrEqual(256);
  expect(ridgeColumns(5000, [1, 5000])).toBeUndefined();
});
