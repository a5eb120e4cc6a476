import type { Check, Draft, Words } from "../../check.ts";
import { passes } from "../../evidence/passes.ts";
import { figure } from "../../words.ts";

export interface AnswersChange {
  readonly rows: number;
  readonly changed: number;
  /** Largest difference of a score. */
  readonly difference: number;
}

/** H6: the same image, asked about twice, gets two answers. */
export const answersChange: Check<AnswersChange> = {
  id: "answers-change",
  catalogue: "H6",
  needs: [passes],
  explains: ["rows-mixed", "reported-accuracy"],
  run(measured) {
    const { rows, changed, largestChange } = measured.of(passes);
    if (changed === 0) return [];
    return [{ confidence: "fault", where: "predict function", evidence: { rows, changed, difference: largestChange } }];
  },
  say,
};

function say({ evidence: { rows, changed, difference } }: Draft<AnswersChange>): Words {
  return {
    sentence: `The same image gets two answers: asked twice, ${changed} of ${rows} images get other scores, by up to ${figure(difference)}.`,
    fix: "Turn dropout and other randomness off when answering (evaluation mode).",
  };
}
