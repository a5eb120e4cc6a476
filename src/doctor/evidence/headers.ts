import { SPLIT_NAMES, type SplitName } from "../input.ts";
import type { Measure } from "./measure.ts";
import { NotMeasured } from "./measure.ts";

/** A file header at the start of values. */
export interface HeaderFound {
  readonly split: SplitName;
  readonly side: "images" | "labels";
  readonly first: readonly number[];
  /** 8 for labels, 16 for images. */
  readonly bytes: number;
}

const MAGIC = { images: [0, 0, 8, 3], labels: [0, 0, 8, 1] } as const;

/** IDX headers that were read as labels or pixels: the magic numbers 0 0 8 1 and 0 0 8 3, and plausible counts behind them. */
export const headers: Measure<readonly HeaderFound[]> = {
  name: "headers",
  take({ case: { samples } }) {
    const found: HeaderFound[] = [];
    let looked = 0;
    for (const split of SPLIT_NAMES) {
      const sample = samples[split];
      if (sample === undefined) continue;
      looked++;
      const { images, labels, labelWidth = 1 } = sample;
      if (labelWidth === 1 && startsWithHeader(labels, "labels", 1)) {
        found.push({ split, side: "labels", first: firstOf(labels, 8), bytes: 8 });
      }
      if ([1, 1 / 255, 1 / 256].some((scale) => startsWithHeader(images, "images", scale))) {
        found.push({ split, side: "images", first: firstOf(images, 16), bytes: 16 });
      }
    }
    if (looked === 0) throw new NotMeasured("there are no images and no labels");
    return found;
  },
};

function startsWithHeader(values: ArrayLike<number>, side: "images" | "labels", scale: number): boolean {
  const magic = MAGIC[side];
  const need = side === "images" ? 16 : 8;
  if (values.length <= need) return false;
  const at = (i: number) => Math.floor(values[i] / scale + 0.5);
  if (!magic.every((byte, i) => Math.abs(values[i] / scale - byte) < 1e-3)) return false;
  for (let i = 0; i < need; i++) if (!(at(i) >= 0 && at(i) <= 255)) return false;
  const total = ((at(4) * 256 + at(5)) * 256 + at(6)) * 256 + at(7);
  const count = side === "labels" ? values.length : total;
  return total >= 1 && total < 1e8 && (side === "images" || Math.abs(total + 8 - count) <= 8 || total >= count - 8);
}

const firstOf = (values: ArrayLike<number>, n: number) => Array.from({ length: n }, (_, i) => values[i]);
