import type { Check } from "../../check.ts";
import { order } from "../../evidence/order.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { type SortedWithoutShuffle, sortedWithoutShuffle as say } from "../../messages/f.ts";

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
