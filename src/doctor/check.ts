import type { Confidence } from "../core/finding.ts";
import type { Measure } from "./evidence/measure.ts";
import type { SplitName } from "./input.ts";

/** The letters of the catalogue, in the order in which causes are looked for. */
export type Letter = "A" | "B" | "C" | "D" | "E" | "F" | "G" | "H";

/** Rows of a split to look at beside the sentence. */
export interface Examples {
  readonly split: SplitName;
  readonly rows: readonly number[];
  /** The label that each row carries. */
  readonly labels: readonly number[];
  /** The label that would fit, where it is known. */
  readonly fitting?: readonly number[];
}

/** What a check found, before judgement and words. E: the numbers of this check's sentence, plain JSON. */
export interface Draft<E extends object = object> {
  /** FAULT needs proof: a measured counterfactual, or an exact fact (bytes, counts, identity, static shape). */
  readonly confidence: Confidence;
  /** What it is about: `test labels`, `layer 1`, `rows 23,411 to 59,999 of the training set`. */
  readonly where: string;
  readonly evidence: E;
  /** The measured number with the fix applied. */
  readonly counterfactual?: Readonly<Record<string, unknown>>;
  /** Goes into the finding's evidence as `examples`. */
  readonly examples?: Examples;
}

/** The words of a finding. */
export interface Words {
  /** Cause → evidence with numbers, one to three plain sentences. */
  readonly sentence: string;
  /** What to do, one sentence. */
  readonly fix: string;
}

/** Values of the measures that a check asked for. */
export interface Measured {
  /** A measure of `needs`. */
  of<T>(measure: Measure<T>): T;
  /** A measure of `uses`; undefined where it could not be taken. */
  maybe<T>(measure: Measure<T>): T | undefined;
}

/** One check: pure, in one file (what it looks at, when it speaks, what it says), one docs page `docs/checks/<id>.md`, one test with *silent on* and *fires on* lists. */
export interface Check<E extends object = object> {
  /** Stable, in kebab case: `shifted-labels`. */
  readonly id: string;
  /** Place in the fault catalogue: `B4`. */
  readonly catalogue: `${Letter}${number}`;
  /** Without one of these the check is listed as not checked, with the reason, never as passed. */
  readonly needs: readonly Measure<unknown>[];
  /** Looked at where they are there. */
  readonly uses?: readonly Measure<unknown>[];
  /** Part of the quick checks before training. */
  readonly quick?: true;
  /** Letters that must be free of faults and likely faults before this may be said; else it is listed as not checked. */
  readonly after?: readonly Letter[];
  /** Ids of checks whose findings are consequences of this one. */
  readonly explains?: readonly string[];
  /** Nothing found: an empty list. Several drafts only for several splits, files or layers. */
  run(measured: Measured): readonly Draft<E>[];
  /** Its words: cause → evidence with numbers → fix. */
  say(draft: Draft<E>): Words;
}

/** Measured values from a list of pairs; for tests of checks: `measured([overlap, { … }])`. */
export function measured(...values: readonly (readonly [Measure<unknown>, unknown])[]): Measured {
  const map = new Map(values);
  return {
    of<T>(measure: Measure<T>): T {
      if (!map.has(measure)) throw new Error(`${measure.name} is not among the needs of this check`);
      return map.get(measure) as T;
    },
    maybe<T>(measure: Measure<T>): T | undefined {
      return map.get(measure) as T | undefined;
    },
  };
}
