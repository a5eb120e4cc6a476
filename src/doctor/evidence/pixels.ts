import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, type Sample } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { spreadRows } from "./rows.ts";

/** What the values of one split look like. Non-finite values are counted and left out of the rest. */
export interface PixelStatistics {
  readonly split: SplitName;
  readonly rows: number;
  readonly size: number;
  /** Rows that were looked at: all, or spread evenly. */
  readonly sampled: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly deviation: number;
  /** True where every value is a whole number. */
  readonly integers: boolean;
  readonly nan: number;
  readonly infinite: number;
  /** Row and place of the first value that is not finite. */
  readonly firstBad?: { readonly row: number; readonly place: number };
  /** Columns of which no value is finite. */
  readonly badColumns: readonly number[];
  /** Mean and standard deviation of each column. */
  readonly columnMeans: Float64Array;
  readonly columnDeviations: Float64Array;
  /** Columns with one value only, among the rows that were looked at. */
  readonly constantColumns: number;
  /** True where all rows that were looked at are the same. */
  readonly sameRows: boolean;
}

/** Values of a split that are looked at: 20,000 MNIST images, and a tenth of that when time is short. */
const VALUES = 16_000_000;
const QUICK_VALUES = 1_600_000;

/** Range, mean, deviation and bad values of the images of each split. */
export const pixels: Measure<readonly PixelStatistics[]> = {
  name: "pixels",
  take({ case: { samples }, quick }) {
    const found = SPLIT_NAMES.flatMap((split) => {
      const sample = samples[split];
      if (sample === undefined || imageCount(sample) === 0) return [];
      return [statistics(split, sample, (quick ? QUICK_VALUES : VALUES) / sample.size)];
    });
    if (found.length === 0) throw new NotMeasured("there are no images");
    return found;
  },
};

function statistics(split: SplitName, sample: Sample, most: number): PixelStatistics {
  const { images, size } = sample;
  const rows = imageCount(sample);
  const looked = spreadRows(rows, Math.max(most, 100));
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  const changed = new Uint8Array(size);
  const first = images.subarray(0, size);
  const bytes = images instanceof Uint8Array;
  const bad = bytes ? NO_BAD : badValues(sample);
  let [min, max, integers, zero] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true, false];
  for (let r = 0; r < looked.length; r++) {
    const base = looked[r] * size;
    for (let j = 0; j < size; j++) {
      const value = images[base + j];
      if (value !== first[j]) changed[j] = 1;
      if (value === 0) {
        zero = true;
        continue;
      }
      if (!bytes && value * 0 !== 0) continue;
      sums[j] += value;
      squares[j] += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
      if (!bytes && integers && value !== Math.trunc(value)) integers = false;
    }
  }
  const spread = columns(sums, squares, looked.length);
  if (zero) [min, max] = [Math.min(min, 0), Math.max(max, 0)];
  let constantColumns = 0;
  for (let j = 0; j < size; j++) if (changed[j] === 0) constantColumns++;
  return {
    split,
    rows,
    size,
    sampled: looked.length,
    min,
    max,
    mean: spread.mean,
    deviation: spread.deviation,
    integers,
    ...bad,
    columnMeans: spread.means,
    columnDeviations: spread.deviations,
    constantColumns,
    sameRows: looked.length > 1 && constantColumns === size,
  };
}

const NO_BAD = { nan: 0, infinite: 0, badColumns: [] };

function badValues({ images, size }: Sample) {
  let [nan, infinite, at] = [0, 0, -1];
  const each = new Map<number, number>();
  for (let i = 0; i < images.length; i++) {
    const value = images[i];
    if (value * 0 === 0) continue;
    if (Number.isNaN(value)) nan++;
    else infinite++;
    if (at < 0) at = i;
    each.set(i % size, (each.get(i % size) ?? 0) + 1);
  }
  if (at < 0) return NO_BAD;
  const rows = Math.trunc(images.length / size);
  const badColumns = [...each].flatMap(([column, n]) => (n >= rows ? [column] : []));
  return { nan, infinite, badColumns, firstBad: { row: Math.trunc(at / size), place: at % size } };
}

function columns(sums: Float64Array, squares: Float64Array, rows: number) {
  const size = sums.length;
  const means = new Float64Array(size);
  const deviations = new Float64Array(size);
  let [sum, square] = [0, 0];
  for (let j = 0; j < size; j++) {
    means[j] = sums[j] / rows;
    deviations[j] = Math.sqrt(Math.max(0, squares[j] / rows - means[j] * means[j]));
    sum += sums[j];
    square += squares[j];
  }
  const mean = sum / (rows * size);
  const deviation = Math.sqrt(Math.max(0, square / (rows * size) - mean * mean));
  return { means, deviations, mean, deviation };
}
