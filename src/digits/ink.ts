import type { Trace } from "./hand.ts";

/** The box that a digit fills, in pixels, as in MNIST. */
export const BOX = 20;
/** Pixels from full ink to none across the edge of a line, halved. */
const SOFT = 0.55;

/**
 * Scales and moves the strokes, in place, so that their ink fills the box in its longer direction; in the other one
 * it lies at `offsetX` or `offsetY` (0 … 1) of the room that is left.
 */
export function fitBox(traces: readonly Trace[], offsetX: number, offsetY: number): void {
  const bare = extent(traces, 1, 0);
  const side = Math.max(bare.right - bare.left, bare.bottom - bare.top);
  // First with the widest line all around, which is too small; then as much larger as that left free. The ink grows by
  // at most `side` for each unit of scale, so it never leaves the box.
  const first = (BOX - 2 * bare.margin) / side;
  const inked = extent(traces, first, 1);
  const free = BOX - Math.max(inked.right - inked.left, inked.bottom - inked.top);
  const scale = first + free / side;
  const { left, right, top, bottom } = extent(traces, scale, 1);
  const x0 = offsetX * (BOX - (right - left)) - left;
  const y0 = offsetY * (BOX - (bottom - top)) - top;
  for (const { points } of traces) {
    for (let i = 0; i < points.length; i += 2) {
      points[i] = x0 + scale * points[i]!;
      points[i + 1] = y0 + scale * points[i + 1]!;
    }
  }
}

interface Extent {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** From the middle of the widest line to where its ink ends. */
  margin: number;
}

/** How far strokes reach at this scale, with their ink (`inked` 1), or as bare lines (0). */
function extent(traces: readonly Trace[], scale: number, inked: 0 | 1): Extent {
  const e = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity, margin: 0 };
  for (const { points, halfWidths } of traces) {
    for (let i = 0; i < halfWidths.length; i++) {
      const margin = halfWidths[i]! + SOFT;
      const x = points[2 * i]! * scale;
      const y = points[2 * i + 1]! * scale;
      e.left = Math.min(e.left, x - margin * inked);
      e.right = Math.max(e.right, x + margin * inked);
      e.top = Math.min(e.top, y - margin * inked);
      e.bottom = Math.max(e.bottom, y + margin * inked);
      e.margin = Math.max(e.margin, margin);
    }
  }
  return e;
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
