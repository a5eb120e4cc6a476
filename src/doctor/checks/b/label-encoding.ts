import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { encoding, type LabelCode } from "../../evidence/encoding.ts";
import { networkShape } from "../../evidence/network-shape.ts";
import type { SplitName } from "../../input.ts";
import { count, sentenceCase, set } from "../../words.ts";

export type LabelEncoding =
  | {
      readonly fault: "not-one-hot";
      readonly split: SplitName;
      readonly row: number;
      readonly sum: number;
      readonly count: number;
      readonly rows: number;
    }
  | { readonly fault: "no-labels"; readonly split: SplitName; readonly rows: number; readonly width: number }
  | { readonly fault: "unused-column"; readonly width: number; readonly column: number; readonly classes: number }
  | {
      readonly fault: "outputs";
      readonly split: SplitName;
      readonly lowest: number;
      readonly highest: number;
      readonly outputs: number;
    }
  | {
      readonly fault: "offset";
      readonly training: readonly [number, number];
      readonly split: SplitName;
      readonly other: readonly [number, number];
    }
  | { readonly fault: "fractions"; readonly split: SplitName; readonly row: number; readonly value: number };

/** Labels that are not class numbers 0 … C − 1 or one-hot rows of C columns. */
export const labelEncoding: Check<LabelEncoding> = {
  id: "label-encoding",
  catalogue: "B14",
  needs: [encoding],
  uses: [networkShape],
  quick: true,
  explains: ["class-numbers-permuted", "missing-class"],
  run(measured) {
    const codes = measured.of(encoding);
    const outputs = measured.maybe(networkShape)?.outputs;
    const training = codes.find(({ split }) => split === "training");
    const own = codes.flatMap((code) => [
      ...rowFaults(code),
      ...(outputs === undefined ? [] : outputFaults(code, outputs)),
    ]);
    const unused = training === undefined ? [] : unusedColumn(codes, training);
    const offset = training === undefined ? [] : codes.flatMap((code) => offsetFrom(training, code));
    return [...own, ...unused, ...offset];
  },
  say,
};

/** So many numbers a row, most rows of which add up to no 1, are features or pixels. */
const MOST_COLUMNS = 100;

type Found = Draft<LabelEncoding>;

function rowFaults({ split, notOneHot, fraction, rows, width }: LabelCode): Found[] {
  const found: Found[] = [];
  const where = `${split} labels`;
  if (notOneHot !== undefined && width > MOST_COLUMNS && notOneHot.count > 0.5 * rows) {
    return [{ confidence: "fault", where, evidence: { fault: "no-labels", split, rows, width } }];
  }
  if (notOneHot !== undefined) {
    found.push({ confidence: "fault", where, evidence: { fault: "not-one-hot", split, rows, ...notOneHot } });
  }
  if (fraction !== undefined)
    found.push({ confidence: "fault", where, evidence: { fault: "fractions", split, ...fraction } });
  return found;
}

function outputFaults({ split, width, lowest, highest, stray }: LabelCode, outputs: number): Found[] {
  if (width > 1 || stray || (lowest >= 0 && highest < outputs)) return [];
  const evidence = { fault: "outputs" as const, split, lowest, highest, outputs };
  return [{ confidence: "fault", where: `${split} labels`, evidence }];
}

function unusedColumn(codes: readonly LabelCode[], { width }: LabelCode): Found[] {
  if (width < 3 || codes.some((code) => code.width !== width || code.rows < 20)) return [];
  const rows = codes.reduce((sum, code) => sum + code.rows, 0);
  const free = Array.from({ length: width }, (_, k) => k).filter((k) => codes.every(({ used }) => used[k] === 0));
  const [column] = free;
  // At either end, and with so many rows that a real class would have shown.
  if (free.length !== 1 || (column !== 0 && column !== width - 1) || rows < 50 * width) return [];
  const evidence = { fault: "unused-column" as const, width, column, classes: width - 1 };
  return [{ confidence: "likely", where: "labels", evidence }];
}

/** The same number of classes without a gap, from another start. */
function offsetFrom(training: LabelCode, { split, ...code }: LabelCode): Found[] {
  if (split === "training" || code.width > 1 || training.width > 1) return [];
  const [a, b] = [training, code];
  const same = a.gapless && b.gapless && a.highest - a.lowest === b.highest - b.lowest && a.lowest !== b.lowest;
  if (!same || a.highest - a.lowest < 2) return [];
  const ranges = { training: [a.lowest, a.highest] as const, other: [b.lowest, b.highest] as const };
  return [{ confidence: "fault", where: `${split} labels`, evidence: { fault: "offset", split, ...ranges } }];
}

function say({ evidence: e }: Draft<LabelEncoding>): Words {
  switch (e.fault) {
    case "not-one-hot":
      return {
        sentence: `${sentenceCase(count(e.count, "label row"))} of the ${set(e.split)} (of ${integer(e.rows)}) do not add up to 1, the first in row ${integer(e.row)}, which adds up to ${e.sum}: a one-hot row has a single 1.`,
        fix: "Make the one-hot rows anew from class numbers: a single 1 at the place of the class.",
      };
    case "no-labels":
      return {
        sentence: `What was given for the labels of the ${set(e.split)} are no labels: ${integer(e.rows)} rows of ${integer(e.width)} numbers each, most of which do not add up to 1 as one-hot rows do.`,
        fix: "Give one class number a row, or one-hot rows; images and labels may have been exchanged.",
      };
    case "unused-column":
      return {
        sentence: `The one-hot labels have ${e.width} columns, but column ${e.column} is never used in any row: ${e.classes} classes need ${e.classes} columns.`,
        fix: `Encode with ${e.classes} classes; labels that start at 1 leave the first column empty, a class too many the last.`,
      };
    case "outputs":
      return {
        sentence: `The labels of the ${set(e.split)} run from ${e.lowest} to ${e.highest}, but the network's ${e.outputs} outputs stand for 0 to ${e.outputs - 1}.`,
        fix:
          e.lowest === 1 && e.highest === e.outputs
            ? "Subtract 1 from every label."
            : "Give the network one output a class, and number classes from 0.",
      };
    case "offset":
      return {
        sentence: `Training labels run from ${e.training[0]} to ${e.training[1]}, the labels of the ${set(e.split)} from ${e.other[0]} to ${e.other[1]}: the same classes are numbered from different starts.`,
        fix: "Number classes from 0 in every set.",
      };
    case "fractions":
      return {
        sentence: `Labels of the ${set(e.split)} are not whole numbers (row ${integer(e.row)} has ${e.value}): they were scaled or cast like pixels, and no class has such a number.`,
        fix: "Keep labels as whole class numbers; scale only the images.",
      };
  }
}
