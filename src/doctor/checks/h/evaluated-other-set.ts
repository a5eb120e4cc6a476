import type { Check, Draft, Words } from "../../check.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { reported } from "../../evidence/reported.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export interface EvaluatedOtherSet {
  readonly seen: "predictions" | "reported";
  readonly declared: SplitName;
  readonly of: SplitName;
  /** Counted against the declared set. */
  readonly accuracy: number;
  readonly reported?: number;
}

/** H1: the reported number, or the predictions, belong to another set. */
export const evaluatedOtherSet: Check<EvaluatedOtherSet> = {
  id: "evaluated-other-set",
  catalogue: "H1",
  needs: [evaluation],
  uses: [reported, answerOrder],
  explains: [
    "reported-accuracy",
    "underfitting",
    "predictions-in-other-order",
    "predictions-differ-in-number",
    "one-answer",
  ],
  run(measured) {
    const order = measured.maybe(answerOrder)?.find(({ explanation }) => explanation?.kind === "other split");
    if (order?.explanation?.kind === "other split") {
      const { of, accuracy } = order.explanation;
      const evidence = { seen: "predictions" as const, declared: order.split, of, accuracy: order.asGiven.accuracy };
      return [{ confidence: "fault", where: `${order.split} predictions`, evidence, counterfactual: { accuracy } }];
    }
    const number = measured.maybe(reported);
    if (number?.explanation?.kind !== "other split") return [];
    const { of, value } = number.explanation;
    const evidence = {
      seen: "reported" as const,
      declared: "test" as const,
      of,
      accuracy: number.accuracy,
      reported: number.reported,
    };
    return [{ confidence: "likely", where: "reported accuracy", evidence, counterfactual: { accuracy: value } }];
  },
  say,
};

function say({ evidence, counterfactual }: Draft<EvaluatedOtherSet>): Words {
  const { seen, declared, of, accuracy, reported } = evidence;
  const sentence =
    seen === "predictions"
      ? `The ${declared} predictions were made for the ${of} images: ${share(accuracy)} of them fit the ${declared} labels, ${share(Number(counterfactual?.accuracy))} fit the first ${of} labels.`
      : `The reported ${share(reported ?? Number.NaN)} is the accuracy on the ${of} set; on the ${declared} set it is ${share(accuracy)}.`;
  return { sentence, fix: `Give evaluate() the ${declared} images and the ${declared} labels.` };
}
