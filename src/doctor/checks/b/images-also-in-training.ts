import type { Check, Draft } from "../../check.ts";
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
  uses: [pairing],
  quick: true,
  run(measured) {
    const paired = measured.maybe(pairing);
    const copied = paired === undefined ? [] : ofKind(paired, "training-images").map(({ split }) => split);
    return leaks(measured.of(overlap), measured.of(duplicates))
      .filter(({ split, shared, rows }) => !copied.includes(split) && !(split === "validation" && shared >= 0.9 * rows))
      .map((evidence): Draft<Leak> => {
        const much = evidence.shared >= Math.max(10, MUCH * evidence.rows);
        return { confidence: much ? "fault" : "advice", where: `${evidence.split} images`, evidence };
      });
  },
  say,
};

/** Shared images beyond what these data have anyway: tables of few small numbers repeat rows by nature. */
export function leaks(
  overlaps: readonly { split: Leak["split"]; shared: number; rows: number; sameRow: number }[],
  repeated: readonly { split: Leak["split"]; rows: number; duplicates: number }[],
): Leak[] {
  const training = repeated.find(({ split }) => split === "training");
  const usual = training === undefined || training.rows === 0 ? 0 : training.duplicates / training.rows;
  return overlaps
    .filter(({ shared, rows }) => shared > 0 && shared / rows > 3 * usual)
    .map(({ split, shared, rows, sameRow }) => ({ split, shared, rows, sameRow, usual }));
}
