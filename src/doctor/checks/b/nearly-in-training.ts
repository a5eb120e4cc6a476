import type { Check, Draft } from "../../check.ts";
import { nearDuplicates } from "../../evidence/near-duplicates.ts";
import { type NearLeak, nearlyInTraining as say } from "../../messages/b.ts";

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
