import type { Check, Draft, Words } from "../../check.ts";
import { problems } from "../../evidence/problems.ts";
import type { ReadProblem } from "../../input.ts";
import { sentenceCase } from "../../words.ts";

export interface Problem extends ReadProblem {}

/** A check that turns readers' errors of some codes into findings: what a file cannot be is an exact fact. */
function problemCheck(id: string, catalogue: "A1" | "A4" | "A5", takes: (code: string) => boolean): Check<Problem> {
  return {
    id,
    catalogue,
    needs: [problems],
    explains: ["counts-differ"],
    run(measured) {
      return measured
        .of(problems)
        .filter(({ code }) => takes(code))
        .map((problem): Draft<Problem> => ({ confidence: "fault", where: problem.role, evidence: problem }));
    },
    say,
  };
}

/** Codes of files that end too early, or whose bytes were damaged on the way. */
function isDamage(code: string): boolean {
  return /^GZIP_|TRUNCATED|EMPTY|_CRC$|ZIP_(DATA|SIZE|EOCD|MISMATCH|DIRECTORY)|LFS|QUOTE_OPEN/.test(code);
}

/** The reader's sentence already says what, where, expected and found. */
function say({ evidence: e }: Draft<Problem>): Words {
  const colon = e.message.lastIndexOf(": ");
  const [sentence, fix] = colon < 0 ? [e.message, ""] : [e.message.slice(0, colon), e.message.slice(colon + 2)];
  return {
    sentence: `The file given for the ${e.role} cannot be used: ${sentence}${sentence.endsWith(".") ? "" : "."}`,
    fix: fix === "" ? "Give the right file, or get it again." : sentenceCase(fix.endsWith(".") ? fix : `${fix}.`),
  };
}

/** A file is of another kind than it was given for: labels for images, a pickle, a page of HTML. */
export const wrongKindOfFile = problemCheck("wrong-kind-of-file", "A1", (code) => !isDamage(code));

/** A file is cut short, empty or damaged. */
export const damagedFile = problemCheck("damaged-file", "A4", isDamage);
