import type { KnownSettings } from "../input.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** How the network is or was trained: what was given, over what stands in the run's header. Myelin's own runs shuffle. */
export const settings: Measure<KnownSettings> = {
  name: "settings",
  take({ case: { run, settings: given } }) {
    const start = run?.start?.settings as KnownSettings | undefined;
    if (start === undefined && given === undefined) throw new NotMeasured("the training settings are not known");
    return { ...(start && { ...start, shuffle: true }), ...given };
  },
};
