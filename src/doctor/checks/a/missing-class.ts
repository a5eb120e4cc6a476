import { list } from "../../../core/text.ts";
import type { Check, Draft, Measured, Words } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { encoding } from "../../evidence/encoding.ts";
import { history } from "../../evidence/history.ts";
import type { SplitName } from "../../input.ts";
import { count, set, share } from "../../words.ts";

export type MissingClass = Missing | CutOff;

/** Rows cut off the end of the training rows, as tools do for validation, and what the log says. */
interface CutOff {
  readonly split: "validation";
  readonly cutOff: number;
  readonly missing: readonly number[];
  readonly rows: number;
  /** Accuracy in training at the end, and the best in validation. */
  readonly training: number;
  readonly validation: number;
}

interface Missing {
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
  uses: [encoding, history],
  quick: true,
  explains: ["test-labels-of-other-images", "overfitting", "other-class-shares"],
  run(measured) {
    const { values, counts } = measured.of(classes);
    const training = counts.training;
    if (training === undefined) return [];
    const rows = sum(training);
    const present = training.filter((n) => n > 0).length;
    const stray = measured.maybe(encoding)?.some((code) => code.stray) ?? false;
    if (present === 1 && rows >= 2) return [draft({ split: "training", missing: [], present, rows })];
    const cut = counts.validation === undefined && !stray ? cutOff(measured) : undefined;
    if (cut !== undefined) return [{ confidence: "likely", where: "validation rows", evidence: cut }];
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

/** Shares of the rows that tools split off: the last ones, before they shuffle. */
const CUTS = [0.2, 0.1, 0.25, 0.3, 0.15, 1 / 3, 0.4, 0.5];

/**
 * No validation set was given, but the log has one: is it the end of the training rows, with classes that the rest does not
 * have? Then validation can have no more right than the rows of other classes.
 */
function cutOff(measured: Measured): CutOff | undefined {
  const { values, of } = measured.of(classes);
  const { accuracy, evaluationAccuracy } = measured.maybe(history) ?? {};
  const labels = of.training;
  if (labels === undefined || accuracy === undefined || evaluationAccuracy === undefined) return undefined;
  const training = accuracy[accuracy.length - 1];
  const validation = evaluationAccuracy.reduce((a, b) => (b > a ? b : a), 0);
  for (const cut of CUTS) {
    const from = Math.floor(labels.length * (1 - cut) + 0.5);
    const seen = new Set(labels.subarray(0, from));
    const unseen = labels.subarray(from).filter((label) => !seen.has(label));
    const share = unseen.length / Math.max(1, labels.length - from);
    if (share < 0.5 || validation > 1 - share + 0.05 || !(training > validation + 0.3)) continue;
    const missing = values.filter((_, k) => unseen.includes(k));
    return { split: "validation", cutOff: cut, missing, rows: labels.length - from, training, validation };
  }
  return undefined;
}

const sum = (all: readonly number[]) => all.reduce((total, n) => total + n, 0);

function say({ evidence: e }: Draft<MissingClass>): Words {
  const shown = list(e.missing.slice(0, 8).map(String)) + (e.missing.length > 8 ? " …" : "");
  const which = `${e.missing.length === 1 ? "class" : "classes"} ${shown}`;
  if ("cutOff" in e) {
    return {
      sentence: `Validation has ${which}, which training never sees, if the last ${share(e.cutOff)} of the training rows are split off for it before they are shuffled, as tools do (validation_split). That fits the log: ${share(e.training)} right in training, ${share(e.validation)} at best in validation.`,
      fix: "Shuffle the rows, images and labels with the same order, before the validation set is split off.",
    };
  }
  if (e.present <= 1) {
    return {
      sentence: `All training labels are the same: there is nothing to tell apart.`,
      fix: "Check how the labels are read; every class needs examples in training.",
    };
  }
  return {
    sentence: `Training has no example of ${which}, but ${count(e.rows, "row")} of the ${set(e.split)} ${e.rows === 1 ? "carries" : "carry"} ${e.missing.length === 1 ? "it" : "them"}: a network cannot answer what it never saw.`,
    fix: "Mix the rows before splitting off the test set, or add examples of these classes to training.",
  };
}
