import type { Check, Draft } from "../../check.ts";
import { counts } from "../../evidence/counts.ts";
import { type CountsDiffer, countsDiffer as say } from "../../messages/a.ts";

/** A split has more images than labels, or more labels than images. */
export const countsDiffer: Check<CountsDiffer> = {
  id: "counts-differ",
  catalogue: "A6",
  needs: [counts],
  quick: true,
  run(measured) {
    return measured
      .of(counts)
      .filter(({ images, labels }) => images > 0 && labels > 0 && images !== labels)
      .map((evidence): Draft<CountsDiffer> => ({ confidence: "fault", where: `${evidence.split} set`, evidence }));
  },
  say,
};
