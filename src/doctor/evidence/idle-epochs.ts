import { history } from "./history.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { progress } from "./progress.ts";

/** Whether epochs went by in which nothing was trained. */
export interface IdleEpochs {
  /** The first of them; missing where there are none. */
  readonly epoch?: number;
  /** What the network answers right before and in all of them. */
  readonly accuracy?: number;
}

/** So many epochs with the very same accuracy are no chance. */
const LEAST = 2;

/**
 * The mean loss of no rows is 0 / 0, NaN (their sum is 0), and the network goes on answering exactly as before. A network whose weights are
 * NaN gives one answer instead, so an accuracy that one answer could have says nothing.
 */
export const idleEpochs: Measure<IdleEpochs> = {
  name: "epochs without rows",
  async take(measuring) {
    const { loss, accuracy, evaluationAccuracy, epochs } = await measuring.get(history);
    const { majority } = await measuring.get(progress);
    const shown = evaluationAccuracy ?? accuracy;
    if (loss === undefined || shown === undefined) throw new NotMeasured("the history has no loss and accuracy");
    const nothing = (value: number) => Number.isNaN(value) || value === 0;
    const from = loss.findIndex(nothing);
    const idle = from > 0 && loss.slice(from).every(nothing) && loss.length - from >= LEAST;
    const before = shown[from - 1];
    // A network that has learned everything by heart has no loss either.
    const perfect = loss[from] === 0 && before > 0.99;
    if (!idle || perfect || !(before > 1.5 * majority) || shown.slice(from).some((value) => value !== before))
      return {};
    return { epoch: epochs[from], accuracy: before };
  },
};
