import type { Check } from "../../check.ts";
import { passes } from "../../evidence/passes.ts";
import { type AnswersChange, answersChange as say } from "../../messages/h.ts";

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
