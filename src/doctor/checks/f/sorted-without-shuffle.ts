import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { order } from "../../evidence/order.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";

export interface SortedWithoutShuffle {
  readonly rows: number;
  /** Neighbouring rows with different labels, as they are and as random order would have them. */
  readonly changes: number;
  readonly expected: number;
  readonly classes: number;
}

/** F7: rows sorted by class and taken in file order. Sorted rows alone are no fault: shuffling puts them right. */
export const sortedWithoutShuffle: Check<SortedWithoutShuffle> = {
  id: "sorted-without-shuffle",
  catalogue: "F7",
  needs: [order, settings],
  uses: [progress],
  explains: ["one-answer", "underfitting", "oscillation", "too-few-steps", "learning-rate-too-high"],
  run(measured) {
    const training = measured.of(order).find(({ split }) => split === "training");
    const { shuffle, batchSize } = measured.of(settings);
    const full = batchSize !== undefined && training !== undefined && batchSize >= training.rows;
    if (training === undefined || !training.sorted || shuffle !== false || full) return [];
    const { rows, changes, expected, classes } = training;
    const evidence = { rows, changes, expected: Math.floor(expected + 0.5), classes };
    return [{ confidence: "fault", where: "training rows", evidence }];
  },
  say,
};

function say({ evidence }: Draft<SortedWithoutShuffle>): Words {
  const { rows, changes, expected, classes } = evidence;
  return {
    sentence: `The ${integer(rows)} training rows are sorted by class and taken in that order: the label changes ${integer(changes)} times where random order would have ${integer(expected)}, so the network forgets each of the ${classes} classes while it learns the next.`,
    fix: "Shuffle the rows in every epoch, images and labels with the same order.",
  };
}
