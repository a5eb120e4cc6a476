import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { answered, type SplitAnswers } from "../../evidence/answered.ts";
import { classes } from "../../evidence/classes.ts";
import { progress } from "../../evidence/progress.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export interface OneAnswer {
  readonly split: SplitName;
  readonly rows: number;
  readonly answer: number;
  readonly times: number;
  /** Share of that answer among the labels. */
  readonly accuracy: number;
  readonly majority: number;
}

/** Where one class is nearly everything, answering it always is what a sound network may do. */
const IMBALANCED = 0.8;

/** F12: the network gives one and the same answer to everything. */
export const oneAnswer: Check<OneAnswer> = {
  id: "one-answer",
  catalogue: "F12",
  needs: [answered, classes],
  uses: [progress],
  explains: ["underfitting", "accuracy-hides-imbalance", "reported-accuracy"],
  run(measured) {
    const { values } = measured.of(classes);
    if (measured.maybe(progress)?.trained === false) return [];
    const found = Object.values(measured.of(answered)).flatMap((one) => collapsed(one, values));
    const first = found[0];
    if (first === undefined) return [];
    return [
      {
        confidence: first.majority > IMBALANCED ? "advice" : "likely",
        where: `${first.split} answers`,
        evidence: first,
      },
    ];
  },
  say,
};

/** At least 99 % of 20 or more answers are the same. */
function collapsed({ split, answers, labels }: SplitAnswers, values: readonly number[]): OneAnswer[] {
  const rows = answers.length;
  const [given, carried] = [counts(answers, values.length), counts(labels, values.length)];
  const answer = given.indexOf(given.reduce((a, b) => Math.max(a, b)));
  const majority = carried.reduce((a, b) => Math.max(a, b)) / Math.max(1, rows);
  if (rows < 20 || given[answer] < 0.99 * rows || majority >= 0.99) return [];
  return [{ split, rows, answer: values[answer], times: given[answer], accuracy: carried[answer] / rows, majority }];
}

function counts(values: Int32Array, classCount: number): number[] {
  const each = new Array<number>(classCount).fill(0);
  for (const value of values) if (value >= 0) each[value]++;
  return each;
}

function say({ evidence: { split, rows, answer, times, accuracy } }: Draft<OneAnswer>): Words {
  return {
    sentence: `The network answers ${answer} to ${integer(times)} of ${integer(rows)} ${split} images, whatever they show; ${share(accuracy)} of them are.`,
    fix: "Look at what the network gets (scaling) and how it starts (weights), and try a tenth of the learning rate.",
  };
}
