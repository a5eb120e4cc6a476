import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, labelCount } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";

export interface SideCounts {
  readonly split: SplitName;
  readonly images: number;
  readonly labels: number;
  readonly names: { readonly images: string; readonly labels: string };
}

/** How many images and labels each split has, before any pairing. */
export const counts: Measure<readonly SideCounts[]> = {
  name: "counts",
  take({ case: { samples } }) {
    const found = SPLIT_NAMES.flatMap((split) => {
      const sample = samples[split];
      if (sample === undefined) return [];
      return [{ split, images: imageCount(sample), labels: labelCount(sample), names: sample.names }];
    });
    if (found.length === 0) throw new NotMeasured("there are no images and no labels");
    return found;
  },
};
