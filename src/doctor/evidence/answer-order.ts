import type { SplitName } from "../input.ts";
import { type Agreement, agreement, agreementOf, confusion, lift, margins } from "./agreement.ts";
import { type AnswersOf, asked, given, type SplitAnswers } from "./answered.ts";
import { classes } from "./classes.ts";
import { bestLabelMap } from "./label-map.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { largest } from "./pass.ts";
import { pick } from "./rows.ts";
import { bestShift, reversedHits } from "./shifts.ts";

export type OrderExplanation =
  | { readonly kind: "shifted"; readonly shift: number; readonly accuracy: number }
  | { readonly kind: "reversed"; readonly accuracy: number }
  | { readonly kind: "other split"; readonly of: SplitName; readonly accuracy: number }
  | { readonly kind: "other network answers"; readonly accuracy: number }
  | { readonly kind: "other network"; readonly accuracy: number }
  | { readonly kind: "unrelated" };

/** How the given predictions of a split stand to its labels, where they do not fit as they are. */
export interface AnswerOrder {
  readonly split: SplitName;
  readonly asGiven: Agreement;
  /** What explains that they do not fit. */
  readonly explanation?: OrderExplanation;
  /** Answers that fit after a change of class numbers: [label, answer] pairs that differ. */
  readonly map?: { readonly pairs: readonly (readonly [number, number])[]; readonly accuracy: number };
  /** Accuracy when the smallest score is taken instead of the largest. */
  readonly smallest?: number;
}

/** On alarm only: the given predictions read the split no better than guessing. */
export const answerOrder: Measure<readonly AnswerOrder[]> = {
  name: "order of the predictions",
  async take(measuring) {
    const theirs = await measuring.get(given);
    const ours = await measuring.maybe(asked);
    const known = await measuring.get(classes);
    const found = Object.values(theirs).map((one) => orderOf(one, ours, known.values.length, known.of));
    if (found.length === 0) throw new NotMeasured("there are no predictions");
    return found;
  },
};

type Labels = Readonly<Partial<Record<SplitName, Int32Array>>>;

function orderOf(one: SplitAnswers, ours: AnswersOf | undefined, classCount: number, labels: Labels): AnswerOrder {
  const { split, agreement: asGiven } = one;
  if (asGiven.total < 20) return { split, asGiven };
  const own = ours?.[split];
  if (asGiven.z >= 4)
    return farBehind(one, own) ? { split, asGiven, explanation: anotherNetwork(own) } : { split, asGiven };
  const base = { split, asGiven, ...smallestOf(one) };
  const counts = confusion(one.labels, one.answers, classCount);
  const map = mapOf(counts, classCount);
  if (map !== undefined) return { ...base, map };
  if (isOneAnswer(counts, classCount)) return base;
  const explanation = explain(one, own, labels, counts, classCount);
  return explanation === undefined ? base : { ...base, explanation };
}

/** The given answers fit somewhat, and those of the network itself far better: another network gave them. */
function farBehind(one: SplitAnswers, own: SplitAnswers | undefined): own is SplitAnswers {
  return own !== undefined && own.agreement.accuracy > one.agreement.accuracy + 0.3 && !sameAnswers(one, own);
}

const anotherNetwork = (own: SplitAnswers) => ({ kind: "other network" as const, accuracy: own.agreement.accuracy });

