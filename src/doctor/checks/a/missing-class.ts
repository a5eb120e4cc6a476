import type { Check, Draft } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { encoding } from "../../evidence/encoding.ts";
import { type MissingClass, missingClass as say } from "../../messages/a.ts";

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
