import type { Check } from "../../check.ts";
import { pixels } from "../../evidence/pixels.ts";
import { type IdenticalImages, identicalImages as say } from "../../messages/c.ts";

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
