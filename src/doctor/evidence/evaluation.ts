import { type Measure, NotMeasured } from "./measure.ts";

/** Whether anything is known of somebody's evaluation: predictions, a reported accuracy, or the metric itself. */
export const evaluation: Measure<true> = {
  name: "evaluation",
  take({ case: { predictions, reported, evaluate } }) {
    if (Object.keys(predictions).length === 0 && reported === undefined && evaluate === undefined)
      throw new NotMeasured("there are no predictions, no reported accuracy and no evaluate function");
    return true;
  },
};
