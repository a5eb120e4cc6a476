import type { Answers } from "./centroid.ts";

/** Hits when image i is compared with label i + s. */
export interface Shifted {
  readonly shift: number;
  readonly hits: number;
  readonly total: number;
}

/** Σ [answerᵢ = label of row i + s] over the rows that have one. */
export function hitsAt({ rows, answers }: Answers, labels: ArrayLike<number>, s: number): Shifted {
  let [hits, total] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const at = rows[i] + s;
    if (at < 0 || at >= labels.length) continue;
    total++;
    if (answers[i] === labels[at]) hits++;
  }
  return { shift: s, hits, total };
}

/**
 * The shift in ±range with most hits beyond chance, 0 left out. Whether it is the right one is for the caller to judge
 * by the share that comes back: neighbours in real files are not independent (MNIST shifted by 10 rows gives z = 13), so a
 * large z alone proves nothing.
 */
export function bestShift(answers: Answers, labels: ArrayLike<number>, range: number, chance = 0): Shifted | undefined {
  // In deviations from chance, so that of a roll's two shifts the one that explains more rows is taken.
  const gain = ({ hits, total }: Shifted) => (hits - chance * total) / Math.sqrt(total);
  const few = thin(answers, 3000);
  const least = Math.min(20, few.rows.length / 2);
  let best: Shifted | undefined;
  for (let distance = 1; distance <= range; distance++) {
    for (const s of [distance, -distance]) {
      const found = hitsAt(few, labels, s);
      if (found.total < Math.max(least, few.rows.length / 4)) continue;
      if (best === undefined || gain(found) > gain(best)) best = found;
    }
  }
  return best && hitsAt(answers, labels, best.shift);
}

/** Hits when the labels are read backwards. */
export function reversedHits({ rows, answers }: Answers, labels: ArrayLike<number>): Shifted {
  let hits = 0;
  for (let i = 0; i < rows.length; i++) if (answers[i] === labels[labels.length - 1 - rows[i]]) hits++;
  return { shift: 0, hits, total: rows.length };
}

/** A stretch of images and the place where the labels that fit it begin. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
  readonly hits: number;
  readonly total: number;
}

/** Stretches that are looked for. */
const PIECES = 16;
/** Answers compared in each. */
const ROWS = 96;

/** For each sixteenth of the images the offset, anywhere in the labels, that fits it best. */
export function fitPieces(answers: Answers, labels: ArrayLike<number>): Piece[] {
  const { rows } = answers;
  const pieces: Piece[] = [];
  for (let p = 0; p < PIECES; p++) {
    const [a, b] = [Math.trunc((p * rows.length) / PIECES), Math.trunc(((p + 1) * rows.length) / PIECES)];
    if (b - a < 12) return [];
    pieces.push(bestOffset(answers, labels, a, Math.min(b, a + ROWS)));
  }
  return pieces;
}

function bestOffset({ rows, answers }: Answers, labels: ArrayLike<number>, a: number, b: number): Piece {
  const [from, to] = [rows[a], rows[b - 1]];
  const total = b - a;
  let [shift, best] = [0, -1];
  for (let s = -from; s + to < labels.length; s++) {
    let hits = 0;
    for (let i = a; i < b && hits + b - i > best; i++) if (answers[i] === labels[rows[i] + s]) hits++;
    if (hits > best) [shift, best] = [s, hits];
  }
  return { from, to, shift, hits: best, total };
}

/** Answers of `most` rows spread over all; all of them where they are fewer. */
export function thin({ rows, answers, margins }: Answers, most: number): Answers {
  if (rows.length <= most) return { rows, answers, margins };
  const places = Int32Array.from({ length: most }, (_, i) => Math.floor((i * rows.length) / most));
  return {
    rows: Int32Array.from(places, (i) => rows[i]),
    answers: Int32Array.from(places, (i) => answers[i]),
    margins: Float64Array.from(places, (i) => margins[i]),
  };
}
