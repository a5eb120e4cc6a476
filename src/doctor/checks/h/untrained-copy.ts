import type { Check } from "../../check.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { answered } from "../../evidence/answered.ts";
import { reported } from "../../evidence/reported.ts";
import { weights } from "../../evidence/weights.ts";
import { untrainedCopy as say, type UntrainedCopy } from "../../messages/h.ts";

/** H7: another network than the trained one is judged: its weights, or the reported number, are those before training. */
export const untrainedCopy: Check<UntrainedCopy> = {
  id: "untrained-copy",
  catalogue: "H7",
  needs: [answered],
  uses: [weights, reported, answerOrder],
  explains: ["reported-accuracy", "weights-unchanged", "underfitting", "one-answer"],
  run(measured) {
    const seen = measured.maybe(weights);
    // The best epoch's weights differ from the last one's too: only untrained ones are a fault.
    const untrained = seen?.layers.every(({ asInitial }) => asInitial) === true;
    if (untrained && seen.trainedDigest !== undefined && seen.trainedDigest !== seen.digest) {
      const evidence = { seen: "digest" as const, digest: seen.digest, trained: seen.trainedDigest, untrained };
      return [{ confidence: "fault", where: "network", evidence }];
    }
    const other = measured.maybe(answerOrder)?.find(({ explanation }) => explanation?.kind === "other network");
    if (other?.explanation?.kind === "other network") {
      const evidence = { seen: "predictions" as const, split: other.split, accuracy: other.asGiven.accuracy };
      const counterfactual = { accuracy: other.explanation.accuracy };
      return [{ confidence: "fault", where: `${other.split} predictions`, evidence, counterfactual }];
    }
    const far = measured.maybe(answerOrder)?.find((one) => one.behind?.belowChance === false && !one.explanation);
    if (far?.behind !== undefined) {
      const { belowChance: _, ...reached } = far.behind;
      const evidence = { seen: "behind" as const, split: far.split, accuracy: far.asGiven.accuracy, ...reached };
      return [{ confidence: "likely", where: `${far.split} predictions`, evidence }];
    }
    const number = measured.maybe(reported);
    if (number?.explanation?.kind !== "untrained") return [];
    const evidence = { seen: "reported" as const, reported: number.reported, accuracy: number.accuracy };
    return [{ confidence: "likely", where: "reported accuracy", evidence }];
  },
  say,
};
