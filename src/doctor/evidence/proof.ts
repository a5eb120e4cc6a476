import { log } from "../../core/math.ts";
import { type Agreement, agreementOfAll } from "./agreement.ts";

/**
 * What a counterfactual must show to be called proof: family-wise, one false proof in a million diagnoses of answers that
 * have nothing to do with the labels.
 */
const FALSE_PROOFS = 1e-6;
/** Share of the way from guessing to all right that must be gained, and that must be reached where nothing is known. */
const GAIN = 0.3;
const REACHED = 0.5;

/** Answers compared with other labels, or in another order, beside the same answers as they are. */
export interface Reading {
  readonly found: Agreement;
  /** Of the same rows. */
  readonly asIs: Agreement;
}

/** How many readings were tried (as a natural logarithm), and what the answers reach where they are known to be right. */
export interface Search {
  readonly lnTried: number;
  /** Lift; undefined where nothing is known. */
  readonly known: number | undefined;
}

/**
 * Lower bound of −ln P(at least so many hits of `total` | each a hit with this chance): n·KL(hits/n ‖ chance) (Chernoff
 * 1952; Hoeffding 1963 for draws without replacement). 0 at or below chance.
 */
export function surprise(hits: number, total: number, chance: number): number {
  if (total === 0 || hits <= chance * total) return 0;
  if (chance <= 0) return Number.POSITIVE_INFINITY;
  const share = hits / total;
  const missed = share < 1 ? (1 - share) * log((1 - share) / (1 - chance)) : 0;
  return total * (share * log(share / chance) + missed);
}

/** Not by luck, far above the answers as they are, and back near what they reach where they are known to be right. */
export function isProof({ found, asIs }: Reading, { lnTried, known }: Search): boolean {
  if (surprise(found.correct, found.total, found.chance) < lnTried - log(FALSE_PROOFS)) return false;
  const [now, then] = [liftAt(asIs.accuracy, found.chance), liftAt(found.accuracy, found.chance)];
  const gain = found.accuracy - asIs.accuracy;
  if (then - now < GAIN || gain < 5 * Math.sqrt(0.5 / Math.max(1, found.total))) return false;
  return then >= (known === undefined ? REACHED : Math.max(GAIN, 0.5 * known));
}

/** Answer i compared with label `place(i)` of `others`, where there is one; as it is, with its own. */
export function readingOf(
  { answers, labels }: { readonly answers: Int32Array; readonly labels: Int32Array },
  others: Int32Array,
  place: (i: number) => number,
  classes: number,
): Reading {
  const rows = Int32Array.from(answers.keys()).filter((i) => place(i) >= 0 && place(i) < others.length);
  const said = rows.map((i) => answers[i]);
  const read = (labels: Int32Array) => agreementOfAll(labels, said, classes);
  return { found: read(rows.map((i) => others[place(i)])), asIs: read(rows.map((i) => labels[i])) };
}

function liftAt(accuracy: number, chance: number): number {
  return chance >= 1 ? 0 : (accuracy - chance) / (1 - chance);
}
