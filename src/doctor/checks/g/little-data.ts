import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { type LittleData, littleData as say } from "../../messages/g.ts";

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
