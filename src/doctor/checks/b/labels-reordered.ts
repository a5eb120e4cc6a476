import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type Reordered, labelsReordered as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs, restoredTo } from "./read-as.ts";

/** Labels run backwards, or stretches of them were exchanged. */
export const labelsReordered: Check<Reordered> = {
  id: "labels-reordered",
  catalogue: "B8",
  needs: [pairing, classes],
  quick: true,
  explains: ["counts-differ"],
  run(measured) {
    return ofKind(measured.of(pairing), "reversed", "pieces").map((one): Draft<Reordered> => {
      const known = measured.of(classes);
      const labels = known.of[one.split];
      const last = (labels?.length ?? 0) - 1;
      const order = one.kind === "reversed" ? "reversed" : "pieces";
      const [first] = one.pieces ?? [];
      const fitting = (row: number) => labels?.[order === "reversed" ? last - row : row + (first?.shift ?? 0)];
      return {
        confidence: "fault",
        where: `${one.split} labels`,
        evidence: { ...readAs(one), order, pieces: one.pieces ?? [] },
        ...restoredTo(one),
        ...examplesFrom(known, one.split, first?.from ?? 0, fitting),
      };
    });
  },
  say,
};
