import type { Check, Draft } from "../../check.ts";
import { answerCounts } from "../../evidence/answer-counts.ts";
import { type PredictionCounts, predictionsDifferInNumber as say } from "../../messages/a.ts";

/** A6 for predictions: as many as there are neither labels nor images, so that zip() would drop some in silence. */
export const predictionsDifferInNumber: Check<PredictionCounts> = {
  id: "predictions-differ-in-number",
  catalogue: "A6",
  needs: [answerCounts],
  explains: ["predictions-in-other-order", "reported-accuracy", "wrong-argmax", "untrained-copy"],
  run(measured) {
    return measured
      .of(answerCounts)
      .filter(({ predictions, images, labels }) => labels > 0 && predictions !== labels && predictions !== images)
      .map(({ split, predictions, labels }): Draft<PredictionCounts> => {
        return { confidence: "fault", where: `${split} predictions`, evidence: { split, predictions, labels } };
      });
  },
  say,
};
