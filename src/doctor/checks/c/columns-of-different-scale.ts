import type { Check } from "../../check.ts";
import { pixels } from "../../evidence/pixels.ts";
import { type ColumnsOfDifferentScale, columnsOfDifferentScale as say } from "../../messages/c.ts";

/** Deviations this far apart make one learning rate too high for one column and too low for another. */
const RATIO = 1000;
/** Wider rows are pictures, where nearly constant columns at the border are usual. */
const MOST_COLUMNS = 200;

/** C10: a table whose columns have very different scales. */
export const columnsOfDifferentScale: Check<ColumnsOfDifferentScale> = {
  id: "columns-of-different-scale",
  catalogue: "C10",
  needs: [pixels],
  quick: true,
  run(measured) {
    const training = measured.of(pixels).find(({ split }) => split === "training");
    if (training === undefined || training.size > MOST_COLUMNS || training.size < 2) return [];
    const deviations = training.columnDeviations;
    const varying = [...deviations.keys()].filter((j) => deviations[j] > 0);
    if (varying.length < 2) return [];
    const largest = varying.reduce((a, b) => (deviations[b] > deviations[a] ? b : a));
    const smallest = varying.reduce((a, b) => (deviations[b] < deviations[a] ? b : a));
    const ratio = deviations[largest] / deviations[smallest];
    if (ratio < RATIO) return [];
    return [{ confidence: "advice", where: "training columns", evidence: { largest, smallest, ratio } }];
  },
  say,
};
