import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { type PixelStatistics, pixels } from "../../evidence/pixels.ts";
import type { SplitName } from "../../input.ts";
import { figure } from "../../words.ts";

export interface StandardisedApart {
  readonly split: SplitName;
  readonly rows: number;
  readonly mean: number;
}

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
      .map(({ split, rows, mean }) => ({
        confidence: "advice" as const,
        where: `${split} images`,
        evidence: { split, rows, mean },
      }));
  },
  say,
};

const CLOSE = 1e-4;

/**
 * As a whole, or column by column (constant columns are 0 then). Of the other sets the deviation alone is enough: with the
 * figures of training it would be near 1, and not 1 to five digits.
 */
function isStandardised({
  split,
  mean,
  deviation,
  columnMeans,
  columnDeviations,
  rows,
  sampled,
}: PixelStatistics): boolean {
  if (sampled < rows || rows < 10) return false;
  const whole = Math.abs(deviation - 1) < CLOSE / 10;
  if (whole && (split !== "training" || Math.abs(mean) < CLOSE / 10)) return true;
  const varying = [...columnDeviations.keys()].filter((j) => columnDeviations[j] > 0);
  return (
    varying.length > 0 &&
    varying.every((j) => Math.abs(columnMeans[j]) < CLOSE && Math.abs(columnDeviations[j] - 1) < CLOSE)
  );
}

function say({ evidence: { split, rows, mean } }: Draft<StandardisedApart>): Words {
  return {
    sentence: `The ${integer(rows)} ${split} images have deviation 1 to five digits (mean ${figure(Math.abs(mean) < 1e-6 ? 0 : mean)}) by themselves: they were standardised with their own figures, not with those of training.`,
    fix: `Standardise the ${split} images with the mean and deviation of the training images.`,
  };
}
