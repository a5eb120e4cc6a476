import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { nearDuplicates } from "../../evidence/near-duplicates.ts";
import type { SplitName } from "../../input.ts";
import { count, sentenceCase, share } from "../../words.ts";

export interface NearLeak {
  readonly split: SplitName;
  readonly near: number;
  readonly rows: number;
  readonly share: number;
  /** Share of training rows that have a near-duplicate among the other training rows. */
  readonly natural: number;
  /** [row of the split, training row] */
  readonly first?: readonly [number, number];
}

/** From this share on a result says little; fewer are advice, for such pairs may be natural. */
const MUCH = 0.2;
/** Near-duplicates of another set in training, over those inside training: what is beyond nature. */
const BEYOND = 3;

/** Evaluation images that are training images but for a little noise: a leak that no comparison of bytes finds. */
export const nearlyInTraining: Check<NearLeak> = {
  id: "nearly-in-training",
  catalogue: "B11",
  needs: [nearDuplicates],
  after: ["A"],
  run(measured) {
    return measured.of(nearDuplicates).flatMap(({ split, rows, near, ownRows, ownNear, pairs }): Draft<NearLeak>[] => {
      const [share, natural] = [near / rows, ownNear / ownRows];
      const pooled = (near + ownNear) / (rows + ownRows);
      const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / rows + 1 / ownRows));
      // Drawn alike, the two shares would differ by more than six deviations once in a thousand million times.
      const beyond = near >= 10 && share > BEYOND * natural && share - natural > 6 * deviation;
      if (!beyond && share < MUCH) return [];
      const [first] = pairs;
      return [
        {
          confidence: beyond && share >= MUCH ? "likely" : "advice",
          where: `${split} images`,
          evidence: { split, near, rows, share, natural, ...(first && { first }) },
        },
      ];
    });
  },
  say,
};

function say({ evidence: e }: Draft<NearLeak>): Words {
  const example = e.first && `, for example rows ${integer(e.first[0])} and ${integer(e.first[1])}`;
  return {
    sentence: `${sentenceCase(count(e.near, `${e.split} image`))} of ${integer(e.rows)} (${share(e.share)}) ${e.near === 1 ? "is" : "are"} nearly the same as a training image${example ?? ""}; inside the training set that holds for ${share(e.natural)}. A network can know such images by heart.`,
    fix: `Split first and change images (noise, crops, compression) afterwards; keep all pictures of one thing on one side of the split.`,
  };
}
