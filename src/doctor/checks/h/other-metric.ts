import type { Check, Draft, Words } from "../../check.ts";
import { reported } from "../../evidence/reported.ts";
import { share } from "../../words.ts";
import { SLIPS } from "./slips.ts";

export interface OtherMetric {
  readonly metric: "cells" | "top";
  /** Of the largest scores that count. */
  readonly k?: number;
  readonly reported: number;
  readonly accuracy: number;
  readonly others: readonly string[];
}

/** H11: the reported number is another metric: cells of one-hot rows counted one by one, or the label among the k largest scores. */
export const otherMetric: Check<OtherMetric> = {
  id: "other-metric",
  catalogue: "H11",
  needs: [reported],
  explains: ["reported-accuracy"],
  run(measured) {
    const { reported: said, accuracy, explanation: found, others = [] } = measured.of(reported);
    if (found?.kind !== "cells" && found?.kind !== "top") return [];
    const evidence = {
      metric: found.kind,
      ...(found.kind === "top" ? { k: found.k } : {}),
      reported: said,
      accuracy,
      others,
    };
    return [{ confidence: others.length === 0 ? "fault" : "likely", where: "reported accuracy", evidence }];
  },
  say,
};

function say({ evidence: { metric, k, reported: said, accuracy, others } }: Draft<OtherMetric>): Words {
  const also = others.map((kind) => ` It may also be that ${SLIPS[kind] ?? kind}.`).join("");
  if (metric === "cells") {
    return {
      sentence: `The reported ${share(said)} counts the cells of one-hot rows, not rows: most cells of a wrong row are 0 as they should be. Row by row ${share(accuracy)} of the same answers are right.${also}`,
      fix: "Compare the class with the largest score with the label (categorical accuracy, not binary accuracy).",
    };
  }
  return {
    sentence: `The reported ${share(said)} is the top-${k} accuracy: the label is among the ${k} largest scores. It is the largest one in ${share(accuracy)} of the rows.${also}`,
    fix: "Say top-1 accuracy where you mean right answers.",
  };
}
