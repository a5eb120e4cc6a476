import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount } from "../sample.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** Static sizes of network, predictions and data. */
export interface Shapes {
  readonly inputs?: number;
  readonly outputs?: number;
  readonly outputsOf?: "network" | "predictions";
  readonly classes?: number;
  readonly largestLabel?: number;
  readonly sizes: readonly { readonly split: SplitName; readonly size: number }[];
}

/** How many inputs and outputs there are, and how many would be needed. */
export const shapes: Measure<Shapes> = {
  name: "shapes",
  async take(measuring) {
    const { network, predictions, samples } = measuring.case;
    const widths = SPLIT_NAMES.flatMap((split) => predictions[split]?.width ?? []).filter((width) => width > 1);
    if (network === undefined && widths.length === 0)
      throw new NotMeasured("there is no network and there are no scores");
    const known = await measuring.maybe(classes);
    const sizes = SPLIT_NAMES.flatMap((split) => {
      const sample = samples[split];
      return sample === undefined || imageCount(sample) === 0 ? [] : [{ split, size: sample.size }];
    });
    return {
      ...(network === undefined
        ? { outputs: widths[0], outputsOf: "predictions" as const }
        : { inputs: network.sizes[0], outputs: network.sizes.at(-1) as number, outputsOf: "network" as const }),
      ...(known && { classes: known.values.length, largestLabel: known.values.at(-1) as number }),
      sizes,
    };
  },
};
