import { agreement, lift } from "./agreement.ts";
import { Centroids } from "./centroid.ts";
import type { Target } from "./pairing-target.ts";
import { spreadRows } from "./rows.ts";

/** Shifts that programs make: off by one, by a header of 8 or 16 bytes, by a batch. */
const USUAL = [1, 2, 3, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256];
const ROWS = 2500;
/** Multiplications of all shifts together: as many as ten classes of MNIST take; more classes are tried on fewer rows. */
const BUDGET = 6e8;

/**
 * Where no split can be read: is there a usual shift of the labels with which the split reads itself? For each the class
 * means are made anew and every row is left out of its own.
 */
export function sameShift({ sample, labels, classes, answers }: Target) {
  const { images, size } = sample;
  const count = Math.min(Math.trunc(images.length / size), labels.length);
  if (answers.rows.length < 200) return undefined;
  const most = Math.max(200, Math.min(ROWS, BUDGET / (2 * USUAL.length * size * classes)));
  let best: { shift: number; restored: number } | undefined;
  for (const s of USUAL.flatMap((n) => [n, -n])) {
    const rows = spreadRows(count, most).filter((row) => row + s >= 0 && row + s < count);
    const shifted = Int32Array.from(rows, (row) => labels[row + s]);
    const means = new Centroids({ images, size, rows, labels: shifted }, classes);
    const found = agreement(shifted, means.answer(images, rows, shifted).answers, classes);
    if (found.z > 12 && lift(found) > 0.25 && found.accuracy > (best?.restored ?? 0)) {
      best = { shift: s, restored: found.accuracy };
    }
  }
  return best;
}
