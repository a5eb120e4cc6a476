import type { Check } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { type MeanOfBatches, meanOfBatches as say } from "../../messages/h.ts";

/** H10: the mean of the batches' accuracies, in which a short last batch counts as much as a full one. */
export const meanOfBatches: Check<MeanOfBatches> = {
  id: "mean-of-batches",
  catalogue: "H10",
  needs: [evaluation],
  uses: [oracle, reported],
  explains: ["reported-accuracy"],
  run(measured) {
    const seen = measured.maybe(oracle);
    if (
      seen !== undefined &&
      Math.abs(seen.perfect - 1) < 1e-3 &&
      seen.shortBatch < seen.shortBatchTruth - 0.01 &&
      seen.unsure > 0.9
    ) {
      const { rows, shortBatch, shortBatchTruth } = seen;
      if (Math.abs(seen.constant - seen.constantTruth) < 0.1 && shortBatch > 0)
        return [
          {
            confidence: "fault",
            where: "evaluate function",
            evidence: { seen: "oracle", rows, said: shortBatch, truth: shortBatchTruth },
          },
        ];
    }
    const number = measured.maybe(reported);
    if (number?.explanation?.kind !== "batches") return [];
    const evidence = {
      seen: "reported" as const,
      said: number.reported,
      truth: number.accuracy,
      batchSize: number.explanation.batchSize,
    };
    return [{ confidence: "likely", where: "reported accuracy", evidence }];
  },
  say,
};
