import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { counts } from "../../evidence/counts.ts";
import { overlap } from "../../evidence/overlap.ts";
import { pairing } from "../../evidence/pairing.ts";
import { testImagesAreTrainingImages as say, type TrainingImages } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs, restoredTo } from "./read-as.ts";

/** The images of an evaluation split are copies of training images, but carry other labels than there. */
export const testImagesAreTrainingImages: Check<TrainingImages> = {
  id: "test-images-are-training-images",
  catalogue: "B1",
  needs: [pairing, overlap, counts, classes],
  quick: true,
  explains: ["counts-differ", "images-also-in-training", "conflicting-duplicates"],
  run(measured) {
    return ofKind(measured.of(pairing), "training-images").map((found): Draft<TrainingImages> => {
      const seen = measured.of(overlap).find((one) => one.split === found.split);
      const names = measured.of(counts).find((one) => one.split === found.split)?.names ?? { images: "", labels: "" };
      const { shared = 0, sameRow = 0, rows = 0 } = seen ?? {};
      const known = measured.of(classes);
      const own = (row: number) => known.of.training?.[seen?.match[row] ?? -1];
      return {
        confidence: "fault",
        where: `${found.split} images`,
        evidence: { ...readAs(found), rows, shared, sameRow, names },
        ...restoredTo(found),
        ...examplesFrom(known, found.split, 0, own),
      };
    });
  },
  say,
};
