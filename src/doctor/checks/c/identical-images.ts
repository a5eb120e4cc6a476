import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { pixels } from "../../evidence/pixels.ts";
import type { SplitName } from "../../input.ts";
import { figure } from "../../words.ts";

export interface IdenticalImages {
  readonly split: SplitName;
  readonly sampled: number;
  readonly rows: number;
  readonly min: number;
  readonly max: number;
}

/** C8: every image of a split is the same one. Some constant columns are usual (MNIST has 67) and no finding. */
export const identicalImages: Check<IdenticalImages> = {
  id: "identical-images",
  catalogue: "C8",
  needs: [pixels],
  quick: true,
  explains: [
    "shuffled-separately",
    "training-labels-of-other-images",
    "test-labels-of-other-images",
    "conflicting-duplicates",
    "distribution-shift",
    "one-answer",
    "underfitting",
    "images-also-in-training",
  ],
  run(measured) {
    return measured
      .of(pixels)
      .filter(({ sameRows, sampled }) => sameRows && sampled >= 5)
      .map(({ split, sampled, rows, min, max }) => ({
        confidence: "fault" as const,
        where: `${split} images`,
        evidence: { split, sampled, rows, min, max },
      }));
  },
  say,
};

function say({ evidence }: Draft<IdenticalImages>): Words {
  const { split, sampled, rows, min, max } = evidence;
  const which = sampled === rows ? `All ${integer(rows)}` : `All of ${integer(sampled)} looked-at`;
  return {
    sentence: `${which} ${split} images are one and the same image${min === max ? `, every value ${figure(min)}` : ""}: the loader returns the same data each time.`,
    fix: `Look at how the ${split} images are read: a buffer that is used again, an index that does not move, or an empty array.`,
  };
}
