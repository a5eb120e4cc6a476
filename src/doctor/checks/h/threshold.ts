import type { Check, Draft, Words } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isThreshold, oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { share } from "../../words.ts";

export type Threshold =
  | { readonly seen: "oracle"; readonly unsure: number }
  | { readonly seen: "reported"; readonly unsure: number; readonly value: number; readonly accuracy: number };

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

function say({ evidence }: Draft<Threshold>): Words {
  const fix = "Take the class with the largest score, however large it is.";
  if (evidence.seen === "oracle")
    return {
      sentence: `Right answers whose score is 0.4 get ${share(evidence.unsure)} from the evaluate function: only scores above one half count.`,
      fix,
    };
  return {
    sentence: `No score passes one half in ${share(evidence.unsure)} of the rows, and these are counted as wrong: ${share(evidence.value)} is reported, ${share(evidence.accuracy)} have their largest score on the right class.`,
    fix,
  };
}
