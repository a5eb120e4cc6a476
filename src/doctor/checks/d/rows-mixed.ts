import type { Check } from "../../check.ts";
import { passes } from "../../evidence/passes.ts";
import { type RowsMixed, rowsMixed as say } from "../../messages/d.ts";

/** D8: the answer to an image depends on the other images of the batch. */
export const rowsMixed: Check<RowsMixed> = {
  id: "rows-mixed",
  catalogue: "D8",
  needs: [passes],
  run(measured) {
    const { rows, mixed, largestMix } = measured.of(passes);
    if (mixed === 0) return [];
    return [{ confidence: "fault", where: "predict function", evidence: { rows, mixed, difference: largestMix } }];
  },
  say,
};
