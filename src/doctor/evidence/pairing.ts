import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { isPicture, type Sample } from "../sample.ts";
import { type Agreement, agreement, lift } from "./agreement.ts";
import { type AnswersOf, given } from "./answered.ts";
import type { Answers } from "./centroid.ts";
import { type Classes, classes } from "./classes.ts";
import type { Measure } from "./measure.ts";
import { overlap, type SplitOverlap } from "./overlap.ts";
import { findPairing } from "./pairing-search.ts";
import type { PairingKind, Read, Target } from "./pairing-target.ts";
import { type PixelStatistics, pixels } from "./pixels.ts";
import { type Probe, type ProbeEvidence, probe } from "./probe.ts";
import { pick } from "./rows.ts";
import { sameShift } from "./self-shift.ts";
import { isScrambled, structure } from "./structure.ts";
import { type Restoring, transforms } from "./transforms.ts";

/** What explains how the labels of a split stand to its images. */
export interface SplitPairing {
  readonly split: SplitName;
  readonly kind: PairingKind;
  /** The split whose probe judged it: itself where its rows were left out one by one. */
  readonly reference: SplitName;
  readonly probe: Probe["kind"];
  readonly asPaired: Agreement;
  /** What the probe reaches where labels fit. */
  readonly expected: Agreement;
  /** Accuracy with the explanation applied (another order, map, labels); 0 … 1. */
  readonly restored?: number;
  /** How many images later (+) or earlier (−) the fitting label stands. */
  readonly shift?: number;
  /** First row, and row behind the last one, that the explanation is about. */
  readonly from?: number;
  readonly to?: number;
  /** For each class the class that its images are labelled as. */
  readonly map?: readonly (readonly [was: number, is: number])[];
  /** Share of rows that carry another row's label. */
  readonly share?: number;
  /** Of labels that fit nowhere: could they, in another order, be those of these images, by their class counts? */
  readonly sameLabels?: boolean;
  /** The split whose labels these are, one by one. */
  readonly labelsOf?: SplitName;
  /** Stretches that fit labels elsewhere. */
  readonly pieces?: readonly { readonly from: number; readonly to: number; readonly shift: number }[];
  /** True where the splits' own probes read them, so that only one side is at fault. */
  readonly otherSideFits: boolean;
}

export interface Pairing {
  readonly splits: readonly SplitPairing[];
  readonly classes: readonly number[];
  /** True where it is known, for training and for a split to evaluate on, whether labels belong to their images. */
  readonly answered: boolean;
}

/**
 * Do labels belong to their images, and if not, which order explains them? The split that a probe reads best is the
 * reference; the others are judged by its answers, itself by its own with each row left out.
 */
export const pairing: Measure<Pairing> = {
  name: "pairing",
  async take(measuring) {
    const { samples } = measuring.case;
    const probes = await measuring.get(probe);
    const known = await measuring.get(classes);
    const overlaps = (await measuring.maybe(overlap)) ?? [];
    const changes = (await measuring.maybe(transforms)) ?? [];
    const statistics = (await measuring.maybe(pixels)) ?? [];
    const scrambled = ((await measuring.maybe(structure)) ?? []).filter(isScrambled);
    const person = (await measuring.maybe(given)) ?? {};
    const there = SPLIT_NAMES.filter((split) => probes.of[split] !== undefined);
    const reference = referenceOf(probes, there);
    const splits = there.map((split): SplitPairing => {
      const target = targetOf(split, reference, probes, known, samples[split] as Sample);
      const base = {
        split,
        reference: target.reference,
        probe: (probes.of[target.reference] as Probe).kind,
        asPaired: target.asPaired,
        expected: target.expected,
        otherSideFits: there.some((other) => other !== split && fits(probes.of[other])),
      };
      if (isBlind(statistics.find((one) => one.split === split))) return { ...base, kind: "unclear" };
      const exact = exactly(split, reference, overlaps, known, probes, target);
      if (exact === undefined && scrambled.some((one) => one.split === split)) return { ...base, kind: "unclear" };
      const found = exact ?? explain(target, reference, changes.find((one) => one.split === split)?.restoring);
      return { ...base, ...(personDisproves(base, found, person, overlaps) ? { kind: "fits" } : found) };
    });
    return { splits, classes: known.values, answered: isAnswered(splits) };
  },
};

