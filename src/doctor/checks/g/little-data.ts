import type { Check, Draft, Words } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { count, share } from "../../words.ts";

export type LittleData =
  | { readonly set: "training"; readonly rows: number; readonly classes: number }
  | { readonly set: "validation" | "test"; readonly rows: number; readonly luck: number };

const ROWS_PER_CLASS = 20;
const ROWS_TO_JUDGE = 200;

/** G6: so few rows that chance decides. Advice only. */
export const littleData: Check<LittleData> = {
  id: "little-data",
  catalogue: "G6",
  needs: [classes],
  run(measured) {
    const { counts } = measured.of(classes);
    const drafts: Draft<LittleData>[] = [];
    const training = counts.training?.filter((n) => n > 0) ?? [];
    const rows = training.reduce((sum, n) => sum + n, 0);
    if (training.length > 0 && rows < ROWS_PER_CLASS * training.length)
      drafts.push({
        confidence: "advice",
        where: "training set",
        evidence: { set: "training", rows, classes: training.length },
      });
    const split = counts.test === undefined ? ("validation" as const) : ("test" as const);
    const judged = counts[split]?.reduce((sum, n) => sum + n, 0) ?? 0;
    if (judged > 0 && judged < ROWS_TO_JUDGE)
      drafts.push({
        confidence: "advice",
        where: `${split} set`,
        evidence: { set: split, rows: judged, luck: 1 / Math.sqrt(judged) },
      });
    return drafts;
  },
  say,
};

function say({ evidence }: Draft<LittleData>): Words {
  if (evidence.set === "training")
    return {
      sentence: `There ${evidence.rows === 1 ? "is" : "are"} ${count(evidence.rows, "training row")} for ${count(evidence.classes, "class", "classes")}: fewer than 20 a class.`,
      fix: "Collect more rows, or use a smaller network with weight decay.",
    };
  return {
    sentence:
      evidence.luck > 0.25
        ? `With ${count(evidence.rows, `${evidence.set} row`)} an accuracy says next to nothing.`
        : `With ${count(evidence.rows, `${evidence.set} row`)} an accuracy is known to about ±${share(evidence.luck)} only: smaller differences are luck.`,
    fix: "Judge on more rows, or on several splits (cross-validation).",
  };
}
