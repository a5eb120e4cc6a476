import { type Agreement, agreement, confusion, lift, margins } from "./agreement.ts";
import { type Answers, Centroids } from "./centroid.ts";
import { chanceBlock } from "./chance-block.ts";
import { bestLabelMap } from "./label-map.ts";
import type { Found, Read, Target } from "./pairing-target.ts";
import { pick } from "./rows.ts";
import { mispairedShare } from "./scattered.ts";
import { bestShift, fitPieces, hitsAt, reversedHits } from "./shifts.ts";
import { readsWorse } from "./transforms.ts";

/** Rows that a shift search looks at on either side. */
const RANGE = 1000;

/** The explanation of how labels stand to images, from the most to the least particular. */
export function findPairing(target: Target): Found {
  const { asPaired, expected } = target;
  if (!hasPower(target)) return { kind: asPaired.z >= 4 ? "fits" : "unclear" };
  const judged = target.reference !== target.split;
  const worse = judged && readsWorse(asPaired, expected);
  const moved = (worse ? (shifted(target) ?? reversed(target)) : undefined) ?? (judged ? mapped(target) : undefined);
  const lost = worse && asPaired.z < 4;
  return (
    moved ??
    (lost ? pieces(target) : undefined) ??
    partly(target) ??
    (worse ? pieces(target) : undefined) ??
    whole(target, worse)
  );
}

/** True where labels that fit would stand out by eight deviations. */
function hasPower({ asPaired: { chance, total }, expected }: Target): boolean {
  return (lift(expected) * (1 - chance) * Math.sqrt(total)) / Math.sqrt(chance * (1 - chance) + 1e-9) > 8;
}

/** True where a share of hits is what fitting labels reach, and clearly more than as paired. */
function restores({ asPaired, expected }: Target, hits: number, total: number): boolean {
  const share = hits / total;
  const back = lift({ accuracy: share, chance: asPaired.chance }) >= 0.75 * lift(expected);
  const gain = Math.max(0.1 * lift(expected), 5 * Math.sqrt(0.5 / total));
  return back && share - asPaired.accuracy > gain;
}

function shifted(target: Target): Found | undefined {
  const best = bestShift(target.answers, target.labels, RANGE, target.asPaired.chance);
  if (best === undefined || !restores(target, best.hits, best.total)) return undefined;
  return { kind: "shifted", shift: best.shift, restored: best.hits / best.total };
}

function reversed(target: Target): Found | undefined {
  const { hits, total } = reversedHits(target.answers, target.labels);
  return restores(target, hits, total) ? { kind: "reversed", restored: hits / total } : undefined;
}

/**
 * Another numbering of the classes. The classes that moved must be read under their new numbers as well as before: all
 * together, and each by itself as far as its number of rows lets one see.
 */
function mapped(target: Target): Found | undefined {
  const { answers, labels, classes, usual } = target;
  const counts = confusion(pick(labels, answers.rows), answers.answers, classes);
  const map = bestLabelMap(counts, classes);
  const { rows, total } = margins(counts, classes);
  const recall = recallOf(usual, classes);
  let [hits, gained, lost, needed] = [0, 0, 0, 0];
  const moved: [number, number][] = [];
  for (let label = 0; label < classes; label++) {
    const answer = map[label];
    hits += counts[label * classes + answer];
    if (rows[label] === 0 || answer === label) continue;
    const least = 0.6 * recall[answer];
    const slack = 3 * Math.sqrt(least * (1 - least) * rows[label]);
    if (counts[label * classes + answer] < least * rows[label] - slack) return undefined;
    needed += least * rows[label];
    gained += counts[label * classes + answer];
    lost += counts[label * classes + label];
    moved.push([answer, label]);
  }
  // Both counts are of the same rows (McNemar's test; 4.5 deviations leave room for all pairs of classes).
  const back = lift({ accuracy: hits / total, chance: target.asPaired.chance }) >= 0.75 * lift(target.expected);
  if (!back || gained < needed || gained - lost < Math.max(0.02 * total, 4.5 * Math.sqrt(gained + lost)))
    return undefined;
  return { kind: "mapped", map: moved, restored: hits / total };
}

