import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** On how many images each epoch was evaluated. */
export interface EvaluatedCounts {
  readonly split: SplitName;
  /** [epoch, images] */
  readonly totals: readonly (readonly [epoch: number, images: number])[];
}

/** Rows evaluated, epoch by epoch, as the run says. */
export const evaluatedCounts: Measure<readonly EvaluatedCounts[]> = {
  name: "evaluated counts",
  take({ case: { run } }) {
    if (run === undefined) throw new NotMeasured("there is no run");
    const found = SPLIT_NAMES.flatMap((split): EvaluatedCounts[] => {
      const totals = run.epochs.flatMap((event) => {
        const score = event[split];
        return score === undefined ? [] : [[event.epoch, score.total] as const];
      });
      return totals.length < 2 ? [] : [{ split, totals }];
    });
    if (found.length === 0) throw new NotMeasured("the run has no two epochs that were evaluated");
    return found;
  },
};
