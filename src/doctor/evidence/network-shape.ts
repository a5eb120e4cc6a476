import { layerSizes, type NetworkSpec } from "../../network/index.ts";
import { type Measure, NotMeasured } from "./measure.ts";

export interface NetworkShape {
  readonly inputs: number;
  readonly outputs: number;
}

/** Inputs and outputs of the network: of the network itself, or of the run's. */
export const networkShape: Measure<NetworkShape> = {
  name: "network shape",
  take({ case: { network, run } }) {
    const spec = network?.spec ?? (run?.start?.network as NetworkSpec | undefined);
    if (spec === undefined) throw new NotMeasured("there is no network");
    const sizes = layerSizes(spec);
    return { inputs: sizes[0] ?? 0, outputs: sizes.at(-1) ?? 0 };
  },
};
