import type { Check, Draft, Words } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { encoding } from "../../evidence/encoding.ts";
import type { SplitName } from "../../input.ts";
import { count, set } from "../../words.ts";

export interface MissingClass {
  readonly split: SplitName;
  /** Label values of the classes that training lacks. */
  readonly missing: readonly number[];
  readonly present: number;
  /** Rows of other splits that carry them. */
  readonly rows: number;
}

/** Rows of a class that training would have had by the other split's shares; fewer may be missing by chance. */
const EXPECTED = 10;

/** Training has only one class, or none of a class that an evaluation split has. */
export const missingClass: Check<MissingClass> = {
  id: "missing-class",
  catalogue: "A10",
  needs: [classes],
  uses: [encoding],
  quick: true,
  explains: ["test-labels-of-other-images"],
  run(measured) {
    const { values, counts } = measured.of(classes);
    const training = counts.training;
    if (training === undefined) return [];
    const rows = sum(training);
    const present = training.filter((n) => n > 0).length;
    const stray = measured.maybe(encoding)?.some((code) => code.stray) ?? false;
    if (present === 1 && rows >= 2) return [draft({ split: "training", missing: [], present, rows })];
    return (["validation", "test"] as const).flatMap((split): Draft<MissingClass>[] => {
      const there = counts[split];
      if (there === undefined || stray) return [];
      const missing = values.filter((_, k) => training[k] === 0 && (there[k] ?? 0) > 0);
      const carried = sum(there.filter((_, k) => training[k] === 0));
      if (missing.length === 0) return [];
      const expected = (rows * carried) / Math.max(1, sum(there)) / missing.length;
      return [draft({ split, missing, present, rows: carried }, expected >= EXPECTED)];
    });
  },
  say,
};

function draft(evidence: MissingClass, sure = true): Draft<MissingClass> {
  return { confidence: sure ? "fault" : "advice", where: "training labels", evidence };
}

const sum = (all: readonly number[]) => all.reduce((total, n) => total + n, 0);

function say({ evidence: e }: Draft<MissingClass>): Words {
  if (e.present <= 1) {
    return {
      sentence: `All training labels are the same: there is nothing to tell apart.`,
      fix: "Check how the labels are read; every class needs examples in training.",
    };
  }
  const shown = e.missing.slice(0, 8).join(", ");
  return {
    sentence: `Training has no example of ${e.missing.length === 1 ? "class" : "classes"} ${shown}${e.missing.length > 8 ? " …" : ""}, but ${count(e.rows, "row")} of the ${set(e.split)} ${e.rows === 1 ? "carries" : "carry"} ${e.missing.length === 1 ? "it" : "them"}: a network cannot answer what it never saw.`,
    fix: "Mix the rows before splitting off the test set, or add examples of these classes to training.",
  };
}
