import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDrawing, smooth } from "./drawing.ts";
import { STYLES } from "./styles/index.ts";

describe("drawings", () => {
  it("are read stroke by stroke, with their corners", () => {
    expect(parseDrawing("12,6 44,-5 78.5,4! 42,44 / 10,50 90,50")).toEqual([
      { points: [12, 6, 44, -5, 78.5, 4, 42, 44], corner: [false, false, true, false] },
      { points: [10, 50, 90, 50], corner: [false, false] },
    ]);
  });

  it("of a style have the same strokes, points and corners, so that they blend", () => {
    expect(STYLES).toHaveLength(10);
    for (const styles of STYLES) {
      for (const style of styles) {
        expect(style.share).toBeGreaterThan(0);
        const [first, ...others] = style.drawings.map(parseDrawing);
        for (const stroke of first!) expect(stroke.points).toHaveLength(2 * stroke.corner.length);
        for (const other of others) {
          expect(other.map((stroke) => stroke.corner)).toEqual(first!.map((stroke) => stroke.corner));
          expect(other.flatMap((stroke) => stroke.points).every(Number.isFinite)).toBe(true);
        }
      }
    }
  });
});

const coordinate = fc.double({ min: -50, max: 150, noNaN: true });
const stroke = fc.array(fc.tuple(coordinate, coordinate, fc.boolean()), { minLength: 2, maxLength: 12 });

describe("the smooth curve", () => {
  it("goes through every point, five pieces from one to the next", () => {
    fc.assert(
      fc.property(stroke, (points) => {
        const chain = smooth(
          points.flatMap((point) => point.slice(0, 2) as [number, number]),
          points.map(([, , corner]) => corner),
        );
        expect(chain).toHaveLength(2 * (5 * (points.length - 1) + 1));
        points.forEach(([x, y], i) => {
          expect(chain[10 * i]).toBeCloseTo(x, 9);
          expect(chain[10 * i + 1]).toBeCloseTo(y, 9);
        });
      }),
    );
  });

  it("stays on the line when all points lie on one, evenly apart", () => {
    const chain = smooth([0, 0, 10, 20, 20, 40, 30, 60], [false, false, false, false]);
    for (let i = 0; i < chain.length; i += 2) expect(chain[i + 1]).toBeCloseTo(2 * chain[i]!, 9);
  });

  it("is straight between two corners and turns sharply there", () => {
    const chain = smooth([0, 0, 50, 0, 50, 50], [false, true, false]);
    for (let i = 0; i <= 5; i++) {
      expect(chain[2 * i + 1]).toBeCloseTo(0, 12);
      expect(chain[2 * i + 10]).toBeCloseTo(50, 12);
    }
  });
});
