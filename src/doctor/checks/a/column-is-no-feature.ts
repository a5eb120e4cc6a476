import type { Check, Draft } from "../../check.ts";
import { columns } from "../../evidence/columns.ts";
import { type NoFeature, columnIsNoFeature as say } from "../../messages/a.ts";

/** A table has the row number or the label among its features. */
export const columnIsNoFeature: Check<NoFeature> = {
  id: "column-is-no-feature",
  catalogue: "A7",
  needs: [columns],
  quick: true,
  run(measured) {
    return measured.of(columns).map(({ split, column, rows, is, start }): Draft<NoFeature> => {
      const where = `column ${column} of the ${split} set`;
      // The label itself is an exact fact; something that merely counts the rows could be meant, as a time.
      if (is === "label") return { confidence: "fault", where, evidence: { fault: "label", split, column, rows } };
      return { confidence: "likely", where, evidence: { fault: "row-number", split, column, start } };
    });
  },
  say,
};
