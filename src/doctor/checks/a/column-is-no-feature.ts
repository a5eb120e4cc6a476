import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { columns } from "../../evidence/columns.ts";
import type { SplitName } from "../../input.ts";
import { set } from "../../words.ts";

export type NoFeature = { readonly split: SplitName; readonly column: number } & (
  | { readonly fault: "row-number"; readonly start: number; readonly step: number }
  | { readonly fault: "shuffled-number"; readonly start: number; readonly rows: number }
  | { readonly fault: "label"; readonly rows: number; readonly equal: boolean }
);

/** A table has the row number or the label among its features. Several splits may say so of the same column. */
export const columnIsNoFeature: Check<NoFeature> = {
  id: "column-is-no-feature",
  catalogue: "A7",
  needs: [columns],
  quick: true,
  run(measured) {
    return measured
      .of(columns)
      .map(({ split, column, rows, is, start, step = 1, goesOn, equal, flag }): Draft<NoFeature> => {
        const where = `column ${column} of the ${split} set`;
        // A binary column that is the concept itself looks the same: nothing here is proof.
        if (is === "label")
          return {
            confidence: flag === true ? "advice" : "likely",
            where,
            evidence: { fault: "label", split, column, rows, equal: equal === true },
          };
        if (is === "number of each row")
          return { confidence: "likely", where, evidence: { fault: "shuffled-number", split, column, rows, start } };
        // What goes on from one set to the next could be meant, as a time; what begins again in each is a row number.
        const confidence = goesOn === true && start !== 0 ? "advice" : "likely";
        return { confidence, where, evidence: { fault: "row-number", split, column, start, step } };
      });
  },
  say,
};

function say({ evidence: e }: Draft<NoFeature>): Words {
  const leave = `Leave column ${e.column} out`;
  if (e.fault === "row-number") {
    return {
      sentence: `Column ${e.column} of the ${set(e.split)} counts ${e.start}, ${e.start + e.step}, ${e.start + 2 * e.step} … from row to row: it is a row number, not a feature.`,
      fix: `${leave} (in pandas: index_col=0 when reading, index=False when writing).`,
    };
  }
  if (e.fault === "shuffled-number") {
    return {
      sentence: `Column ${e.column} has ${integer(e.rows)} whole numbers from ${integer(e.start)} on, each of them once: it numbers the rows, and is no feature.`,
      fix: `${leave} (in pandas: index_col=0 when reading, index=False when writing).`,
    };
  }
  const what = e.equal ? "equals the label" : "tells the label by itself, class by class far apart,";
  return {
    sentence: `Column ${e.column} of the ${set(e.split)} ${what} in all ${integer(e.rows)} rows: the answer is among the features.`,
    fix: `${leave} of the features, unless it is known before the label is.`,
  };
}
