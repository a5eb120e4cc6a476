import { integer, list } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { pixels } from "../../evidence/pixels.ts";
import type { SplitName } from "../../input.ts";
import { count, set } from "../../words.ts";

export interface NotFinite {
  readonly split: SplitName;
  readonly nan: number;
  readonly infinite: number;
  readonly row: number;
  readonly place: number;
}

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

function say({ evidence: e }: Draft<NotFinite>): Words {
  const parts = [
    ...(e.nan > 0 ? [`${integer(e.nan)} NaN`] : []),
    ...(e.infinite > 0 ? [count(e.infinite, "infinite value")] : []),
  ];
  return {
    sentence: `The ${set(e.split)} has ${list(parts)}, the first in row ${integer(e.row)} at place ${integer(e.place)}: a single one turns every weight it meets into NaN.`,
    fix: "Replace or drop what is not a finite number before training.",
  };
}
