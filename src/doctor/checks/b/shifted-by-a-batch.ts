import type { Check, Draft } from "../../check.ts";
import { pairing } from "../../evidence/pairing.ts";
import { trainingSettings } from "../../evidence/training-settings.ts";
import { type Moved, shiftedByABatch as say } from "../../messages/b.ts";
import { ofKind, readAs, restoredTo } from "./read-as.ts";

/** Images of one batch are used with the labels of another. */
export const shiftedByABatch: Check<Moved> = {
  id: "shifted-by-a-batch",
  catalogue: "B10",
  needs: [pairing],
  uses: [trainingSettings],
  quick: true,
  explains: ["counts-differ"],
  run(measured) {
    const batch = measured.maybe(trainingSettings)?.batchSize;
    const found = ofKind(measured.of(pairing), "shifted").filter(({ shift = 0 }) => isBatchSize(shift, batch));
    return found.map(
      (one): Draft<Moved> => ({
        confidence: "fault",
        where: `${one.split} labels`,
        evidence: { ...readAs(one), shift: one.shift ?? 0 },
        ...restoredTo(one),
      }),
    );
  },
  say,
};

/** Sizes that batches usually have, where the real one is not known. */
const USUAL = [32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000];

/** True where a shift is the batch size or, where that is not known, a usual one. */
export function isBatchSize(shift: number, batch: number | undefined): boolean {
  const distance = Math.abs(shift);
  if (batch === undefined) return USUAL.includes(distance);
  return batch > 1 && distance > 0 && distance % batch === 0;
}
