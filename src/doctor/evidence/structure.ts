import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, isPicture, type Sample, shapeOf } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { spreadRows } from "./rows.ts";

/** How alike neighbours are, −1 … 1, each image by its own mean and deviation. */
export interface Likeness {
  readonly across: number;
  readonly down: number;
}

/** An order of the values of a whole split in which neighbours are alike again. */
export interface Restored extends Likeness {
  /** "pixels": each pixel of all images stands together. "lines": each line of a batch of images does. */
  readonly together: "pixels" | "lines";
  /** Images in a batch; all of them for pixels. */
  readonly batch: number;
}

/** What the pictures of a split are, before anybody asks what their labels say. */
export interface Structure extends Likeness {
  readonly split: SplitName;
  /** Rows that were looked at. */
  readonly rows: number;
  /**
   * Mean of n·r² over pairs of places, r their correlation over n images: 1 where no two places have anything to do with each
   * other, in no order of the places. A fixed permutation of the pixels does not change it.
   */
  readonly places: number;
  /** Variance of the images' means against that of as many values drawn alike: about 1 for noise, far more for pictures. */
  readonly own: number;
  /** On alarm only: another order that brings the pictures back. */
  readonly restored?: Restored;
}

const ROWS = 240;
const QUICK_ROWS = 64;
const PLACES = 64;
/** Fewer images show nothing. */
const LEAST = 50;

/** Statistics of the images alone, labels left aside. */
export const structure: Measure<readonly Structure[]> = {
  name: "structure of the images",
  take({ case: { samples }, quick }) {
    const found = SPLIT_NAMES.flatMap((split): Structure[] => {
      const sample = samples[split];
      if (sample === undefined || !isPicture(sample) || imageCount(sample) < LEAST) return [];
      const seen = structureOf(sample, quick ? QUICK_ROWS : ROWS);
      if (seen === undefined) return [];
      const restored = isOrderless(seen) || isTorn(seen) ? bestOrder(sample, seen) : undefined;
      return [{ split, ...seen, ...(restored && { restored }) }];
    });
    if (found.length === 0) throw new NotMeasured("there are no pictures");
    return found;
  },
};

/** Neighbours have nothing in common, nor has any pair of places; and yet each image has a brightness of its own. */
export function isOrderless({ across, down, places, own }: Omit<Structure, "split">): boolean {
  return Math.abs(across) < 0.05 && Math.abs(down) < 0.05 && places < 1.3 && own > 3;
}

/** Lines that go on from left to right, and have little to do with the next line. */
function isTorn({ across, down }: Likeness): boolean {
  return across > 0.3 && down < 0.5 * across;
}

/** True where labels cannot be judged by the images of this split, as these are no pictures any more. */
export function isScrambled(one: Structure): boolean {
  return one.restored !== undefined || isOrderless(one);
}

type Place = (row: number, at: number) => number;
const AS_IS =
  (size: number): Place =>
  (row, at) =>
    row * size + at;

function structureOf(sample: Sample, most: number): Omit<Structure, "split"> | undefined {
  const rows = spreadRows(imageCount(sample), most);
  const scaled = standardised(sample, rows, AS_IS(sample.size));
  if (scaled.rows.length < LEAST) return undefined;
  const { size } = sample;
  const { means, variances } = scaled;
  const centre = mean(means);
  const spread = mean(means.map((value) => (value - centre) * (value - centre)));
  return {
    rows: scaled.rows.length,
    ...likeness(scaled.rows, shapeOf(sample) as [number, number]),
    places: pairsOfPlaces(scaled.rows, size),
    own: (spread * size) / mean(variances),
  };
}

/** Images with mean 0 and deviation 1 each; those of one value, or with values that are no numbers, are left out. */
function standardised({ images, size }: Sample, which: Int32Array, place: Place) {
  const rows: Float64Array[] = [];
  const means: number[] = [];
  const variances: number[] = [];
  for (const row of which) {
    const values = new Float64Array(size);
    let [sum, squares] = [0, 0];
    for (let at = 0; at < size; at++) {
      values[at] = images[place(row, at)];
      sum += values[at];
    }
    const average = sum / size;
    for (let at = 0; at < size; at++) {
      values[at] -= average;
      squares += values[at] * values[at];
    }
    const variance = squares / size;
    if (!(variance > 1e-12 * average * average && variance < Number.POSITIVE_INFINITY)) continue;
    const scale = 1 / Math.sqrt(variance);
    for (let at = 0; at < size; at++) values[at] *= scale;
    rows.push(values);
    means.push(average);
    variances.push(variance);
  }
  return { rows, means, variances };
}

function likeness(rows: readonly Float64Array[], [height, width]: readonly [number, number]): Likeness {
  let [across, down] = [0, 0];
  for (const row of rows) {
    let [a, d] = [0, 0];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        if (x + 1 < width) a += row[at] * row[at + 1];
        if (y + 1 < height) d += row[at] * row[at + width];
      }
    }
    across += a / (height * (width - 1));
    down += d / ((height - 1) * width);
  }
  return { across: across / rows.length, down: down / rows.length };
}

function pairsOfPlaces(rows: readonly Float64Array[], size: number): number {
  const places = spreadRows(size, PLACES);
  const n = rows.length;
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < places.length; i++) {
    for (let j = 0; j < i; j++, pairs++) {
      let r = 0;
      for (const row of rows) r += row[places[i]] * row[places[j]];
      sum += (r * r) / n;
    }
  }
  return sum / pairs;
}

/** Sizes that batches usually have. */
const BATCHES = [8, 10, 16, 20, 32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000, 1024];

/** The values of the whole split in another order: pixel by pixel over all images, or line by line over a batch of them. */
function bestOrder(sample: Sample, seen: Likeness): Restored | undefined {
  const { size } = sample;
  const count = imageCount(sample);
  const shape = shapeOf(sample) as readonly [number, number];
  const rows = spreadRows(count, 40);
  const read = (place: Place, which = rows) => likeness(standardised(sample, which, place).rows, shape);
  const pixels = { together: "pixels" as const, batch: count, ...read((row, at) => at * count + row) };
  const lines = [...BATCHES.filter((batch) => batch <= count), count].map((batch) => {
    const whole = count - (count % batch);
    const width = shape[1];
    const place: Place = (row, at) => {
      const [block, line] = [row - (row % batch), Math.trunc(at / width)];
      return block * size + (line * batch + (row % batch)) * width + (at % width);
    };
    const within = rows.filter((row) => row < whole);
    return { together: "lines" as const, batch, ...read(place, within) };
  });
  const before = Math.min(seen.across, seen.down);
  return [pixels, ...lines]
    .filter(({ across, down }) => Math.min(across, down) > before + 0.2 && down > 0.6 * across && across > 0.6 * down)
    .sort((a, b) => b.across + b.down - a.across - a.down)[0];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
