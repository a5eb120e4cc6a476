import type { Trace } from "./hand.ts";

/** The box that a digit fills, in pixels, as in MNIST. */
export const BOX = 20;
/** Pixels from full ink to none across the edge of a line, halved. */
const SOFT = 0.55;

/** Scales and moves the strokes, in place, so that their ink fills the box in its longer direction. */
export function fitBox(traces: readonly Trace[], offsetX: number, offsetY: number): void {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  let margin = 0;
  for (const { points, halfWidths } of traces) {
    for (let i = 0; i < points.length; i += 2) {
      left = Math.min(left, points[i]!);
      right = Math.max(right, points[i]!);
      top = Math.min(top, points[i + 1]!);
      bottom = Math.max(bottom, points[i + 1]!);
      margin = Math.max(margin, halfWidths[i >> 1]! + SOFT);
    }
  }
  const room = BOX - 2 * margin;
  const scale = room / Math.max(right - left, bottom - top);
  const x0 = margin + offsetX * (room - scale * (right - left));
  const y0 = margin + offsetY * (room - scale * (bottom - top));
  for (const { points } of traces) {
    for (let i = 0; i < points.length; i += 2) {
      points[i] = x0 + scale * (points[i]! - left);
      points[i + 1] = y0 + scale * (points[i + 1]! - top);
    }
  }
}

/** Ink of the strokes on BOX × BOX pixels, each 0 (paper) … 1 (full), row after row. */
export function ink(traces: readonly Trace[]): Float64Array {
  const box = new Float64Array(BOX * BOX);
  for (const { points, halfWidths } of traces) {
    for (let i = 1; i < halfWidths.length; i++) {
      inkPiece(
        box,
        points[2 * i - 2]!,
        points[2 * i - 1]!,
        halfWidths[i - 1]!,
        points[2 * i]!,
        points[2 * i + 1]!,
        halfWidths[i]!,
      );
    }
  }
  return box;
}

/** One straight piece with round ends; a pixel keeps the strongest ink that it gets. */
function inkPiece(box: Float64Array, ax: number, ay: number, aw: number, bx: number, by: number, bw: number): void {
  const reach = Math.max(aw, bw) + SOFT;
  const x0 = Math.max(0, Math.ceil(Math.min(ax, bx) - reach - 0.5));
  const x1 = Math.min(BOX - 1, Math.floor(Math.max(ax, bx) + reach - 0.5));
  const y0 = Math.max(0, Math.ceil(Math.min(ay, by) - reach - 0.5));
  const y1 = Math.min(BOX - 1, Math.floor(Math.max(ay, by) + reach - 0.5));
  const dx = bx - ax;
  const dy = by - ay;
  const perLength2 = 1 / (dx * dx + dy * dy + 1e-12);
  for (let y = y0; y <= y1; y++) {
    const py = y + 0.5 - ay;
    for (let x = x0; x <= x1; x++) {
      const px = x + 0.5 - ax;
      const t = Math.min(1, Math.max(0, (px * dx + py * dy) * perLength2));
      const qx = px - t * dx;
      const qy = py - t * dy;
      const distance2 = qx * qx + qy * qy;
      const outer = aw + t * (bw - aw) + SOFT;
      if (distance2 >= outer * outer) continue;
      const cover = Math.min(1, (outer - Math.sqrt(distance2)) / (2 * SOFT));
      const k = y * BOX + x;
      if (cover > box[k]!) box[k] = cover;
    }
  }
}
