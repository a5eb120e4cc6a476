import type { Check, Draft } from "../../check.ts";
import { headers } from "../../evidence/headers.ts";
import { type Header, labelHeaderRead as say } from "../../messages/a.ts";

/** The header of a label file was read as its first labels. */
export const labelHeaderRead: Check<Header> = {
  id: "label-header-read",
  catalogue: "A2",
  needs: [headers],
  quick: true,
  explains: [
    "counts-differ",
    "shifted-labels",
    "row-inserted-or-dropped",
    "label-encoding",
    "missing-class",
    "labels-reordered",
  ],
  run(measured) {
    return measured
      .of(headers)
      .filter(({ side }) => side === "labels")
      .map((evidence): Draft<Header> => ({ confidence: "fault", where: `${evidence.split} labels`, evidence }));
  },
  say,
};
