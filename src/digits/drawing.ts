/** A stroke of a drawing: the points that its curve goes through, `x0, y0, x1, y1, …`, and which are corners. */
export interface Stroke {
  readonly points: readonly number[];
  readonly corner: readonly boolean[];
}

export type Drawing = readonly Stroke[];

/** Reads a drawing in the notation of styles/style.ts: `12,6 44,5 78,4! 42,44 / 10,50 90,50`. */
export function parseDrawing(text: string): Drawing {
  return text.split("/").map((part) => {
    const words = part.trim().split(/\s+/);
    return {
      points: words.flatMap((word) => word.replace("!", "").split(",").map(Number)),
      corner: words.map((word) => word.endsWith("!")),
    };
  });
}

/** Pieces of each curve between two of its points; about one pixel long. */
const PIECES = 5;

/**
 * The smooth curve through the points of a stroke, as a chain of short straight pieces `x0, y0, x1, y1, …`.
 *
 * Centripetal Catmull–Rom (Barry and Goldman 1988; Yuksel, Schaefer and Keyser 2011): it has no loops or cusps of its
 * own however unevenly the points lie. Corners end one curve and begin the next.
 */
export function smooth(points: readonly number[], corner: readonly boolean[]): number[] {
  const chain = [points[0]!, points[1]!];
  const last = corner.length - 1;
  let from = 0;
  for (let i = 1; i <= last; i++) {
    if (i < last && !corner[i]) continue;
    appendCurve(chain, points, from, i);
    from = i;
  }
  return chain;
}

/** Appends the curve through points `from` … `to`, without its first point. */
function appendCurve(chain: number[], points: readonly number[], from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const step = knotStep(points, i);
    const before = i > from ? knotStep(points, i - 1) : 0;
    const after = i + 1 < to ? knotStep(points, i + 1) : 0;
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      chain.push(hermite(points, 2 * i, t, before, step, after), hermite(points, 2 * i + 1, t, before, step, after));
    }
  }
}

/** Distance between neighbouring points in the curve's parameter: √ of the length (centripetal). */
function knotStep(points: readonly number[], i: number): number {
  const dx = points[2 * i + 2]! - points[2 * i]!;
  const dy = points[2 * i + 3]! - points[2 * i + 1]!;
  return Math.sqrt(Math.sqrt(dx * dx + dy * dy)) + 1e-3;
}

/**
 * One coordinate at t of the span that begins at index k: a cubic between two points whose slopes (change over the
 * span) look at the points before and after. A step of 0 before or after means that the curve begins or ends there;
 * its slope is then chosen so that the curvature fades.
 */
function hermite(points: readonly number[], k: number, t: number, before: number, step: number, after: number): number {
  const a = points[k]!;
  const b = points[k + 2]!;
  const chord = b - a;
  let slopeA = chord;
  let slopeB = chord;
  if (before > 0) slopeA = slope(points[k - 2]!, a, b, before, step) * step;
  if (after > 0) slopeB = slope(a, b, points[k + 4]!, step, after) * step;
  if (before === 0) slopeA = 1.5 * chord - 0.5 * slopeB;
  if (after === 0) slopeB = 1.5 * chord - 0.5 * slopeA;
  const s = 1 - t;
  return a * s * s * (1 + 2 * t) + b * t * t * (3 - 2 * t) + t * s * (slopeA * s - slopeB * t);
}

/** Slope at b of the parabola through a, b and c, whose parameters lie `before` and `after` apart. */
function slope(a: number, b: number, c: number, before: number, after: number): number {
  return (b - a) / before - (c - a) / (before + after) + (c - b) / after;
}
