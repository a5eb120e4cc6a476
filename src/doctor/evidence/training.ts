import { type Measure, NotMeasured } from "./measure.ts";

/** Whether anything is known of the training: a network, a run, a history or settings. */
export const training: Measure<true> = {
  name: "training",
  take({ case: { network, run, history, settings } }) {
    if (network === undefined && run === undefined && history === undefined && settings === undefined)
      throw new NotMeasured("nothing is known of the training");
    return true;
  },
};
