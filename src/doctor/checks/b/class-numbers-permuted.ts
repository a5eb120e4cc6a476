import type { Check, Draft, Measured } from "../../check.ts";
import { lift } from "../../evidence/agreement.ts";
import { classes } from "../../evidence/classes.ts";
import { pairing, type SplitPairing } from "../../evidence/pairing.ts";
import { transforms } from "../../evidence/transforms.ts";
import { type Renamed, classNumbersPermuted as say } from "../../messages/b.ts";
import { examplesFrom, ofKind, readAs, restoredTo } from "./read-as.ts";

/** A split numbers its classes otherwise than the others. */
export const classNumbersPermuted: Check<Renamed> = {
  id: "class-numbers-permuted",
  catalogue: "B7",
  needs: [pairing, classes],
  uses: [transforms],
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
        confidence: known.values.length === 2 && otherwise(measured, one) ? "likely" : "fault",
        where: `${one.split} labels`,
        evidence: { ...readAs(one), map },
        ...restoredTo(one),
        ...examplesFrom(known, one.split, 0, fitting),
      };
    });
  },
  say,
};

/**
 * Of two classes exchanged labels are as good as any change of the values that turns one class into the other: where some
 * change brings much of the probe back as well, neither is proven.
 */
function otherwise(measured: Measured, { split, expected }: SplitPairing): boolean {
  const nearest = measured.maybe(transforms)?.find((one) => one.split === split)?.nearest;
  return nearest !== undefined && lift(nearest) > 0.5 * lift(expected);
}
