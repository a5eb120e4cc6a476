import type { Check, Draft } from "../../check.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { type PredictionsInOtherOrder, predictionsInOtherOrder as say } from "../../messages/h.ts";

/** H5: predictions in another order than the labels they are compared with; never where the labels themselves are wrong. */
export const predictionsInOtherOrder: Check<PredictionsInOtherOrder> = {
  id: "predictions-in-other-order",
  catalogue: "H5",
  needs: [answerOrder],
  after: ["A", "B", "C"],
  explains: ["reported-accuracy", "underfitting", "evaluated-other-set"],
  run(measured) {
    return measured.of(answerOrder).flatMap(({ split, asGiven, explanation }): Draft<PredictionsInOtherOrder>[] => {
      if (explanation === undefined || explanation.kind === "other split" || explanation.kind === "other network")
        return [];
      const where = `${split} predictions`;
      const shift = explanation.kind === "shifted" ? { shift: explanation.shift } : {};
      const evidence = { split, kind: explanation.kind, accuracy: asGiven.accuracy, rows: asGiven.total, ...shift };
      if (explanation.kind === "unrelated") return [{ confidence: "likely", where, evidence }];
      return [{ confidence: "fault", where, evidence, counterfactual: { accuracy: explanation.accuracy } }];
    });
  },
  say,
};