/** A stretch of rows whose labels belong elsewhere while the rest fits. */
function partly(target: Target): Found | undefined {
  const { answers, labels, classes, asPaired, expected, usual } = target;
  const own = pick(labels, answers.rows);
  const block = chanceBlock(answers, own, recallOf(usual, classes));
  const n = own.length;
  if (block.score < 30 || block.to - block.from < 20 || block.to - block.from > 0.95 * n) return scattered(target, own);
  const inside = cut(answers, block.from, block.to);
  const within = agreement(own.subarray(block.from, block.to), inside.answers, classes);
  const outside = outsideOf(own, answers.answers, block.from, block.to, classes);
  if (outside.z < 4 || lift(outside) < 0.7 * lift(expected) || lift(within) > 0.2 * lift(expected)) {
    return scattered(target, own);
  }
  const [from, to] = [answers.rows[block.from], block.to < n ? answers.rows[block.to] : labels.length];
  const place = { from, to, share: (block.to - block.from) / n };
  const best = bestShift(inside, labels, RANGE, asPaired.chance);
  const fitsHere = { ...target, asPaired: { ...within, chance: asPaired.chance } };
  if (best !== undefined && restores(fitsHere, best.hits, best.total)) {
    const restored = (outside.correct + best.hits) / (outside.total + best.total);
    const toTheEnd = block.to >= n - 20;
    // A stretch that moved by less than its own length lies over itself: rows were inserted at one of its ends and dropped at
    // the other. Blocks that were exchanged move by more.
    const kind = toTheEnd || Math.abs(best.shift) < 0.5 * (to - from) ? "row-missing" : "pieces";
    const start = toTheEnd ? changeAt(target, best.shift) : from;
    const stretch = { from: start, to, shift: best.shift };
    return { kind, ...stretch, restored, ...(kind === "pieces" ? { pieces: [stretch] } : {}) };
  }
  // Labels in serial order fit a little at many shifts: without the right one, a z-score alone speaks for the labels.
  if (within.z > 4) return scattered(target, own);
  if (readsItself(target, inside)) return undefined;
  // Several rows missing look like a stretch of chance: what leaves less unexplained is said.
  return pieces(target) ?? { kind: "block", ...place };
}

/** Labels that fit their own stretch belong to its images, however different those look from the reference. */
function readsItself({ sample, labels, classes, expected }: Target, inside: Answers): boolean {
  const own = pick(labels, inside.rows);
  const means = new Centroids({ images: sample.images, size: sample.size, rows: inside.rows, labels: own }, classes);
  const found = agreement(own, means.answer(sample.images, inside.rows, own).answers, classes);
  return found.z > 5 && lift(found) > 0.5 * lift(expected);
}

/** The row from which on the shifted labels fit better: most hits before it as paired plus hits behind it shifted. */
function changeAt({ answers, labels }: Target, shift: number): number {
  const { rows, answers: said } = answers;
  let [sum, best, at] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    sum += (said[i] === labels[rows[i]] ? 1 : 0) - (said[i] === labels[rows[i] + shift] ? 1 : 0);
    if (sum > best) [best, at] = [sum, i + 1];
  }
  return rows[Math.min(at, rows.length - 1)];
}

function scattered(target: Target, own: Int32Array): Found | undefined {
  const share = mispairedShare(target, own);
  return share === undefined ? undefined : { kind: "scattered", share };
}

