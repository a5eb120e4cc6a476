import type { SplitName } from "../input.ts";
import { answered } from "./answered.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { order } from "./order.ts";

/** What answers show of the order in which a network saw the classes. */
export interface Forgetting {
  /** Whose answers they are. */
  readonly split: SplitName;
  readonly rows: number;
  /** Place in `classes.values` of the class whose training rows come last, and of how many classes. */
  readonly last: number;
  readonly classes: number;
  /** Share of it, and of the later half of the classes, among the answers and among the labels. */
  readonly answeredLast: number;
  readonly labelledLast: number;
  readonly answeredLate: number;
  readonly labelledLate: number;
}

/** Sorted training rows, and a network that answers late classes more often than they occur: it forgot the early ones. */
export const forgetting: Measure<Forgetting> = {
  name: "forgetting",
  async take(measuring) {
    const sorted = (await measuring.get(order)).find(({ split }) => split === "training")?.sorted ?? false;
    if (!sorted) throw new NotMeasured("the training rows are not sorted by class");
    const known = await measuring.get(classes);
    const answers = await measuring.get(answered);
    const one = answers.test ?? answers.validation ?? answers.training;
    if (one === undefined || one.answers.length < 20) throw new NotMeasured("there are no answers");
    const place = lastRows(known.of.training as Int32Array, known.values.length);
    const last = place.indexOf(place.reduce((a, b) => Math.max(a, b)));
    const middle = place.filter((row) => row >= 0).toSorted((a, b) => a - b);
    const late = (k: number) => place[k] >= middle[middle.length >> 1];
    const share = (of: Int32Array, holds: (k: number) => boolean) =>
      of.filter((k) => k >= 0 && holds(k)).length / of.length;
    return {
      split: one.split,
      rows: one.answers.length,
      last,
      classes: middle.length,
      answeredLast: share(one.answers, (k) => k === last),
      labelledLast: share(one.labels, (k) => k === last),
      answeredLate: share(one.answers, late),
      labelledLate: share(one.labels, late),
    };
  },
};

/** The last training row of each class; −1 where there is none. */
function lastRows(labels: Int32Array, classCount: number): Int32Array {
  const rows = new Int32Array(classCount).fill(-1);
  labels.forEach((label, row) => {
    if (label >= 0) rows[label] = row;
  });
  return rows;
}
