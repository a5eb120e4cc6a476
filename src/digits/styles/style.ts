/**
 * One way of writing a digit, drawn by hand on a square of 100 × 100 (x to the right, y down).
 *
 * A drawing is a list of strokes (`/` between them); a stroke is a list of points `x,y` that a smooth curve goes
 * through; `!` after a point makes it a sharp corner. All drawings of a style have the same strokes, points and
 * corners, so that any blend of them is a drawing too: each digit is a blend of its own.
 */
export interface Style {
  /** How many people write it so, relative to the other styles of the digit. */
  readonly share: number;
  readonly drawings: readonly string[];
  /** Mean and spread of the slant (shift of x by height; to the right is positive); default 0.18 and 0.2. */
  readonly slant?: readonly [mean: number, spread: number];
  /** Half width of the thickest line in pixels, so that what is open stays open; default 2. */
  readonly thickest?: number;
  /** How far the points stray and the whole bends, relative to other styles; default 1. */
  readonly loose?: number;
}
