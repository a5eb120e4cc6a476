import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { reported } from "../../evidence/reported.ts";
import { share } from "../../words.ts";

export interface ReportedAccuracy {
  readonly reported: number;
  readonly accuracy: number;
  readonly rows: number;
}

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

function say({ evidence: { reported, accuracy, rows } }: Draft<ReportedAccuracy>): Words {
  return {
    sentence: `The reported accuracy is ${share(reported)}, but the same network's answers to ${integer(rows)} images are ${share(accuracy)} right: the evaluation is wrong, not the network.`,
    fix: "Feed the labels themselves (one-hot) to your evaluation as if they were predictions: it must say 100 %.",
  };
}
