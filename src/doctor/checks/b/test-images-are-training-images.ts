import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { counts } from "../../evidence/counts.ts";
import { overlap } from "../../evidence/overlap.ts";
import { pairing } from "../../evidence/pairing.ts";
import { set, share } from "../../words.ts";
import { examplesFrom, ofKind, type ReadAs, readAs, restoredTo } from "./read-as.ts";

export interface TrainingImages extends ReadAs {
  readonly shared: number;
  /** Copies that stand in the same row of both sets. */
  readonly sameRow: number;
  readonly names: { readonly images: string; readonly labels: string };
}

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

function say({ evidence: e, counterfactual }: Draft<TrainingImages>): Words {
  const whole = e.shared === e.rows;
  const first = e.sameRow === e.shared && whole ? `your first ${integer(e.shared)} training images` : "training images";
  const which = whole
    ? `Your ${e.split} images are`
    : `${integer(e.shared)} of your ${integer(e.rows)} ${e.split} images are`;
  const own = counterfactual?.accuracy;
  const proof =
    typeof own === "number"
      ? ` As paired, a simple classifier scores ${share(e.accuracy)} on them; the same images with their own training labels score ${share(own)}.`
      : "";
  return {
    sentence: `${which} byte for byte ${first}, but they carry other labels: those of the ${set(e.split)}.${proof}`,
    fix: `Pair the ${e.split} labels with the images of their own set; the likeliest line is zip(training_images, ${e.split}_labels), which must be zip(${e.split}_images, ${e.split}_labels).`,
  };
}
