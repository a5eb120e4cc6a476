import { type DenseSpec, denseLayers, type NetworkSpec } from "../../network/index.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** A network of dense layers without its numbers. */
export const specification: Measure<Omit<NetworkSpec, "layers"> & { readonly layers: readonly DenseSpec[] }> = {
  name: "specification",
  take({ case: { network } }) {
    if (network === undefined) throw new NotMeasured("there is no network");
    return { ...network.spec, layers: denseLayers(network.spec, "The doctor") };
  },
};
