import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type Renamed, classNumbersPermuted as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs, restoredTo } from "./read-as.ts";

/** A split numbers its classes otherwise than the others. */
export const classNumbersPermuted: Check<Renamed> = {
  id: "class-numbers-permuted",
  catalogue: "B7",
  needs: [pairing, classes],
  quick: true,
  run(measured) {
    return ofKind(measured.of(pairing), "mapped").map((one): Draft<Renamed> => {
      const known = measured.of(classes);
      const map = (one.map ?? []).map(([was, is]) => [known.values[was] ?? 0, known.values[is] ?? 0] as const);
      const back = new Map((one.map ?? []).map(([was, is]) => [is, was]));
      const fitting = (row: number) => {
        const label = known.of[one.split]?.[row];
        return label === undefined ? undefined : (back.get(label) ?? label);
      };
      return {
        confidence: "fault",
        where: `${one.split} labels`,
        evidence: { ...readAs(one), map },
        ...restoredTo(one),
        ...examplesFrom(known, one.split, 0, fitting),
      };
    });
  },
  say,
};
