import type { Check, Draft, Words } from "../../check.ts";
import { answerCounts } from "../../evidence/answer-counts.ts";
import type { SplitName } from "../../input.ts";
import { count, set } from "../../words.ts";

export interface PredictionCounts {
  readonly split: SplitName;
  readonly predictions: number;
  readonly labels: number;
}

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

function say({ evidence: e }: Draft<PredictionCounts>): Words {
  const whole = Number.isInteger(e.predictions);
  const made = whole ? count(e.predictions, "prediction") : `${e.predictions.toFixed(2)} rows of predictions`;
  return {
    sentence: `There are ${made} for the ${count(e.labels, "label")} of the ${set(e.split)}: compared row by row they are cut to the shorter list without a word, and may belong to other rows.`,
    fix: "Predict once for every row, in file order, and keep the last batch however short it is.",
  };
}