/** Images that show nothing: all the same, or mostly not numbers. Their labels cannot be judged. */
function isBlind(one: PixelStatistics | undefined): boolean {
  return one !== undefined && (one.sameRows || one.nan + one.infinite > 0.5 * one.rows * one.size);
}

function explain(target: Target, reference: SplitName | undefined, restoring: Restoring | undefined): Found {
  if (reference === undefined) return withoutReference(target);
  if (lift(target.expected) < 0.25) {
    // Read badly: real files are not in random order, so that even shifted labels are read a little.
    const shift = sameShift(target);
    if (shift !== undefined && shift.restored > target.asPaired.accuracy + 0.25) return { kind: "shifted", ...shift };
  }
  if (restoring !== undefined) return { kind: "transformed", restored: restoring.agreement.accuracy };
  return findPairing(target);
}

/**
 * Where probes find nothing, the person's network may: if it reads a set that it was not trained on, labels and images of
 * that set belong together, and those that it learnt from did too. What it reads of training it may know by heart.
 */
function personDisproves(
  { split, otherSideFits }: Pick<SplitPairing, "split" | "otherSideFits">,
  { kind }: Found,
  person: AnswersOf,
  overlaps: readonly SplitOverlap[],
): boolean {
  if (kind !== "unclear" && kind !== "unrelated" && kind !== "other-domain") return false;
  if (split === "training" && kind === "unrelated" && otherSideFits) return false;
  const asked = split === "training" ? (["validation", "test"] as const) : [split];
  return asked.some((name) => {
    const read = person[name]?.agreement;
    const seen = overlaps.find((one) => one.split === name);
    const isNew = seen === undefined || seen.shared < 0.5 * seen.rows;
    return read !== undefined && isNew && read.z > 8 && lift(read) > 0.3;
  });
}

/** True where a split's own probe, each row left out, reads it. */
export function fits(one: Probe | undefined): boolean {
  return one !== undefined && one.ownAgreement.z >= 4 && lift(one.ownAgreement) > 0.03;
}

/** Training, unless it cannot be read, or another split of some size reads far better. */
function referenceOf({ of }: ProbeEvidence, there: readonly SplitName[]): SplitName | undefined {
  let best: SplitName | undefined;
  for (const split of there) {
    const own = of[split];
    if (own === undefined || !fits(own)) continue;
    if (best === undefined) best = split;
    else if (own.ownAgreement.z > 8 && lift(own.ownAgreement) > lift((of[best] as Probe).ownAgreement) + 0.15)
      best = split;
  }
  return best;
}

function targetOf(
  split: SplitName,
  chosen: SplitName | undefined,
  { of, transfer, classes: classCount }: ProbeEvidence,
  known: Classes,
  sample: Sample,
): Target {
  const own = of[split] as Probe;
  const reference = chosen !== undefined && chosen !== split && sameSize(chosen, split) ? chosen : split;
  const judge = of[reference] as Probe;
  const passed = reference === "training" ? transfer[split]?.answers : undefined;
  const answers = reference === split ? own.own : (passed ?? judge.answer(sample.images, own.own.rows));
  const labels = known.of[split] as Int32Array;
  const asPaired = agreement(pick(labels, answers.rows), answers.answers, classCount);
  const expected = judge.ownAgreement;
  const usual = readOf(judge.own, known.of[reference] as Int32Array);
  const target = { split, reference, sample, labels, answers, asPaired, expected, own, classes: classCount, usual };
  const better = split === "training" ? betterRead(transfer, expected) : undefined;
  return better === undefined ? target : { ...target, elsewhere: readOf(transfer[better]!.answers, known.of[better]!) };

  function sameSize(a: SplitName, b: SplitName) {
    return a === b || (a === "training" ? transfer[b] !== undefined : b !== "training" || transfer[a] !== undefined);
  }
}

