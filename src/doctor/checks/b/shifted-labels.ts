import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { pairing, type SplitPairing } from "../../evidence/pairing.ts";
import { trainingSettings } from "../../evidence/training-settings.ts";
import { type Moved, shiftedLabels as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs, restoredTo } from "./read-as.ts";
import { isBatchSize } from "./shifted-by-a-batch.ts";

/** Every label stands the same number of rows before or behind its image. */
export const shiftedLabels: Check<Moved> = {
  id: "shifted-labels",
  catalogue: "B4",
  needs: [pairing, classes],
  uses: [trainingSettings],
  quick: true,
  explains: ["counts-differ"],
  run(measured) {
    const batch = measured.maybe(trainingSettings)?.batchSize;
    const found = ofKind(measured.of(pairing), "shifted").filter(({ shift = 0 }) => !isBatchSize(shift, batch));
    return found.map((one): Draft<Moved> => {
      const known = measured.of(classes);
      return {
        confidence: "fault",
        where: `${one.split} labels`,
        evidence: { ...readAs(one), shift: one.shift ?? 0 },
        ...restoredTo(one),
        ...examplesFrom(known, one.split, start(one), (row) => known.of[one.split]?.[row + (one.shift ?? 0)]),
      };
    });
  },
  say,
};

/** The first row whose fitting label exists. */
function start({ shift = 0 }: SplitPairing): number {
  return Math.max(0, -shift);
}
