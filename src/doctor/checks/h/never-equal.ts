import type { Check, Draft, Words } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isNever, oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { share } from "../../words.ts";
import { SLIPS } from "./slips.ts";

export type NeverEqual =
  /** error: what the evaluate function threw. */
  | { readonly seen: "oracle"; readonly rows: number; readonly error?: string }
  | { readonly seen: "reported"; readonly accuracy: number; readonly others: readonly string[] };

/** H3: perfect answers count as wrong, and so does everything else: answer and label are never the same kind of thing. */
export const neverEqual: Check<NeverEqual> = {
  id: "never-equal",
  catalogue: "H3",
  needs: [evaluation],
  uses: [oracle, reported],
  explains: ["wrong-argmax", "reported-accuracy", "wrong-divisor", "threshold", "mean-of-batches"],
  run(measured) {
    const seen = measured.maybe(oracle);
    if (seen !== undefined && isNever(seen)) {
      const { rows, error } = seen;
      const evidence = { seen: "oracle" as const, rows, ...(error === undefined ? {} : { error }) };
      return [{ confidence: "fault", where: "evaluate function", evidence }];
    }
    const number = measured.maybe(reported);
    if (number?.explanation?.kind !== "never equal") return [];
    // Nothing is right for several reasons; where two things are never equal, it is exactly nothing.
    const { accuracy, others = [] } = number;
    return [{ confidence: "likely", where: "reported accuracy", evidence: { seen: "reported", accuracy, others } }];
  },
  say,
};

const ALIKE = 'what it compares is never equal, such as "3" with 3, or a one-hot row with a class number';

function say({ evidence }: Draft<NeverEqual>): Words {
  if (evidence.seen === "reported") {
    const { accuracy, others } = evidence;
    const also = others.length === 0 ? "" : ` It may also be: ${others.map((kind) => SLIPS[kind] ?? kind).join("; ")}.`;
    return {
      sentence: `The reported accuracy is exactly 0, where the same answers are ${share(accuracy)} right: the evaluation finds none of them, probably because ${ALIKE}.${also}`,
      fix: "Turn both sides into class numbers before comparing them, and print the first ten of each.",
    };
  }
  const { rows, error } = evidence;
  if (error !== undefined)
    return {
      sentence: `The evaluate function fails on perfect answers: ${error}.`,
      fix: "Make it take (rows, classes) scores and class numbers.",
    };
  return {
    sentence: `The evaluate function finds none of ${rows} perfect answers right: ${ALIKE}.`,
    fix: "Turn both sides into class numbers before comparing them.",
  };
}
