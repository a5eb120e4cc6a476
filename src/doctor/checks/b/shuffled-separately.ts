import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type OtherImages, shuffledSeparately as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs } from "./read-as.ts";

/** No order explains the labels, though each class occurs as often as it should: shuffled without their images. */
export const shuffledSeparately: Check<OtherImages> = {
  id: "shuffled-separately",
  catalogue: "B6",
  needs: [pairing, classes],
  quick: true,
  explains: ["counts-differ"],
  run(measured) {
    const found = ofKind(measured.of(pairing), "unrelated").filter(
      ({ otherSideFits, sameLabels }) => !otherSideFits || sameLabels === true,
    );
    return found.map(
      (one): Draft<OtherImages> => ({
        confidence: "likely",
        where: `${one.split} labels`,
        evidence: { ...readAs(one), otherSideFits: one.otherSideFits },
        ...examplesFrom(measured.of(classes), one.split),
      }),
    );
  },
  say,
};
