import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { type Forgetting, forgetting } from "../../evidence/forgetting.ts";
import { order } from "../../evidence/order.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export type SortedWithoutShuffle = Sorted & { readonly forgotten?: Forgotten };

/** How the answers show it, where it is not known how the rows were taken. Label value and shares. */
interface Forgotten {
  readonly split: SplitName;
  readonly last: number;
  readonly answered: number;
  readonly labelled: number;
  readonly answeredLate: number;
  readonly labelledLate: number;
}

interface Sorted {
  readonly rows: number;
  /** Neighbouring rows with different labels, as they are and as random order would have them. */
  readonly changes: number;
  readonly expected: number;
  readonly classes: number;
}

/** Share of the answers by which the later half of the classes, or the last one, is answered too often. */
const TOO_OFTEN = 0.2;

/** F7: rows sorted by class and taken in file order. Sorted rows alone are no fault: shuffling puts them right. */
export const sortedWithoutShuffle: Check<SortedWithoutShuffle> = {
  id: "sorted-without-shuffle",
  catalogue: "F7",
  needs: [order, classes],
  uses: [settings, forgetting, progress],
  explains: [
    "one-answer",
    "underfitting",
    "oscillation",
    "too-few-steps",
    "learning-rate-too-high",
    "less-than-its-settings",
  ],
  run(measured) {
    const training = measured.of(order).find(({ split }) => split === "training");
    const { shuffle, batchSize } = measured.maybe(settings) ?? {};
    const full = batchSize !== undefined && training !== undefined && batchSize >= training.rows;
    if (training === undefined || !training.sorted || shuffle === true || full) return [];
    const { rows, changes, expected, classes: count } = training;
    const evidence = { rows, changes, expected: Math.floor(expected + 0.5), classes: count };
    if (shuffle === false) return [{ confidence: "fault", where: "training rows", evidence }];
    const seen = measured.maybe(forgetting);
    if (seen === undefined || measured.maybe(progress)?.trained === false || !forgets(seen)) return [];
    const { split, last, answeredLast: answered, labelledLast: labelled, answeredLate, labelledLate } = seen;
    const forgotten = {
      split,
      last: measured.of(classes).values[last],
      answered,
      labelled,
      answeredLate,
      labelledLate,
    };
    return [{ confidence: "likely", where: "training rows", evidence: { ...evidence, forgotten } }];
  },
  say,
};

/** One answer for all must be that of the last class; answers of several classes lean towards the late ones. */
function forgets({ rows, answeredLast, labelledLast, answeredLate, labelledLate }: Forgetting): boolean {
  const deviation = Math.sqrt(0.25 / rows);
  if (answeredLast > 0.99) return labelledLast < 0.8;
  const lean = answeredLate - labelledLate;
  return lean > Math.max(TOO_OFTEN, 5 * deviation) && answeredLast > 2 * labelledLast;
}

function say({ evidence }: Draft<SortedWithoutShuffle>): Words {
  const { rows, changes, expected, classes, forgotten } = evidence;
  if (forgotten !== undefined) {
    const { split, last, answered, labelled } = forgotten;
    return {
      sentence: `The network forgot the first classes while it learned the last ones: the ${integer(rows)} training rows are sorted by class (the label changes ${integer(changes)} times, in random order it would ${integer(expected)} times), and of the ${split} images it answers ${share(answered)} with ${last}, the last class, which ${share(labelled)} of them are.`,
      fix: "Shuffle the rows in every epoch, images and labels with the same order.",
    };
  }
  return {
    sentence: `The ${integer(rows)} training rows are sorted by class and taken in that order: the label changes ${integer(changes)} times where random order would have ${integer(expected)}, so the network forgets each of the ${classes} classes while it learns the next.`,
    fix: "Shuffle the rows in every epoch, images and labels with the same order.",
  };
}
