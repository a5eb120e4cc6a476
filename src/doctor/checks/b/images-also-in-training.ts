import type { Check, Draft } from "../../check.ts";
import { type Coincidences, coincidences } from "../../evidence/coincidences.ts";
import { duplicates } from "../../evidence/duplicates.ts";
import { overlap } from "../../evidence/overlap.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type Leak, imagesAlsoInTraining as say } from "../../messages/b.ts";
import { ofKind } from "./read-as.ts";

/** From this share on a result is worth less; fewer are advice. */
export const MUCH = 0.02;

/** Images of the evaluation splits that occur in training: a leak. */
export const imagesAlsoInTraining: Check<Leak> = {
  id: "images-also-in-training",
  catalogue: "B11",
  needs: [overlap, duplicates],
  uses: [pairing, coincidences],
  quick: true,
  run(measured) {
    const paired = measured.maybe(pairing);
    const copied = paired === undefined ? [] : ofKind(paired, "training-images").map(({ split }) => split);
    return leaks(measured.of(overlap), measured.of(duplicates), measured.maybe(coincidences))
      .filter(({ split, shared, rows }) => !copied.includes(split) && !(split === "validation" && shared >= 0.9 * rows))
      .map((evidence): Draft<Leak> => {
        const much = evidence.shared >= Math.max(10, MUCH * evidence.rows);
        return { confidence: much ? "fault" : "advice", where: `${evidence.split} images`, evidence };
      });
  },
  say,
};

/**
 * Shared images beyond what these data have anyway: tables of few small numbers repeat rows by nature. As many rows of another
 * draw should be met in training as training rows meet another training row, or as the columns' own values make equal.
 */
export function leaks(
  overlaps: readonly { split: Leak["split"]; shared: number; rows: number; sameRow: number }[],
  repeated: readonly { split: Leak["split"]; rows: number; duplicates: number; twins: number }[],
  chances: readonly Coincidences[] = [],
): Leak[] {
  const training = repeated.find(({ split }) => split === "training");
  const share = (n: number) => (training === undefined || training.rows === 0 ? 0 : n / training.rows);
  const chance = chances.find(({ split }) => split === "training")?.chance ?? 0;
  const usual = share(training?.duplicates ?? 0);
  const met = Math.max(share(training?.twins ?? 0), Math.min(1, chance * (training?.rows ?? 0)));
  return overlaps
    .filter(({ shared, rows }) => {
      // Both numbers are counted, so both have their deviation.
      const deviation = Math.sqrt(met * rows * (1 + rows / Math.max(1, training?.rows ?? 0)));
      return shared > 0 && shared / rows > 3 * usual && shared > met * rows + 5 * deviation;
    })
    .map(({ split, shared, rows, sameRow }) => ({ split, shared, rows, sameRow, usual }));
}
