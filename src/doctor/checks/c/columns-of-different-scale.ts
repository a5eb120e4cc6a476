import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { pixels } from "../../evidence/pixels.ts";

export interface ColumnsOfDifferentScale {
  /** Columns, from 0. */
  readonly largest: number;
  readonly smallest: number;
  /** Of their deviations. */
  readonly ratio: number;
}

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

function say({ evidence }: Draft<ColumnsOfDifferentScale>): Words {
  const { largest, smallest, ratio } = evidence;
  return {
    sentence: `Column ${largest} varies ${integer(Math.floor(ratio + 0.5))} times as much as column ${smallest}, so no learning rate suits both.`,
    fix: "Standardise each column with its mean and deviation in the training set.",
  };
}
