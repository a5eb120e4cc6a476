import type { Check, Draft, Measured, Words } from "../../check.ts";
import { type Restoring, transforms } from "../../evidence/transforms.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

interface ChangedImages {
  readonly split: SplitName;
  readonly geometry: string;
  readonly values: string;
  /** Accuracy of the training probe, as the images are. */
  readonly asIs: number;
  /** What it reaches on its own split. */
  readonly expected: number;
}

/** The changes of a split's pictures that the training probe proves: it reads them again once that is undone. */
function changeCheck(
  about: Pick<Check, "id" | "catalogue" | "explains">,
  holds: (found: Restoring) => boolean,
  say: (evidence: ChangedImages) => Words,
): Check<ChangedImages> {
  return {
    ...about,
    needs: [transforms],
    run: (measured) => restoredBy(measured, holds),
    say({ evidence, counterfactual }) {
      const { split, asIs, expected } = evidence;
      const words = say(evidence);
      const proof = `A simple classifier made from the training images reads ${share(asIs)} of the ${split} images as they are, and ${share(Number(counterfactual?.restored))} once that is undone; in training it reads ${share(expected)}.`;
      return { ...words, sentence: `${words.sentence} ${proof}` };
    },
  };
}

function restoredBy(measured: Measured, holds: (found: Restoring) => boolean): Draft<ChangedImages>[] {
  return measured.of(transforms).flatMap(({ split, asIs, expected, restoring }) => {
    if (restoring === undefined || !holds(restoring)) return [];
    const { geometry, values, agreement } = restoring;
    const evidence = { split, geometry, values, asIs: asIs.accuracy, expected: expected.accuracy };
    const counterfactual = { restored: agreement.accuracy };
    return [{ confidence: "fault" as const, where: `${split} images`, evidence, counterfactual }];
  });
}

/** C4: a split of negatives. */
export const invertedImages = changeCheck(
  {
    id: "inverted-images",
    catalogue: "C4",
    explains: ["distribution-shift", "one-answer", "overfitting", "splits-scaled-differently", "reported-accuracy"],
  },
  ({ values }) => values === "inverted",
  ({ split, geometry }) => ({
    sentence: `The ${split} images are negatives of the training images${geometry === "none" ? "" : `, and ${geometry}`}.`,
    fix: `Invert the ${split} images (largest value minus pixel), or load them the way the training images are loaded.`,
  }),
);

/** C5: a split whose pictures are transposed, mirrored or rotated against those of training. */
export const turnedImages = changeCheck(
  {
    id: "turned-images",
    catalogue: "C5",
    explains: ["distribution-shift", "one-answer", "overfitting", "scrambled-images", "reported-accuracy"],
  },
  ({ values, geometry }) => values !== "inverted" && geometry !== "none" && !geometry.startsWith("moved on"),
  ({ split, geometry, values }) => ({
    sentence: `The ${split} images are ${geometry}${values === "none" ? "" : ` and their values ${values}`}, compared with the training images.`,
    fix: `Load the ${split} images in the same orientation as the training images: look for a transpose, a flip, or another order of axes or columns.`,
  }),
);
