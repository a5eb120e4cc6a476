import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type OtherImages, labelsOfOtherImages as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs } from "./read-as.ts";

/** Training labels belong to other images, while another split fits. */
export const trainingLabelsOfOtherImages: Check<OtherImages> = {
  id: "training-labels-of-other-images",
  catalogue: "B3",
  needs: [pairing, classes],
  quick: true,
  explains: ["counts-differ"],
  run(measured) {
    const found = ofKind(measured.of(pairing), "other-labels", "unrelated").filter(
      ({ split, kind, sameLabels, otherSideFits }) =>
        split === "training" && (kind === "other-labels" || (otherSideFits && sameLabels !== true)),
    );
    return found.map((one): Draft<OtherImages> => {
      const { labelsOf, otherSideFits, split } = one;
      return {
        // That the labels are those of another set is a fact; that they belong to other images is an inference.
        confidence: labelsOf === undefined ? "likely" : "fault",
        where: `${split} labels`,
        evidence: { ...readAs(one), otherSideFits, ...(labelsOf === undefined ? {} : { labelsOf }) },
        ...examplesFrom(measured.of(classes), split),
      };
    });
  },
  say,
};
