import { log } from "../../core/math.ts";
import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { type Agreement, agreementOf, agreementOfAll, confusion, lift, margins } from "./agreement.ts";
import { placesOf } from "./answer-places.ts";
import type { SplitAnswers } from "./answered.ts";
import type { Classes } from "./classes.ts";
import { bestLabelMap } from "./label-map.ts";
import { isProof, type Reading, readingOf } from "./proof.ts";
import { bestShift } from "./shifts.ts";

export type OrderExplanation =
  | { readonly kind: "shifted"; readonly shift: number; readonly accuracy: number }
  | { readonly kind: "reversed"; readonly accuracy: number }
  | { readonly kind: "other split"; readonly of: SplitName; readonly accuracy: number }
  | { readonly kind: "other network answers"; readonly accuracy: number }
  | { readonly kind: "other network"; readonly accuracy: number }
  | { readonly kind: "unrelated" };

/** A change of class numbers: [label, answer] places that differ; null stands for no class at all. */
export interface Renumbering {
  readonly pairs: readonly (readonly [number, number | null])[];
  readonly accuracy: number;
}

/** Rows that a shift search looks at on either side. */
const RANGE = 1000;
/** Kinds of explanation that are tried: they share the one chance of a false proof. */
const KINDS = 4;
/** Of two classes the wrong one is always the other: less than this lift after exchanging them proves nothing. */
const TWO_CLASSES = 0.5;

/** The given answers of one split, and what they are searched with. */
export interface OrderSearch {
  readonly one: SplitAnswers;
  readonly labels: Classes["of"];
  /** Label values, and how many. */
  readonly values: readonly number[];
  readonly classes: number;
  /** Lift of the same predictions where they are known to be right. */
  readonly known: number | undefined;
}

/** Counts [label][answer] of classes and, last, of answers that are no class. */
export function tableOf({ one, classes }: OrderSearch): Float64Array {
  return confusion(
    one.labels,
    one.answers.map((answer) => (answer < 0 ? classes : answer)),
    classes + 1,
  );
}

/** Another order: a shift, backwards, or the labels of another split. */
export function reorder(search: OrderSearch): OrderExplanation | undefined {
  const { one, labels, classes, known } = search;
  // With less than this missing, nothing can be gained that would be proof.
  if (lift(one.agreement) > 0.7) return undefined;
  const tried = { lnTried: log(KINDS * 2 * RANGE), known };
  const few = { rows: one.rows, answers: one.answers, margins: new Float64Array(one.rows.length) };
  const best = bestShift(few, one.labels, RANGE, one.agreement.chance);
  if (best !== undefined) {
    const reading = readingOf(one, one.labels, (i) => i + best.shift, classes);
    const most = reading.found.total >= 0.5 * one.rows.length;
    if (most && isProof(reading, tried))
      return { kind: "shifted", shift: best.shift, accuracy: reading.found.accuracy };
  }
  const backwards = readingOf(one, one.labels, (i) => one.labels.length - 1 - i, classes);
  if (isProof(backwards, tried)) return { kind: "reversed", accuracy: backwards.found.accuracy };
  for (const of of SPLIT_NAMES) {
    const other = labels[of];
    if (of === one.split || other === undefined || other.length < one.answers.length) continue;
    const reading = readingOf(one, other, (i) => i, classes);
    if (isProof(reading, tried)) return { kind: "other split", of, accuracy: reading.found.accuracy };
  }
  return undefined;
}

/** The smallest score for the answer, where there are scores. */
export function turned(search: OrderSearch): number | undefined {
  const { scores, width, labels, agreement: asIs, rows } = search.one;
  if (scores === undefined || width < 2 || rows.length * width > scores.length) return undefined;
  const negative = Float64Array.from({ length: rows.length * width }, (_, i) => -scores[i]);
  const found = agreementOfAll(labels, placesOf({ values: negative, width }, search.values), search.classes);
  return proves(search, { found, asIs }, 0) ? found.accuracy : undefined;
}

/** Another numbering of the classes, which is a renumbering: at least two classes stand for each other. */
export function renumber(search: OrderSearch): Renumbering | undefined {
  const size = search.classes + 1;
  const counts = tableOf(search);
  const map = bestLabelMap(counts, size);
  const { rows } = margins(counts, size);
  const moved = Array.from(map, (answer, label) => [label, answer] as const).filter(
    ([label, answer]) => label !== answer && rows[label] > 0,
  );
  if (moved.length === 0) return undefined;
  // All rows under the map, and those of the classes that moved by themselves: both must come back.
  const all = mapped(counts, size, map, () => true);
  const those = mapped(counts, size, map, (label) => map[label] !== label);
  const lnTried = lnFactorial(search.classes);
  if (lift(all.found) < REST * (search.known ?? 1)) return undefined;
  if (!proves(search, those, lnTried) || !gains(counts, size, map)) return undefined;
  const pairs = moved.map(([label, answer]) => [label, answer === search.classes ? null : answer] as const);
  return { pairs, accuracy: all.found.accuracy };
}

/** What the whole must reach after renumbering, as a share of what is known (or of everything). */
const REST = 0.5;

function proves({ classes, known }: OrderSearch, reading: Reading, lnTried: number): boolean {
  if (classes === 2 && lift(reading.found) < TWO_CLASSES) return false;
  return isProof(reading, { lnTried: log(KINDS) + lnTried, known });
}

/** Rows whose label passes, under the map and as they are. */
function mapped(counts: Float64Array, size: number, map: Int32Array, keep: (label: number) => boolean): Reading {
  const [under, as] = [new Float64Array(size * size), new Float64Array(size * size)];
  const back = new Int32Array(size);
  map.forEach((answer, label) => {
    back[answer] = label;
  });
  for (let label = 0; label < size; label++) {
    for (let answer = 0; keep(label) && answer < size; answer++) {
      under[label * size + back[answer]] += counts[label * size + answer];
      as[label * size + answer] += counts[label * size + answer];
    }
  }
  const read = (table: Float64Array): Agreement => agreementOf(table, size);
  return { found: read(under), asIs: read(as) };
}

/** McNemar's test on the rows whose answer counts differently: five deviations more gained than lost. */
function gains(counts: Float64Array, size: number, map: Int32Array): boolean {
  let [gained, lost] = [0, 0];
  map.forEach((answer, label) => {
    if (answer === label) return;
    gained += counts[label * size + answer];
    lost += counts[label * size + label];
  });
  return gained - lost > 5 * Math.sqrt(gained + lost);
}

function lnFactorial(n: number): number {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += log(i);
  return sum;
}
