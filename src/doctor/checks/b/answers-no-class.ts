import type { Check, Draft } from "../../check.ts";
import { answerCounts } from "../../evidence/answer-counts.ts";
import { type AnswersNoClass, answersNoClass as say } from "../../messages/b.ts";

/** From this share on answers that are no class are more than an output that the data have no example for. */
const MUCH = 0.01;

/** B14 for predictions: numbers that no label has. Most of them: a fact; a few of a hundred: likely. */
export const answersNoClass: Check<AnswersNoClass> = {
  id: "answers-no-class",
  catalogue: "B14",
  needs: [answerCounts],
  explains: ["reported-accuracy", "underfitting", "untrained-copy", "predictions-in-other-order"],
  run(measured) {
    return measured
      .of(answerCounts)
      .filter(({ noClass, predictions }) => noClass >= 3 && noClass > MUCH * predictions)
      .map(({ split, noClass, predictions, width, examples, classes }): Draft<AnswersNoClass> => {
        const confidence = noClass > 0.5 * predictions ? "fault" : "likely";
        const evidence = { split, noClass, predictions, width, examples, classes };
        return { confidence, where: `${split} predictions`, evidence };
      });
  },
  say,
};
