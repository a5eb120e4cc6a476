import { lift } from "./agreement.ts";
import { answered } from "./answered.ts";
import { classes } from "./classes.ts";
import { type History, history } from "./history.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { probe } from "./probe.ts";

/** How far the network has come on its training set. */
export interface Progress {
  /** "stuck": no better than always giving one answer. "behind": clearly worse than the probe. */
  readonly state: "stuck" | "behind" | "learned";
  readonly accuracy: number;
  /** Share of the most frequent class among the labels. */
  readonly majority: number;
  /** Leave-one-out accuracy of the simple classifier on the training set, where it could be measured. */
  readonly probe?: number;
  /** Epochs that it would take at the pace of the last half to reach the simple classifier, as a multiple of those trained. */
  readonly away?: number;
  /** True where the last epochs still got better; missing where there is no history. */
  readonly improving?: boolean;
  /** True where it is known that training took place. */
  readonly trained: boolean;
}

/** Share of the probe's lift below which a network counts as behind. */
const BEHIND = 0.8;

/** Training accuracy from the network's answers, else from the history; compared with one answer and with the probe. */
export const progress: Measure<Progress> = {
  name: "progress",
  async take(measuring) {
    const curves = await measuring.maybe(history);
    const answers = (await measuring.maybe(answered))?.training;
    const counts = (await measuring.maybe(classes))?.counts.training;
    const own = (await measuring.maybe(probe))?.of.training?.ownAgreement;
    const logged = curves?.accuracy?.at(-1) ?? curves?.evaluationAccuracy?.at(-1);
    const accuracy = answers?.agreement.accuracy ?? logged;
    if (accuracy === undefined || accuracy * 0 !== 0)
      throw new NotMeasured("it is not known how the network does on its training set");
    const majority = majorityOf(counts);
    if (majority === undefined) throw new NotMeasured("there are no training labels");
    const total = answers?.agreement.total ?? 1000;
    const z = answers?.agreement.z;
    const stuck =
      accuracy <= majority + 3 * Math.sqrt((majority * (1 - majority)) / total) && (z === undefined || z < 10);
    const readable = own !== undefined && own.z > 6;
    const reached = (accuracy - majority) / (1 - majority);
    const possible = readable ? Math.min(lift(own), (own.accuracy - majority) / (1 - majority)) : 0;
    const behind = readable && reached < BEHIND * possible && own.accuracy - accuracy > 0.05;
    // At chance a loss that still falls a little is no progress: the accuracy must rise.
    const improving = stuck && curves !== undefined ? rises(curves, majority) : curves?.improving;
    return {
      state: stuck ? "stuck" : behind ? "behind" : "learned",
      accuracy,
      majority,
      ...(readable ? { probe: own.accuracy, ...pace(curves, own.accuracy) } : {}),
      ...(improving === undefined ? {} : { improving }),
      trained: measuring.case.run !== undefined || curves !== undefined || measuring.case.network === undefined,
    };
  },
};

/** By the accuracy of the second half of the log; undefined for fewer than four epochs. */
function pace(curves: History | undefined, wanted: number): { away?: number } {
  const column = (curves?.accuracy ?? curves?.evaluationAccuracy ?? []).filter((value) => value * 0 === 0);
  if (column.length < 4) return {};
  const last = column[column.length - 1];
  const gain = (last - column[Math.trunc(column.length / 2) - 1]) / (column.length - Math.trunc(column.length / 2));
  return { away: gain > 0 ? Math.max(0, wanted - last) / gain / column.length : 1e6 };
}

/**
 * Accuracy at least two points higher at the end than at the start, and than one answer for all: a network that goes over from
 * answering a rare class to answering a frequent one has learned nothing. Undefined for one epoch.
 */
function rises({ accuracy, evaluationAccuracy }: History, majority: number): boolean | undefined {
  const column = accuracy ?? evaluationAccuracy ?? [];
  return column.length < 2 ? undefined : column[column.length - 1] > Math.max(column[0], majority) + 0.02;
}

function majorityOf(counts: readonly number[] | undefined): number | undefined {
  const total = counts?.reduce((sum, n) => sum + n, 0) ?? 0;
  return counts === undefined || total === 0 ? undefined : counts.reduce((a, b) => Math.max(a, b)) / total;
}
