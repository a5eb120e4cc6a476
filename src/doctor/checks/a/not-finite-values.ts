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
  /** Columns without a single number, where all of it stands in them. */
  readonly columns?: readonly number[];
}

/** NaN or infinite values among the inputs. */
export const notFiniteValues: Check<NotFinite> = {
  id: "not-finite-values",
  catalogue: "A8",
  needs: [pixels],
  quick: true,
  run(measured) {
    return measured.of(pixels).flatMap(({ split, rows, nan, infinite, firstBad, badColumns }): Draft<NotFinite>[] => {
      if (firstBad === undefined) return [];
      const columns = badColumns.length * rows === nan + infinite ? { columns: badColumns } : {};
      return [
        { confidence: "fault", where: `${split} images`, evidence: { split, nan, infinite, ...firstBad, ...columns } },
      ];
    });
  },
  say,
};

function say({ evidence: e }: Draft<NotFinite>): Words {
  const parts = [
    ...(e.nan > 0 ? [`${integer(e.nan)} NaN`] : []),
    ...(e.infinite > 0 ? [count(e.infinite, "infinite value")] : []),
  ];
  if (e.columns !== undefined) {
    const which = `${e.columns.length === 1 ? "Column" : "Columns"} ${list(e.columns.slice(0, 8).map(String))}${e.columns.length > 8 ? " …" : ""}`;
    return {
      sentence: `${which} of the ${set(e.split)} ${e.columns.length === 1 ? "has" : "have"} no number in any row (${list(parts)} in all): most likely divided by a deviation of 0, that of a column which never changes. A single NaN turns every weight it meets into NaN.`,
      fix: "Leave out columns that never change before standardising, or divide by the deviation plus a small number.",
    };
  }
  return {
    sentence: `The ${set(e.split)} has ${list(parts)}, the first in row ${integer(e.row)} at place ${integer(e.place)}: a single one turns every weight it meets into NaN.`,
    fix: "Replace or drop what is not a finite number before training.",
  };
}
