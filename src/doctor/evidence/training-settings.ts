import type { KnownSettings } from "../input.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** How the network was trained: as the run says, else as the input says. */
export const trainingSettings: Measure<KnownSettings> = {
  name: "training settings",
  take({ case: { run, settings } }) {
    const said = run?.start?.settings as KnownSettings | undefined;
    if (said === undefined && settings === undefined)
      throw new NotMeasured("it is not known how the network was trained");
    return { ...settings, ...said };
  },
};
