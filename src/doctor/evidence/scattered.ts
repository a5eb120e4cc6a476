import { confusion, lift, margins } from "./agreement.ts";
import type { Read, Target } from "./pairing-target.ts";
import { pick } from "./rows.ts";

/** The surest part of the answers that is looked at. */
const SUREST = 0.3;

/**
 * Share of rows, spread over the whole split, that carry another row's label: among its surest answers the probe is wrong
 * far more often than among the surest on its own split, and the wrong labels have nothing to do with the answers.
 *
 *     f = (a_reference − a_target) / (a_reference − chance), both on the surest 30 %
 *
 * @returns undefined where there is no sign of it.
 */
export function mispairedShare(target: Target, own: Int32Array): number | undefined {
  const { answers, classes, asPaired } = target;
  const compared = target.reference === target.split ? target.elsewhere : target.usual;
  if (asPaired.z < 6 || own.length < 200 || compared === undefined || compared.labels.length < 200) return undefined;
  // Labels of other rows are as hard for the split's own probe; images that merely look different are not.
  if (lift(target.own.ownAgreement) > lift(asPaired) + 0.1 * lift(target.expected)) return undefined;
  const sure = surest(answers.margins);
  const labels = pick(own, sure);
  const said = pick(answers.answers, sure);
  const here = accuracyOf(labels, said);
  const there = accuracyOfSurest(compared);
  if (there < 0.85) return undefined;
  const chance = asPaired.chance;
  const share = (there - here) / (there - chance);
  const deviation = Math.sqrt((there * (1 - there) + 0.01) / sure.length);
  if (share < 0.02 || there - here < 6 * deviation || lift(asPaired) <= 0) return undefined;
  return independentErrors(labels, said, own, classes) ? share : undefined;
}

function surest(sureness: Float64Array): Int32Array {
  const order = Int32Array.from({ length: sureness.length }, (_, i) => i);
  order.sort((a, b) => sureness[b] - sureness[a] || a - b);
  return order.subarray(0, Math.trunc(SUREST * order.length));
}

function accuracyOf(labels: Int32Array, answers: Int32Array): number {
  let hits = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === answers[i]) hits++;
  return labels.length === 0 ? 0 : hits / labels.length;
}

function accuracyOfSurest({ labels, answers, margins: sureness }: Read): number {
  const sure = surest(sureness);
  return accuracyOf(pick(labels, sure), pick(answers, sure));
}

/**
 * Are the labels of the wrong answers spread as labels are in general? A shift of the images makes the probe mistake some
 * classes for particular others; labels of other rows are independent of the answer.
 */
export function independentErrors(labels: Int32Array, said: Int32Array, own: Int32Array, classes: number): boolean {
  const wrong = Int32Array.from({ length: labels.length }, (_, i) => i).filter((i) => labels[i] !== said[i]);
  if (wrong.length < 15) return false;
  const counts = confusion(pick(labels, wrong), pick(said, wrong), classes);
  const { columns, total } = margins(counts, classes);
  const shares = new Float64Array(classes);
  for (const label of own) if (label >= 0) shares[label] += 1 / own.length;
  let [chi, freedom] = [0, 0];
  for (let answer = 0; answer < classes; answer++) {
    for (let label = 0; label < classes; label++) {
      const expected = label === answer ? 0 : (columns[answer] * shares[label]) / (1 - shares[answer] + 1e-9);
      if (expected < 0.05) continue;
      const off = counts[label * classes + answer] - expected;
      chi += (off * off) / expected;
      freedom++;
    }
  }
  // Excess over what chance makes (its deviation is √(2·freedom)), per wrong answer: 0 for independent errors, several for
  // one fixed mistake a class.
  return freedom > 0 && (chi - freedom) / total < 0.6 + (3 * Math.sqrt(2 * freedom)) / total;
}
