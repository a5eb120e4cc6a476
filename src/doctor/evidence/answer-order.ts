import type { SplitName } from "../input.ts";
import { type Agreement, agreementOf, lift, margins } from "./agreement.ts";
import { type AnswersOf, asked, given, type SplitAnswers } from "./answered.ts";
import { classes } from "./classes.ts";
import { history } from "./history.ts";
import { type Measure, type Measuring, NotMeasured } from "./measure.ts";
import {
  type OrderExplanation,
  type OrderSearch,
  type Renumbering,
  renumber,
  reorder,
  tableOf,
  turned,
} from "./order-search.ts";
import { pairing } from "./pairing.ts";
import { probe } from "./probe.ts";

/** How the given predictions of a split stand to its labels, where they do not fit as they are. */
export interface AnswerOrder {
  readonly split: SplitName;
  readonly asGiven: Agreement;
  /** What explains that they do not fit. */
  readonly explanation?: OrderExplanation;
  /** Answers that fit after a change of class numbers. */
  readonly map?: Renumbering;
  /** Accuracy when the smallest score is taken instead of the largest, where that proves it. */
  readonly smallest?: number;
  /** Answers far worse than both the network's in training and the probe's on the same images. */
  readonly behind?: Behind;
  /** The last accuracy on images not trained on that the log has, where that is far above these answers'. */
  readonly logged?: number;
}

/** Accuracies that the answers of a split should be near to. */
export interface Behind {
  /** Of the answers to the training images; where these are not known, only answers below chance are told. */
  readonly training?: number;
  readonly probe: number;
  /** True where they are right less often than guessing. */
  readonly belowChance: boolean;
}

/** Fewer answers than this are not judged. */
const LEAST = 20;

/**
 * Do the given predictions belong to their labels, and if not, which order, numbering or network explains them? Each
 * explanation is a counterfactual that must pass `isProof`; what is only far from what it should be is told apart.
 */
export const answerOrder: Measure<readonly AnswerOrder[]> = {
  name: "order of the predictions",
  async take(measuring) {
    const theirs = await measuring.get(given);
    const ours = (await measuring.maybe(asked)) ?? {};
    const known = await measuring.get(classes);
    const found: AnswerOrder[] = [];
    for (const one of Object.values(theirs)) {
      const { split, agreement: asGiven } = one;
      if (asGiven.total < LEAST) found.push({ split, asGiven });
      else {
        const { of: labels, values } = known;
        const search = { one, labels, values, classes: values.length, known: knownLift(one, theirs, ours) };
        const right = await reference(measuring, one, { ...theirs, ...ours });
        found.push({ split, asGiven, ...explain(search, ours[split], right) });
      }
    }
    if (found.length === 0) throw new NotMeasured("there are no predictions");
    return found;
  },
};

/**
 * Lift of these predictions where they are known to be right: the network's own answers, else those to the training images.
 * Undefined where those are no better: they may have the same fault.
 */
function knownLift(one: SplitAnswers, theirs: AnswersOf, ours: AnswersOf): number | undefined {
  const other = ours[one.split] ?? (one.split === "training" ? undefined : (theirs.training ?? ours.training));
  if (other === undefined || other.agreement.total < 50) return undefined;
  const reached = lift(other.agreement);
  return reached > 0.2 && reached > lift(one.agreement) ? reached : undefined;
}

function explain(
  search: OrderSearch,
  own: SplitAnswers | undefined,
  right: Reference,
): Omit<AnswerOrder, "split" | "asGiven"> {
  const { one } = search;
  if (isOneAnswer(search)) return {};
  const smallest = turned(search);
  if (smallest !== undefined) return { smallest };
  const map = renumber(search);
  if (map !== undefined) return { map };
  const order = reorder(search) ?? byOwnAnswers(one, own, search.classes);
  if (order !== undefined) return { explanation: order };
  const behind = behindOf(one.agreement, right);
  const logged = farAbove(one.agreement, right.logged) ? right.logged : undefined;
  const reads = behind !== undefined || (right.probe !== undefined && lift(right.probe) > 0.3 && !right.poor);
  const unrelated = isUnrelated(search, logged) && (reads || logged !== undefined);
  return {
    ...(behind === undefined ? {} : { behind }),
    ...(logged === undefined ? {} : { logged }),
    ...(unrelated ? { explanation: { kind: "unrelated" as const } } : {}),
  };
}

