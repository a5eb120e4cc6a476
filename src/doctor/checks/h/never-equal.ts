import type { Check } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isNever, oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { type NeverEqual, neverEqual as say } from "../../messages/h.ts";

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
