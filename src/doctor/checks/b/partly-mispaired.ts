import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type PartlyMispaired, partlyMispaired as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs } from "./read-as.ts";

/** Share of scattered rows from which it is more than advice: a few wrong labels are usual. */
const MUCH = 0.08;

/** Some rows carry labels of other rows: a stretch of any split, or rows spread over an evaluation split. */
export const partlyMispaired: Check<PartlyMispaired> = {
  id: "partly-mispaired",
  catalogue: "B9",
  needs: [pairing, classes],
  quick: true,
  run(measured) {
    const known = measured.of(classes);
    const found = ofKind(measured.of(pairing), "block", "scattered").filter(
      ({ kind, split }) => kind === "block" || split !== "training",
    );
    return found.map((one): Draft<PartlyMispaired> => {
      const { split, kind, share = 0, from, to } = one;
      const stretch = from === undefined || to === undefined ? {} : { from, to };
      return {
        confidence: kind === "block" || share >= MUCH ? "likely" : "advice",
        where:
          from === undefined || to === undefined ? `${split} labels` : `rows ${from} to ${to - 1} of the ${split} set`,
        evidence: { ...readAs(one), share, ...stretch },
        ...(kind === "block" ? examplesFrom(known, split, from) : {}),
      };
    });
  },
  say,
};
