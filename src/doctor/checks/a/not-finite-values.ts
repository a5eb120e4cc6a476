import type { Check, Draft } from "../../check.ts";
import { pixels } from "../../evidence/pixels.ts";
import { type NotFinite, notFiniteValues as say } from "../../messages/a.ts";

/** NaN or infinite values among the inputs. */
export const notFiniteValues: Check<NotFinite> = {
  id: "not-finite-values",
  catalogue: "A8",
  needs: [pixels],
  quick: true,
  run(measured) {
    return measured.of(pixels).flatMap(({ split, nan, infinite, firstBad }): Draft<NotFinite>[] => {
      if (firstBad === undefined) return [];
      return [{ confidence: "fault", where: `${split} images`, evidence: { split, nan, infinite, ...firstBad } }];
    });
  },
  say,
};
