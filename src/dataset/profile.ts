import type { Dataset } from "./dataset.ts";
import { RowTable } from "./row-table.ts";

/** What a dataset looks like in numbers. */
export interface Profile {
  readonly count: number;
  /** Images of each class. */
  readonly classCounts: readonly number[];
  /** Smallest and largest pixel value; 0 and 0 when there are no images. */
  readonly lowest: number;
  readonly highest: number;
  /** Places whose value is the same in every image. */
  readonly constantPixels: number;
  /** Images that equal an earlier one in every pixel. */
  readonly duplicates: number;
  /** Those of them that carry another label than the earlier one. */
  readonly contradictions: number;
  /** Share of pixel values that are not zero, 0 … 1. */
  readonly nonzero: number;
}

/** Measures a dataset: two passes over the pixels, nothing sampled. */
export function profile(data: Dataset): Profile {
  const { duplicates, contradictions } = countDuplicates(data);
  return {
    count: data.count,
    classCounts: classCounts(data),
    ...pixelFigures(data),
    constantPixels: constantPixels(data),
    duplicates,
    contradictions,
  };
}

export function classCounts(data: Dataset): number[] {
  const counts = new Array<number>(data.classes.length).fill(0);
  for (const label of data.labels) counts[label]!++;
  return counts;
}

function pixelFigures({ pixels }: Dataset): { lowest: number; highest: number; nonzero: number } {
  if (pixels.length === 0) return { lowest: 0, highest: 0, nonzero: 0 };
  let lowest = pixels[0]!;
  let highest = lowest;
  let zeros = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i]!;
    if (value === 0) zeros++;
    else if (value > highest) highest = value;
    else if (value < lowest) lowest = value;
  }
  // Zeros were not compared.
  if (zeros > 0) {
    lowest = Math.min(lowest, 0);
    highest = Math.max(highest, 0);
  }
  return { lowest, highest, nonzero: 1 - zeros / pixels.length };
}

/** Only the places that have not changed yet are looked at, and most change within a few images. */
function constantPixels({ pixels, size, count }: Dataset): number {
  if (count === 0) return 0;
  const places = Int32Array.from({ length: size }, (_, i) => i);
  let left = size;
  for (let row = size; row < pixels.length && left > 0; row += size) {
    let kept = 0;
    for (let i = 0; i < left; i++) {
      const place = places[i]!;
      if (pixels[row + place] === pixels[place]) places[kept++] = place;
    }
    left = kept;
  }
  return left;
}

function countDuplicates(data: Dataset): { duplicates: number; contradictions: number } {
  const { duplicateOf } = new RowTable(data);
  let duplicates = 0;
  let contradictions = 0;
  for (let row = 0; row < data.count; row++) {
    const first = duplicateOf[row]!;
    if (first === row) continue;
    duplicates++;
    if (data.labels[first] !== data.labels[row]) contradictions++;
  }
  return { duplicates, contradictions };
}