function explain(
  one: SplitAnswers,
  own: SplitAnswers | undefined,
  labels: Labels,
  counts: Float64Array,
  classCount: number,
): OrderExplanation | undefined {
  const usual = lift(one.agreement);
  const good = (accuracy: number) => accuracy > 0.5 && accuracy > usual + 0.3;
  const shifted = bestShift(
    { rows: one.rows, answers: one.answers, margins: new Float64Array(one.rows.length) },
    one.labels,
    1000,
  );
  if (shifted !== undefined && good(shifted.hits / shifted.total))
    return { kind: "shifted", shift: shifted.shift, accuracy: shifted.hits / shifted.total };
  const backwards = reversedHits({ rows: one.rows, answers: one.answers, margins: new Float64Array(0) }, one.labels);
  if (good(backwards.hits / backwards.total)) return { kind: "reversed", accuracy: backwards.hits / backwards.total };
  for (const [of, other] of Object.entries(labels)) {
    if (of === one.split || other === undefined || other.length < one.answers.length) continue;
    const { accuracy } = agreement(other.subarray(0, one.answers.length), one.answers, classCount);
    if (good(accuracy)) return { kind: "other split", of: of as SplitName, accuracy };
  }
  if (own !== undefined && own.agreement.z > 10 && good(own.agreement.accuracy) && !sameAnswers(one, own))
    return {
      kind: sameCounts(one, own, classCount) ? "other network answers" : "other network",
      accuracy: own.agreement.accuracy,
    };
  return isUnrelated(counts, classCount) ? { kind: "unrelated" } : undefined;
}

function sameAnswers(one: SplitAnswers, own: SplitAnswers): boolean {
  const same = own.rows.reduce((sum, row, i) => sum + (one.answers[row] === own.answers[i] ? 1 : 0), 0);
  return same > 0.9 * own.rows.length;
}

/** The same answers in another order: as many of each class. */
function sameCounts(one: SplitAnswers, own: SplitAnswers, classCount: number): boolean {
  const counts = new Float64Array(classCount);
  for (const answer of one.answers) if (answer >= 0) counts[answer] += 1 / one.answers.length;
  for (const answer of own.answers) if (answer >= 0) counts[answer] -= 1 / own.answers.length;
  return counts.reduce((sum, difference) => sum + Math.abs(difference), 0) < 0.05;
}

function smallestOf({ scores, width, labels, rows }: SplitAnswers): { smallest?: number } {
  if (scores === undefined || rows.length === 0) return {};
  const turned = Float64Array.from({ length: scores.length }, (_, i) => -scores[i]);
  const answers = pick(largest(turned, width), rows);
  return { smallest: answers.filter((answer, i) => answer === labels[i]).length / rows.length };
}

/** A change of class numbers that makes at least 60 % right. */
function mapOf(counts: Float64Array, classCount: number): AnswerOrder["map"] {
  const map = bestLabelMap(counts, classCount);
  const { total, rows } = margins(counts, classCount);
  let hits = 0;
  map.forEach((answer, label) => {
    hits += counts[label * classCount + answer];
  });
  const majority = rows.reduce((a, b) => Math.max(a, b), 0) / total;
  const accuracy = hits / total;
  if (accuracy < 0.6 || accuracy < majority + 0.2) return undefined;
  const pairs = Array.from(map, (answer, label) => [label, answer] as const).filter(([a, b]) => a !== b);
  return { pairs, accuracy };
}

function isOneAnswer(counts: Float64Array, classCount: number): boolean {
  const { columns, total } = margins(counts, classCount);
  return columns.reduce((a, b) => Math.max(a, b), 0) > 0.9 * total;
}

/**
 * Pearson's Σ (K − E)²/E is about χ² with (C − 1)² degrees of freedom where answers and labels have nothing to do with
 * each other. Even an untrained network, asked about the right images, answers images of one class alike.
 */
function isUnrelated(counts: Float64Array, classCount: number): boolean {
  const { rows, columns, total } = margins(counts, classCount);
  if (total < 200) return false;
  const used = (side: Float64Array) => side.filter((n) => n > 0).length - 1;
  const freedom = used(rows) * used(columns);
  let chi = 0;
  for (let i = 0; i < classCount; i++) {
    for (let j = 0; j < classCount; j++) {
      const expected = (rows[i] * columns[j]) / total;
      if (expected > 0) chi += squared(counts[i * classCount + j] - expected) / expected;
    }
  }
  const independent = chi < freedom + 4 * Math.sqrt(2 * freedom);
  const alike = rows.every((n, k) => Math.abs(n - columns[k]) < 0.05 * total);
  return independent && alike && freedom > 0 && agreementOf(counts, classCount).z < 4;
}

const squared = (x: number) => x * x;
