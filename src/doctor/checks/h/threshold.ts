import type { Check } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isThreshold, oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { threshold as say, type Threshold } from "../../messages/h.ts";

/** H8: an answer counts only where its score passes one half. */
export const thresholdCheck: Check<Threshold> = {
  id: "threshold",
  catalogue: "H8",
  needs: [evaluation],
  uses: [oracle, reported],
  explains: ["reported-accuracy", "wrong-divisor"],
  run(measured) {
    const seen = measured.maybe(oracle);
    if (seen !== undefined && isThreshold(seen)) {
      const evidence = { seen: "oracle" as const, unsure: seen.unsure };
      return [{ confidence: "fault", where: "evaluate function", evidence }];
    }
    const number = measured.maybe(reported);
    if (number?.explanation?.kind !== "threshold") return [];
    const { unsure, value } = number.explanation;
    const evidence = { seen: "reported" as const, unsure, value, accuracy: number.accuracy };
    const confidence = number.others === undefined ? "fault" : "likely";
    return [{ confidence, where: "reported accuracy", evidence }];
  },
  say,
};
