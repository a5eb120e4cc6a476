import type { Check, Draft } from "../../check.ts";
import { evaluatedCounts } from "../../evidence/evaluated-counts.ts";
import { type ReadOnce, dataReadOnce as say } from "../../messages/a.ts";

/** Data that are used up after the first epoch: later epochs see fewer rows, or none. */
export const dataReadOnce: Check<ReadOnce> = {
  id: "data-read-once",
  catalogue: "A9",
  needs: [evaluatedCounts],
  run(measured) {
    return measured.of(evaluatedCounts).flatMap(({ split, totals }): Draft<ReadOnce>[] => {
      const [, first] = totals[0] ?? [0, 0];
      const other = totals.find(([, images]) => images < first);
      if (other === undefined) return [];
      const [epoch, later] = other;
      return [{ confidence: "fault", where: `${split} images`, evidence: { split, first, epoch, later } }];
    });
  },
  say,
};
