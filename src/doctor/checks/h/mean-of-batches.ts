import type { Check, Draft, Words } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isMeanOfBatches, oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { share } from "../../words.ts";

export interface MeanOfBatches {
  readonly seen: "oracle" | "reported";
  readonly said: number;
  readonly truth: number;
  readonly rows?: number;
  readonly batchSize?: number;
}

/** H10: the mean of the batches' accuracies, in which a short last batch counts as much as a full one. */
export const meanOfBatches: Check<MeanOfBatches> = {
  id: "mean-of-batches",
  catalogue: "H10",
  needs: [evaluation],
  uses: [oracle, reported],
  explains: ["reported-accuracy"],
  run(measured) {
    const seen = measured.maybe(oracle);
    if (seen !== undefined && isMeanOfBatches(seen)) {
      const { rows, shortBatch: said, shortBatchTruth: truth } = seen;
      const evidence = { seen: "oracle" as const, rows, said, truth };
      return [{ confidence: "fault", where: "evaluate function", evidence }];
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

function say({ evidence: { seen, said, truth, batchSize } }: Draft<MeanOfBatches>): Words {
  const what =
    seen === "oracle"
      ? `With only the last rows wrong the evaluate function says ${share(said)} where ${share(truth)} are right`
      : `The reported ${share(said)} is the mean over batches of ${batchSize}; ${share(truth)} of the rows are right`;
  return {
    sentence: `${what}: the short last batch counts as much as a full one.`,
    fix: "Add up the right answers over all batches, and divide once by the number of rows.",
  };
}
