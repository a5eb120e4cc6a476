import type { Check } from "../../check.ts";
import { reported } from "../../evidence/reported.ts";
import { type ReportedAccuracy, reportedAccuracy as say } from "../../messages/h.ts";

/** H4 in general: the same answers, counted here, give another accuracy than the one reported, and no known slip explains it. */
export const reportedAccuracy: Check<ReportedAccuracy> = {
  id: "reported-accuracy",
  catalogue: "H4",
  needs: [reported],
  after: ["A", "B", "C"],
  run(measured) {
    const { reported: said, accuracy, agrees, rows, explanation } = measured.of(reported);
    if (agrees || explanation !== undefined || rows < 20 || Math.abs(said - accuracy) < 0.02) return [];
    return [{ confidence: "likely", where: "reported accuracy", evidence: { reported: said, accuracy, rows } }];
  },
  say,
};
