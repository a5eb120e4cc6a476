import type { Check } from "../../check.ts";
import { type PixelStatistics, pixels } from "../../evidence/pixels.ts";
import { type StandardisedApart, standardisedApart as say } from "../../messages/c.ts";

/** C7: a split with mean 0 and deviation 1 by itself, to more digits than chance gives, as training has too. */
export const standardisedApart: Check<StandardisedApart> = {
  id: "standardised-apart",
  catalogue: "C7",
  needs: [pixels],
  run(measured) {
    const all = measured.of(pixels);
    const training = all.find(({ split }) => split === "training");
    if (training === undefined || !isStandardised(training)) return [];
    return all
      .filter((one) => one !== training && one.rows < 1e6 && isStandardised(one))
      .map(({ split, rows }) => ({
        confidence: "advice" as const,
        where: `${split} images`,
        evidence: { split, rows },
      }));
  },
  say,
};

const CLOSE = 1e-4;

/** As a whole, or column by column (constant columns are 0 then). */
function isStandardised({ mean, deviation, columnMeans, columnDeviations, rows, sampled }: PixelStatistics): boolean {
  if (sampled < rows || rows < 10) return false;
  if (Math.abs(mean) < CLOSE / 10 && Math.abs(deviation - 1) < CLOSE / 10) return true;
  const varying = [...columnDeviations.keys()].filter((j) => columnDeviations[j] > 0);
  return (
    varying.length > 0 &&
    varying.every((j) => Math.abs(columnMeans[j]) < CLOSE && Math.abs(columnDeviations[j] - 1) < CLOSE)
  );
}
