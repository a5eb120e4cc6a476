import { imageCount } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { SampleRows } from "./row-table.ts";

/** All training images in a table, to look others up. */
export const trainingRows: Measure<SampleRows> = {
  name: "training rows",
  take({ case: { samples } }) {
    const { training } = samples;
    if (training === undefined || imageCount(training) === 0) throw new NotMeasured("there are no training images");
    return new SampleRows(training.images, training.size);
  },
};
