import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { duplicates } from "../../evidence/duplicates.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type RowMissing, rowInsertedOrDropped as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs, restoredTo } from "./read-as.ts";

/** Rows at the end that a stretch up to the end may leave out. */
const END = 20;

/** Up to some row labels fit; from there on, or up to another row, they are off by a few rows. Copies of earlier images look alike: B12. */
export const rowInsertedOrDropped: Check<RowMissing> = {
  id: "row-inserted-or-dropped",
  catalogue: "B5",
  needs: [pairing, classes],
  uses: [duplicates],
  quick: true,
  explains: ["counts-differ"],
  run(measured) {
    const repeated = measured.maybe(duplicates);
    return ofKind(measured.of(pairing), "row-missing").flatMap((one): Draft<RowMissing>[] => {
      const { split, shift = 0, from = 0, to = 0 } = one;
      const copies = repeated?.find((other) => other.split === split)?.conflicts ?? 0;
      if (copies > 0.5 * (to - from)) return [];
      const known = measured.of(classes);
      return [
        {
          confidence: "fault",
          where: `${split} labels from row ${from} on`,
          evidence: { ...readAs(one), shift, from, ...(to < (known.of[split]?.length ?? 0) - END ? { to } : {}) },
          ...restoredTo(one),
          ...examplesFrom(known, split, from + Math.abs(shift), (row) => known.of[split]?.[row + shift]),
        },
      ];
    });
  },
  say,
};
