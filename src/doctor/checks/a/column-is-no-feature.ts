import type { Check, Draft } from "../../check.ts";
import { columns } from "../../evidence/columns.ts";
import { type NoFeature, columnIsNoFeature as say } from "../../messages/a.ts";

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
