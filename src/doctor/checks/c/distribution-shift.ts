import type { Check, Draft, Words } from "../../check.ts";
import { lift } from "../../evidence/agreement.ts";
import { domain } from "../../evidence/domain.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type TransformSearch, transforms } from "../../evidence/transforms.ts";
import type { SplitName } from "../../input.ts";
import { figure, share } from "../../words.ts";

export interface DistributionShift {
  readonly split: SplitName;
  readonly auc: number;
  readonly brighter: number;
  readonly contrast: number;
  /** Accuracy of the training probe on the split, and on its own. */
  readonly asIs?: number;
  readonly expected?: number;
}

/** Below this AUC two halves of one set may look as different. */
const APART = 0.75;

/** C9: a split of another kind than training. Accused only where a classifier made from training reads it far worse. */
export const distributionShift: Check<DistributionShift> = {
  id: "distribution-shift",
  catalogue: "C9",
  needs: [domain],
  uses: [transforms, pairing],
  after: ["A", "B"],
  explains: ["overfitting", "one-answer"],
  run(measured) {
    return measured.of(domain).flatMap((one): Draft<DistributionShift>[] => {
      const search = measured.maybe(transforms)?.find(({ split }) => split === one.split);
      const paired = measured.maybe(pairing)?.splits.find(({ split }) => split === one.split);
      // Values in another order look alike, column by column: that the split reads itself, and training does not, is enough.
      const rearranged = paired?.kind === "other-domain" && harmful(search);
      if (one.auc < APART && !rearranged) return [];
      if (search?.restoring !== undefined) return [];
      const read = search && { asIs: search.asIs.accuracy, expected: search.expected.accuracy };
      const confidence = harmful(search) ? "likely" : "advice";
      return [{ confidence, where: `${one.split} images`, evidence: { ...one, ...(read ?? {}) } as DistributionShift }];
    });
  },
  say,
};

/** Less than half of the way from chance to what the classifier reaches in training, and not for other shares of the classes. */
function harmful(search: TransformSearch | undefined): boolean {
  if (search?.searched !== true || search.asIs.accuracy > 0.7 * search.promised) return false;
  return lift(search.asIs) < 0.5 * lift(search.expected);
}

function say({ evidence }: Draft<DistributionShift>): Words {
  const { split, auc, brighter, contrast, asIs, expected } = evidence;
  const how =
    Math.abs(brighter) > 0.1
      ? `their mean is ${figure(Math.abs(brighter))} deviations ${brighter > 0 ? "higher" : "lower"}`
      : contrast > 1.15 || contrast < 0.87
        ? `their values vary ${figure(contrast)} times as much`
        : "the difference is in where values stand, not in brightness or contrast";
  const read =
    asIs === undefined || expected === undefined
      ? ""
      : ` A simple classifier made from training reads ${share(asIs)} of them, and ${share(expected)} in training.`;
  if (auc < 0.75)
    return {
      sentence: `Values and labels of the ${split} set go together in another way than in training, though each by itself looks alike.${read} A classifier made from the ${split} set itself reads it: its labels belong to its rows.`,
      fix: `Look for pixels or columns in another order, or for another meaning of the classes, in the ${split} set.`,
    };
  return {
    sentence: `The ${split} images are of another kind than the training images: looked at in pairs they are told apart in ${share(auc)}, and ${how}.${read}`,
    fix: `Compare twelve images of each set by eye, and make the ${split} images the way the training images were made.`,
  };
}
