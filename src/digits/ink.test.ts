import { describe, expect, it } from "vitest";
import { BOX, fitBox, ink } from "./ink.ts";

const SOFT = 0.55;

/** A straight stroke of `pieces` pieces. */
function line(x0: number, y0: number, x1: number, y1: number, halfWidth: number, pieces = 1) {
  const points: number[] = [];
  for (let i = 0; i <= pieces; i++) points.push(x0 + ((x1 - x0) * i) / pieces, y0 + ((y1 - y0) * i) / pieces);
  return { points, halfWidths: new Array<number>(pieces + 1).fill(halfWidth) };
}

const total = (box: Float64Array) => box.reduce((sum, cover) => sum + cover, 0);

describe("ink", () => {
  it("falls linearly across the edge of a line and is 0 beyond", () => {
    const box = ink([line(2, 10, 18, 10, 2)]);
    const column = (y: number) => box[y * BOX + 10]!; // the pixel's middle lies at y + ½
    expect(column(9)).toBe(1);
    expect(column(10)).toBe(1);
    expect(column(11)).toBeCloseTo((2 + SOFT - 1.5) / (2 * SOFT), 12);
    expect(column(12)).toBeCloseTo((2 + SOFT - 2.5) / (2 * SOFT), 12);
    expect(column(13)).toBe(0);
  });

  it.each([0, 0.3, 1, 2.2])("of a slanting line is its area: 2·w·length + π·(w² + s²/3) (dy %d)", (dy) => {
    for (const w of [0.8, 1.3, 2]) {
      const length = Math.hypot(10, 5 * dy);
      const area = 2 * w * length + Math.PI * (w * w + (SOFT * SOFT) / 3);
      // Each pixel is judged by its middle alone, hence a few per cent.
      expect(Math.abs(total(ink([line(5, 4, 15, 4 + 5 * dy, w)])) / area - 1)).toBeLessThan(0.04);
    }
  });

  it("does not depend on how a line is cut into pieces, nor on their order", () => {
    const whole = ink([line(3, 4, 16, 15, 1.2)]);
    const cut = ink([line(16, 15, 3, 4, 1.2, 9)]);
    whole.forEach((cover, k) => {
      expect(cut[k]).toBeCloseTo(cover, 12);
    });
  });

  it("fits the box exactly in the longer direction, thick or thin, at any scale", () => {
    for (const scale of [0.01, 1, 1000]) {
      const trace = line(-3 * scale, 7 * scale, 2 * scale, 30 * scale, 1.5, 4);
      trace.halfWidths[0] = 0.7;
      fitBox([trace], 0.5, 0.5);
      const ends = [trace.points[1]! - 0.7 - SOFT, trace.points.at(-1)! + 1.5 + SOFT];
      expect(ends[0]).toBeCloseTo(0, 9);
      expect(ends[1]).toBeCloseTo(BOX, 9);
    }
  });
});
