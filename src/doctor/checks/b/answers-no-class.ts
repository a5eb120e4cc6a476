import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { answerCounts } from "../../evidence/answer-counts.ts";
import type { SplitName } from "../../input.ts";
import { count } from "../../words.ts";

export interface AnswersNoClass {
  readonly split: SplitName;
  readonly noClass: number;
  readonly predictions: number;
  readonly width: number;
  readonly examples: readonly number[];
  readonly classes: number;
}

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

function say({ evidence: e }: Draft<AnswersNoClass>): Words {
  const such = e.examples.length === 0 ? "" : ` (${e.examples.map((x) => Number(x.toPrecision(4))).join(", ")})`;
  const some = `${integer(e.noClass)} of ${count(e.predictions, `${e.split} prediction`)}`;
  const sentence =
    e.width === 1
      ? `${some} are numbers that no label has${such}: whatever the network meant, they count as wrong.`
      : `${some} have their largest score in a column that no label stands for: there are ${e.width} scores a row and ${e.classes} classes.`;
  return {
    sentence,
    fix: "Give the network one output a class, and number classes in predictions and labels alike.",
  };
}
