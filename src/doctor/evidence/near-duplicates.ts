import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, isPicture, type Sample, shapeOf } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { pool, poolFactor } from "./pool.ts";
import { spreadRows } from "./rows.ts";
import { BANDS, SimHashTable, signatures } from "./simhash.ts";

/** Images of a split that are nearly training images: not the same bytes, but far nearer than another image ever is. */
export interface SplitNear {
  readonly split: SplitName;
  /** Rows that were looked up, and those of them that have a near-duplicate in training. */
  readonly rows: number;
  readonly near: number;
  /** The same for training rows, among the other training rows: what is natural in these data. */
  readonly ownRows: number;
  readonly ownNear: number;
  /** The first pairs: [row, training row]. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Distances below this count as near, in the units of the images. */
  readonly limit: number;
}

/** Columns that signatures are made from. */
const COLUMNS = 64;
/** Near is a distance below this share of the median distance of a row from its nearest training row. */
const NEAR = 0.13;
/** Rows and training rows that the median is taken over. */
const SAMPLED = [120, 1500] as const;
/** Rows that are looked up, and training rows that they are looked up among. */
const ROWS = 3000;
const TRAINING = 60_000;

/** SimHash finds candidates, the distance of all their values decides. Pictures only: small tables repeat by nature. */
export const nearDuplicates: Measure<readonly SplitNear[]> = {
  name: "near duplicates",
  take({ case: { samples }, quick }) {
    if (quick) throw new NotMeasured("comparing all images takes longer than the quick checks may");
    const { training } = samples;
    if (training === undefined || imageCount(training) < 100) throw new NotMeasured("there are few training images");
    if (!isPicture(training)) throw new NotMeasured("rows of a table are alike by nature");
    const others = SPLIT_NAMES.filter((split) => split !== "training" && samples[split]?.size === training.size);
    if (others.length === 0) throw new NotMeasured("there are not two sets to compare");
    const known = new Known(training);
    const own = spreadRows(imageCount(training), ROWS / 2);
    return others.flatMap((split): SplitNear[] => {
      const sample = samples[split] as Sample;
      const rows = spreadRows(imageCount(sample), ROWS);
      if (rows.length < 20) return [];
      const limit = NEAR * known.medianNearest(sample);
      const pairs = known.near(sample, rows, limit);
      const ownNear = known.near(training, own, limit).length;
      return [
        {
          split,
          rows: rows.length,
          near: pairs.length,
          ownRows: own.length,
          ownNear,
          pairs: pairs.slice(0, 6),
          limit,
        },
      ];
    });
  },
};

/** Training images with their signatures. */
class Known {
  readonly #training: Sample;
  readonly #rows: Int32Array;
  readonly #factor: number;
  readonly #means: Float64Array;
  readonly #table: SimHashTable;

  constructor(training: Sample) {
    this.#training = training;
    this.#rows = spreadRows(imageCount(training), TRAINING);
    this.#factor = poolFactor(shapeOf(training) as [number, number], COLUMNS);
    const { columns, values } = this.#pooled(training, this.#rows);
    this.#means = new Float64Array(columns);
    for (let at = 0, j = 0; at < values.length; at++) {
      this.#means[j] += values[at] / this.#rows.length;
      if (++j === columns) j = 0;
    }
    this.#table = new SimHashTable(this.#signed({ columns, values }));
  }

  /** [row, training row] of the rows that have a near-duplicate; equal images are no near ones. */
  near(sample: Sample, rows: Int32Array, limit: number): [number, number][] {
    const all = this.#signed(this.#pooled(sample, rows));
    const pairs: [number, number][] = [];
    const training = this.#training;
    for (let i = 0; i < rows.length; i++) {
      const fits = (candidate: number) => {
        const d = distance(sample, rows[i], training, this.#rows[candidate], limit * limit);
        return d > 0 && d < limit * limit;
      };
      const found = this.#table.find(all.subarray(i * BANDS, (i + 1) * BANDS), 0, fits);
      if (found >= 0) pairs.push([rows[i], this.#rows[found]]);
    }
    return pairs;
  }

  /** Median distance of a row from the nearest of 1,500 training rows that is not the same. */
  medianNearest(sample: Sample): number {
    const rows = spreadRows(imageCount(sample), SAMPLED[0]);
    const others = spreadRows(imageCount(this.#training), SAMPLED[1]);
    const nearest = Float64Array.from(rows, (row) => {
      let best = Number.POSITIVE_INFINITY;
      for (const other of others) {
        const d = distance(sample, row, this.#training, other, best);
        if (d > 0 && d < best) best = d;
      }
      return best;
    }).sort();
    return Math.sqrt(nearest[nearest.length >> 1]);
  }

  #pooled({ images, size, shape }: Sample, rows: Int32Array) {
    return pool(images, rows, shapeOf({ size, shape } as Sample) as [number, number], this.#factor);
  }

  #signed({ columns, values }: { columns: number; values: Float64Array }): Uint16Array {
    for (let at = 0, j = 0; at < values.length; at++) {
      values[at] -= this.#means[j];
      if (++j === columns) j = 0;
    }
    return signatures({ columns, values });
  }
}

/** Squared distance of two images; whatever is at least `limit` where it is no less than that. */
function distance(a: Sample, i: number, b: Sample, j: number, limit: number): number {
  const { size } = a;
  const [p, q] = [i * size, j * size];
  let sum = 0;
  for (let at = 0; at < size; ) {
    for (const end = Math.min(size, at + 16); at < end; at++) {
      const d = a.images[p + at] - b.images[q + at];
      sum += d * d;
    }
    if (sum >= limit) return sum;
  }
  return sum;
}
