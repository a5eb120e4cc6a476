import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type RowMissing, rowInsertedOrDropped as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs, restoredTo } from "./read-as.ts";

/** Up to some row labels fit; from there on they are off by a few rows. */
export const rowInsertedOrDropped: Check<RowMissing> = {
  id: "row-inserted-or-dropped",
  catalogue: "B5",
  needs: [pairing, classes],
  quick: true,
  explains: ["counts-differ"],
  run(measured) {
    return ofKind(measured.of(pairing), "row-missing").map((one): Draft<RowMissing> => {
      const { split, shift = 0, from = 0 } = one;
      const known = measured.of(classes);
      return {
        confidence: "fault",
        where: `${split} labels from row ${from} on`,
        evidence: { ...readAs(one), shift, from },
        ...restoredTo(one),
        ...examplesFrom(known, split, from + Math.abs(shift), (row) => known.of[split]?.[row + shift]),
      };
    });
  },
  say,
};
