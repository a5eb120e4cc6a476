import type { Check, Draft, Words } from "../../check.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { answered } from "../../evidence/answered.ts";
import { reported } from "../../evidence/reported.ts";
import { weights } from "../../evidence/weights.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";
import { type FarBehind, farBehind } from "./slips.ts";

export type UntrainedCopy =
  | { readonly seen: "digest"; readonly digest: string; readonly trained: string; readonly untrained: boolean }
  | { readonly seen: "predictions"; readonly split: SplitName; readonly accuracy: number }
  | ({ readonly seen: "behind"; readonly split: SplitName } & FarBehind)
  | { readonly seen: "reported"; readonly reported: number; readonly accuracy: number };

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

function say({ evidence, counterfactual }: Draft<UntrainedCopy>): Words {
  if (evidence.seen === "predictions")
    return {
      sentence: `The ${evidence.split} predictions are not this network's: ${share(evidence.accuracy)} of them fit, while the network itself, asked about the same images, is right in ${share(Number(counterfactual?.accuracy))}.`,
      fix: "Predict with the network that was trained, not with a copy made before training.",
    };
  if (evidence.seen === "behind")
    return {
      sentence: `${farBehind(evidence, evidence.split)}: they are not the answers of the trained network to these images, but those of another network (a copy made before training), or to other inputs.`,
      fix: `Predict with the trained network on the ${evidence.split} images, prepared as in training.`,
    };
  if (evidence.seen === "digest")
    return {
      sentence: `This is the network as it was before training: its weights have the digest ${evidence.digest.slice(0, 12)}…, those of the trained network ${evidence.trained.slice(0, 12)}….`,
      fix: "Judge the network that was trained (or its saved file), not a new one.",
    };
  return {
    sentence: `The reported ${share(evidence.reported)} is the accuracy of the network before training; after it, it is ${share(evidence.accuracy)}.`,
    fix: "Evaluate the network that was trained, not a copy made before.",
  };
}