/** Stretches that fit labels somewhere else: swapped blocks, a roll by more than the range of shifts. */
function pieces(target: Target): Found | undefined {
  if (target.answers.rows.length > 20_000) return undefined;
  const found = fitPieces(target.answers, target.labels);
  if (found.length === 0) return undefined;
  const good = found.filter(({ hits, total }) =>
    restores({ ...target, asPaired: { ...target.asPaired, accuracy: 0 } }, hits, total),
  );
  const [hits, total] = [sum(found, "hits"), sum(found, "total")];
  const displaced = good.filter(({ shift }) => shift !== 0);
  if (good.length < 0.75 * found.length || displaced.length < 2 || !restores(target, hits, total)) return undefined;
  const shift = displaced[0].shift;
  if (displaced.length === found.length && displaced.every((piece) => piece.shift === shift)) {
    const all = hitsAt(target.answers, target.labels, shift);
    return { kind: "shifted", shift, restored: all.hits / all.total };
  }
  const from = displaced[0].from;
  const growing = found.every((piece, i) => i === 0 || Math.abs(piece.shift) >= Math.abs(found[i - 1].shift));
  if (growing && found[0].shift === 0 && Math.abs(shift) < 0.2 * from)
    return { kind: "row-missing", from, to: target.labels.length, shift, restored: hits / total };
  return {
    kind: "pieces",
    pieces: displaced.map(({ from, to, shift }) => ({ from, to, shift })),
    restored: hits / total,
  };
}

const sum = (all: readonly { hits: number; total: number }[], key: "hits" | "total") =>
  all.reduce((total, one) => total + one[key], 0);

/** No order explains the labels: do they belong to these images at all? */
function whole(target: Target, worse: boolean): Found {
  const { asPaired, expected, own, reference, split } = target;
  if (!worse) return { kind: "fits" };
  const readsOwn = own.ownAgreement.z > 6 && lift(own.ownAgreement) > 0.5 * lift(expected);
  const far = asPaired.z < 4 || lift(asPaired) < 0.5 * Math.min(lift(expected), lift(own.ownAgreement));
  if (far && readsOwn && reference !== split) return { kind: "other-domain" };
  // More than chance: whatever else is wrong, these are labels of these images.
  if (asPaired.z >= 4) return { kind: "fits" };
  return { kind: "unrelated", sameLabels: sameLabels(target) };
}

/**
 * Could these labels, in another order, be those of these images? Each class should be answered Σ nₖ·P(answer | k) times; a
 * χ² with the variance of that sum, and 10 % of doubt about P, tells labels of other images by their class counts.
 */
function sameLabels({ answers, labels, usual, classes }: Target): boolean {
  const counts = confusion(usual.labels, usual.answers, classes);
  const { rows } = margins(counts, classes);
  const each = new Float64Array(classes);
  for (const label of pick(labels, answers.rows)) if (label >= 0) each[label]++;
  const said = new Float64Array(classes);
  for (const answer of answers.answers) if (answer >= 0) said[answer]++;
  let [chi, freedom] = [0, 0];
  for (let answer = 0; answer < classes; answer++) {
    let [mean, variance] = [0, 1];
    for (let k = 0; k < classes; k++) {
      const p = rows[k] > 0 ? counts[k * classes + answer] / rows[k] : 0;
      mean += each[k] * p;
      variance += each[k] * p * (1 - p);
    }
    variance += 0.01 * mean * mean;
    chi += ((said[answer] - mean) * (said[answer] - mean)) / variance;
    if (mean > 1) freedom++;
  }
  return chi < 2.5 * Math.max(1, freedom - 1);
}

function recallOf({ labels, answers }: Read, classes: number): Float64Array {
  const counts = confusion(labels, answers, classes);
  const { rows } = margins(counts, classes);
  return rows.map((n, k) => (counts[k * classes + k] + 0.5) / (n + 1));
}

function cut({ rows, answers, margins: sure }: Answers, from: number, to: number): Answers {
  return { rows: rows.subarray(from, to), answers: answers.subarray(from, to), margins: sure.subarray(from, to) };
}

function outsideOf(own: Int32Array, answers: Int32Array, from: number, to: number, classes: number): Agreement {
  const outside = (all: Int32Array) => {
    const rest = new Int32Array(all.length - (to - from));
    rest.set(all.subarray(0, from));
    rest.set(all.subarray(to), from);
    return rest;
  };
  return agreement(outside(own), outside(answers), classes);
}
