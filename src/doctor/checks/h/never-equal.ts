import type { Check } from "../../check.ts";
import { oracle } from "../../evidence/oracle.ts";
import { type NeverEqual, neverEqual as say } from "../../messages/h.ts";

/** H3: perfect answers count as wrong, and so does everything else: answer and label are never the same kind of thing. */
export const neverEqual: Check<NeverEqual> = {
  id: "never-equal",
  catalogue: "H3",
  needs: [oracle],
  explains: ["wrong-argmax", "reported-accuracy", "wrong-divisor", "threshold", "mean-of-batches"],
  run(measured) {
    const { perfect, inverted, constant, rows, error } = measured.of(oracle);
    if (error !== undefined) return [{ confidence: "fault", where: "evaluate function", evidence: { rows, error } }];
    const never = perfect === 0 && !(inverted > 0.2) && !(constant > 0.5);
    return never || Number.isNaN(perfect)
      ? [{ confidence: "fault", where: "evaluate function", evidence: { rows } }]
      : [];
  },
  say,
};
