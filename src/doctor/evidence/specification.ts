import type { NetworkSpec } from "../../network/index.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** The network without its numbers. */
export const specification: Measure<NetworkSpec> = {
  name: "specification",
  take({ case: { network } }) {
    if (network === undefined) throw new NotMeasured("there is no network");
    return network.spec;
  },
};
