import type { Check, Draft } from "../../check.ts";
import { lift } from "../../evidence/agreement.ts";
import { domain } from "../../evidence/domain.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type TransformSearch, transforms } from "../../evidence/transforms.ts";
import { type DistributionShift, distributionShift as say } from "../../messages/c.ts";

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
