import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export interface PredictionsInOtherOrder {
  readonly split: SplitName;
  readonly kind: "shifted" | "reversed" | "other network answers" | "unrelated";
  readonly accuracy: number;
  readonly rows: number;
  readonly shift?: number;
  /** The accuracy of the log on images not trained on. */
  readonly logged?: number;
}

/** H5: predictions in another order than the labels they are compared with; never where the labels themselves are wrong. */
export const predictionsInOtherOrder: Check<PredictionsInOtherOrder> = {
  id: "predictions-in-other-order",
  catalogue: "H5",
  needs: [answerOrder],
  after: ["A", "B", "C"],
  explains: ["reported-accuracy", "underfitting", "evaluated-other-set"],
  run(measured) {
    return measured
      .of(answerOrder)
      .flatMap(({ split, asGiven, explanation, logged }): Draft<PredictionsInOtherOrder>[] => {
        if (explanation === undefined || explanation.kind === "other split" || explanation.kind === "other network")
          return [];
        const where = `${split} predictions`;
        const shift = explanation.kind === "shifted" ? { shift: explanation.shift } : {};
        const evidence = {
          split,
          kind: explanation.kind,
          accuracy: asGiven.accuracy,
          rows: asGiven.total,
          ...shift,
          ...(logged === undefined ? {} : { logged }),
        };
        if (explanation.kind === "unrelated") return [{ confidence: "likely", where, evidence }];
        return [{ confidence: "fault", where, evidence, counterfactual: { accuracy: explanation.accuracy } }];
      });
  },
  say,
};

function say({ evidence, counterfactual }: Draft<PredictionsInOtherOrder>): Words {
  const { split, kind, accuracy, rows, shift, logged } = evidence;
  const restored = share(Number(counterfactual?.accuracy));
  const said = logged === undefined ? "" : `, where the log has ${share(logged)} on images not trained on`;
  const how = {
    shifted: `moved by ${shift} rows they fit in ${restored}`,
    reversed: `read backwards they fit in ${restored}`,
    "other network answers": `the network itself, asked about the same images in order, is right in ${restored}`,
    unrelated:
      "each class is answered as often as it occurs, and still answers and labels have nothing to do with each other",
  }[kind];
  return {
    sentence: `The ${integer(rows)} ${split} predictions are in another order than the labels: as they are ${share(accuracy)} fit${said}; ${how}.`,
    fix: "Do not shuffle when predicting, or keep each prediction together with its row number.",
  };
}
