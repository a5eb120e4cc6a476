import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { coincidences, expectedPairs } from "../../evidence/coincidences.ts";
import { duplicates, type SplitDuplicates } from "../../evidence/duplicates.ts";
import type { SplitName } from "../../input.ts";
import { count, sentenceCase, set } from "../../words.ts";

export interface Conflicts {
  readonly split: SplitName;
  readonly conflicts: number;
  readonly rows: number;
  /** Rows and labels of the first pair. */
  readonly first: readonly [number, number];
  readonly labels: readonly [number, number];
}

/** Share of rows from which contradictions are more than advice. */
const MUCH = 0.005;
/** Where more rows than this repeat, equal rows are in the nature of the data (tables of few small numbers), */
const NATURAL = 0.3;
/** and where the values of their columns, taken as independent, make this many pairs of equal rows for each conflict. */
const BY_CHANCE = 0.001;

/** Conflicts that keep to few pairs of classes are classes that look alike, and no wrong labels. */
const ALIKE = 8;

/** Equal images in one split carry different labels. */
export const conflictingDuplicates: Check<Conflicts> = {
  id: "conflicting-duplicates",
  catalogue: "B12",
  needs: [duplicates, classes],
  uses: [coincidences],
  quick: true,
  run(measured) {
    const known = measured.of(classes);
    return measured.of(duplicates).flatMap((one): Draft<Conflicts>[] => {
      const [first] = one.pairs;
      const labels = known.of[one.split];
      if (first === undefined || labels === undefined) return [];
      const chance = measured.maybe(coincidences)?.find(({ split }) => split === one.split);
      const expected = chance === undefined ? 0 : expectedPairs(chance);
      const value = (row: number) => known.values[labels[row] ?? -1] ?? Number.NaN;
      const rows = one.pairs.flat();
      return [
        {
          confidence: isMuch(one) && expected <= BY_CHANCE * one.conflicts ? "fault" : "advice",
          where: `${one.split} set`,
          evidence: {
            split: one.split,
            conflicts: one.conflicts,
            rows: one.rows,
            first,
            labels: [value(first[0]), value(first[1])],
          },
          examples: { split: one.split, rows, labels: rows.map(value) },
        },
      ];
    });
  },
  say,
};

function isMuch({ conflicts: all, duplicates: repeated, rows, picture, alike, blank }: SplitDuplicates): boolean {
  // Images of one value show nothing, whatever their labels are.
  const conflicts = all - blank;
  if (alike > ALIKE) return false;
  const natural = repeated >= NATURAL * rows && !(picture && conflicts > 0.5 * repeated);
  return conflicts >= Math.max(5, MUCH * rows) && !natural;
}

function say({ evidence: e }: Draft<Conflicts>): Words {
  const [a, b] = e.first;
  return {
    sentence: `${sentenceCase(count(e.conflicts, "image"))} of the ${set(e.split)} ${e.conflicts === 1 ? "equals an earlier one" : "equal earlier ones"} in every byte but ${e.conflicts === 1 ? "carries" : "carry"} another label, for example rows ${integer(a)} and ${integer(b)} (${e.labels[0]} and ${e.labels[1]}): at most one of the two can be right.`,
    fix: "Drop the copies, and find out which of the labels is right.",
  };
}