function readOf({ rows, answers, margins }: Answers, labels: Int32Array): Read {
  return { labels: pick(labels, rows), answers, margins };
}

/** A split that the training probe reads better than training itself: a sign of wrong labels in training. */
function betterRead(transfer: ProbeEvidence["transfer"], own: Agreement): SplitName | undefined {
  const others = SPLIT_NAMES.filter((split) => transfer[split] !== undefined);
  return others.find((split) => lift(transfer[split]!.agreement) > lift(own) + 0.02);
}

type Found = Partial<Omit<SplitPairing, "split">> & { readonly kind: PairingKind };

/** What bytes say by themselves: images of training with labels of another set, or labels of another split. */
function exactly(
  split: SplitName,
  reference: SplitName | undefined,
  overlaps: readonly SplitOverlap[],
  known: Classes,
  probes: ProbeEvidence,
  target: Target,
): Found | undefined {
  if (split === "training") {
    const other = overlaps.find((one) => one.labelsAreTraining && one.split === reference && one.sameRow === 0);
    const lost = reference !== "training" && reference !== undefined && target.asPaired.z < 4;
    return lost && other !== undefined ? { kind: "other-labels", labelsOf: other.split } : undefined;
  }
  const seen = overlaps.find((one) => one.split === split);
  if (seen === undefined) return undefined;
  const copies = copiesWithOtherLabels(seen, known, split, probes.classes);
  if (copies !== undefined) return { ...copies, ...ownLabelsRestore(seen, known, probes) };
  const lost = reference === "training" && target.asPaired.z < 4 && target.asPaired.total >= 20;
  return lost && seen.labelsAreTraining && seen.sameRow === 0
    ? { kind: "other-labels", labelsOf: "training" }
    : undefined;
}

/**
 * Copies whose labels are those of other images: they agree with the labels in training little more than by chance. Where
 * several training rows are equal, as in tables of few values, it is not known which one's label to compare with.
 */
function copiesWithOtherLabels(
  seen: SplitOverlap,
  known: Classes,
  split: SplitName,
  classCount: number,
): Found | undefined {
  const labels = known.of[split];
  const training = known.of.training;
  if (labels === undefined || training === undefined || seen.shared < 10 || seen.shared < 0.5 * seen.rows)
    return undefined;
  const rows = Array.from(seen.match.keys()).filter((row) => {
    const at = seen.match[row];
    return at >= 0 && at < training.length && row < labels.length && !seen.repeated.has(at);
  });
  const own = pick(training, pick(seen.match, rows));
  const found = agreement(own, pick(labels, rows), classCount);
  return found.total >= Math.max(10, 0.5 * seen.rows) && lift(found) < 0.5 ? { kind: "training-images" } : undefined;
}

/** The training probe, each row left out, on the copied rows with the labels they have in training. */
function ownLabelsRestore(seen: SplitOverlap, known: Classes, { of, classes: n }: ProbeEvidence) {
  const { training } = of;
  const labels = known.of.training;
  if (training === undefined || labels === undefined) return {};
  const copied = new Set(seen.match);
  const [own, answers]: [number[], number[]] = [[], []];
  training.own.rows.forEach((row, i) => {
    if (!copied.has(row)) return;
    own.push(labels[row]);
    answers.push(training.own.answers[i]);
  });
  return own.length < 10 ? {} : { restored: agreement(own, answers, n).accuracy };
}

/** No probe reads any split: a common shift may still explain it; otherwise nothing is proven. */
function withoutReference(target: Target): Found {
  const shift = sameShift(target);
  if (shift !== undefined) return { kind: "shifted", ...shift };
  const enough = target.asPaired.total >= 500 && isPicture(target.sample);
  return enough && target.asPaired.z < 4 ? { kind: "unrelated", sameLabels: true } : { kind: "unclear" };
}

function isAnswered(splits: readonly SplitPairing[]): boolean {
  const clear = splits.filter(({ kind }) => kind !== "unclear");
  return clear.some(({ split }) => split === "training") && clear.some(({ split }) => split !== "training");
}