/** The given answers fit badly, and those of the network itself far better: another network, or another order, gave them. */
function byOwnAnswers(
  one: SplitAnswers,
  own: SplitAnswers | undefined,
  classCount: number,
): OrderExplanation | undefined {
  if (own === undefined || own.agreement.z < 8) return undefined;
  const { accuracy, total } = own.agreement;
  const gain = accuracy - one.agreement.accuracy;
  if (gain < Math.max(0.3, 5 * Math.sqrt(0.5 / total)) || sameAnswers(one, own)) return undefined;
  const shuffled = one.agreement.z < 4 && sameCounts(one, own, classCount);
  return { kind: shuffled ? "other network answers" : "other network", accuracy };
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

/** What says how well the split can be read: both must be there, and the labels must belong to the images. */
interface Reference {
  readonly training?: Agreement;
  readonly probe?: Agreement;
  readonly logged?: number;
  /** True where the network is known to read not even its training images: then it has no better answers to be out of order. */
  readonly poor: boolean;
}

async function reference(measuring: Measuring, one: SplitAnswers, all: AnswersOf): Promise<Reference> {
  const { split } = one;
  if (split === "training") return { poor: false };
  const curves = await measuring.maybe(history);
  const logged = curves?.evaluationAccuracy?.at(-1);
  const learned = curves?.accuracy?.at(-1);
  const paired = (await measuring.maybe(pairing))?.splits;
  const fits = paired?.find((other) => other.split === split)?.kind === "fits";
  const passed = fits ? (await measuring.maybe(probe))?.transfer[split]?.agreement : undefined;
  const training = all.training?.agreement;
  const { chance } = one.agreement;
  const reached = training === undefined ? learned : training.accuracy;
  return {
    poor: reached !== undefined && reached < chance + 0.2 * (1 - chance),
    ...(training === undefined || training.total < 100 ? {} : { training }),
    ...(passed === undefined ? {} : { probe: passed }),
    ...(logged === undefined || logged * 0 !== 0 ? {} : { logged }),
  };
}

/**
 * Below a fifth of what both promise, by five deviations: an overfitted network is not that far behind a straight line. Less
 * than half of what guessing gets is more than a network that learned nothing can do wrong.
 */
function behindOf(asGiven: Agreement, { training, probe: passed }: Reference): Behind | undefined {
  if (passed === undefined || passed.z < 6 || lift(passed) < 0.2) return undefined;
  const belowChance = asGiven.z < -4 && asGiven.accuracy < 0.5 * asGiven.chance;
  const least = training === undefined ? lift(passed) : Math.min(lift(training), lift(passed));
  const promised = asGiven.chance + least * (1 - asGiven.chance);
  const far = lift(asGiven) < 0.2 * least && promised - asGiven.accuracy > 5 * Math.sqrt(0.25 / asGiven.total);
  if (!far || (training === undefined && !belowChance)) return undefined;
  return { ...(training && { training: training.accuracy }), probe: passed.accuracy, belowChance };
}

/** Twice as far from guessing as these answers, and by ten deviations: not what another set of the same kind would do. */
function farAbove({ accuracy, chance, total }: Agreement, logged: number | undefined): boolean {
  if (logged === undefined || !(logged > chance + 0.2 * (1 - chance))) return false;
  return logged - chance > 2 * (accuracy - chance) && logged - accuracy > 10 * Math.sqrt(0.25 / total);
}

function isOneAnswer(search: OrderSearch): boolean {
  const { columns, total } = margins(tableOf(search), search.classes + 1);
  return columns.reduce((a, b) => Math.max(a, b), 0) > 0.9 * total;
}

/**
 * Pearson's Σ (K − E)²/E is about χ² with (C − 1)² degrees of freedom where answers and labels have nothing to do with
 * each other. Even an untrained network, asked about the right images, answers images of one class alike; with two classes
 * that shows too little.
 *
 * @param logged accuracy of the log: then any table is enough, and no class may be answered more often too much than it leaves
 *   room for
 */
function isUnrelated(search: OrderSearch, logged: number | undefined): boolean {
  const size = search.classes + 1;
  const counts = tableOf(search);
  const { rows, columns, total } = margins(counts, size);
  if (total < 200) return false;
  const used = (side: Float64Array) => side.filter((n) => n > 0).length - 1;
  const freedom = used(rows) * used(columns);
  let chi = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const expected = (rows[i] * columns[j]) / total;
      if (expected > 0) chi += squared(counts[i * size + j] - expected) / expected;
    }
  }
  const independent = chi < freedom + 4 * Math.sqrt(2 * freedom);
  const room = Math.max(0.05, 1 - (logged ?? 1));
  const alike = rows.every((n, k) => Math.abs(n - columns[k]) < room * total);
  return independent && alike && freedom >= (logged === undefined ? 4 : 1) && agreementOf(counts, size).z < 4;
}

const squared = (x: number) => x * x;
