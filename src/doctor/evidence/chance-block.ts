import { log } from "../../core/math.ts";
import type { Answers } from "./centroid.ts";

/** A stretch of rows where answers and labels agree only by chance, while they fit elsewhere. */
export interface ChanceBlock {
  /** Places in `answers.rows`, `to` not included. */
  readonly from: number;
  readonly to: number;
  /** Log-likelihood ratio of "by chance" against "fits" over the stretch. */
  readonly score: number;
}

/**
 * The stretch with the largest sum of log-likelihood ratios, row by row: how much likelier the hit or miss is if the
 * label belongs to another image (the share of answers of that class) than if it belongs to this one (that class's recall).
 * Per class, so that data sorted by class with one class that is read badly do not look mis-paired.
 *
 * @param recall of each class when labels fit.
 */
export function chanceBlock(answers: Answers, labels: Int32Array, recall: Float64Array): ChanceBlock {
  const share = new Float64Array(recall.length);
  for (const answer of answers.answers) if (answer >= 0) share[answer] += 1 / answers.answers.length;
  const hit = new Float64Array(recall.length);
  const miss = new Float64Array(recall.length);
  for (let k = 0; k < recall.length; k++) {
    const [fits, by] = [Math.min(recall[k], 0.98), Math.max(share[k], 0.002)];
    if (fits <= by) continue;
    hit[k] = log(by / fits);
    miss[k] = log((1 - by) / (1 - fits));
  }
  let [sum, from, best] = [0, 0, { from: 0, to: 0, score: 0 }];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label >= 0) sum += answers.answers[i] === label ? hit[label] : miss[label];
    if (sum <= 0) [sum, from] = [0, i + 1];
    if (sum > best.score) best = { from, to: i + 1, score: sum };
  }
  return best;
}
