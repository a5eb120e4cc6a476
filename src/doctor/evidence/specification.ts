import type { NetworkSpec, ShapedLayer } from "../../network/index.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** A network without its numbers: the layers that make something of their own. */
export interface Specification extends Omit<NetworkSpec, "layers"> {
  readonly layers: readonly SpecifiedLayer[];
}

/** A layer with an activation, or linear without anything behind it that bends what it makes. */
export interface SpecifiedLayer {
  readonly kind: string;
  /** From 1. */
  readonly number: number;
  /** Units, filters or channels. */
  readonly units: number;
  readonly activation: string;
}

export const specification: Measure<Specification> = {
  name: "specification",
  take({ case: { network } }) {
    if (network === undefined) throw new NotMeasured("there is no network");
    const own = network.layers.filter((layer) => hasActivation(layer) && !isBentLater(layer, network.layers));
    const layers = own.map(({ kind, number, output, activation }) => ({ kind, number, units: output.channels, activation })); // biome-ignore format: short
    return { ...network.spec, layers };
  },
};

const hasActivation = ({ spec }: ShapedLayer) => "activation" in spec;

/** Linear, because a batch norm or a max pool comes before the next such layer. */
function isBentLater({ activation, number }: ShapedLayer, layers: readonly ShapedLayer[]): boolean {
  if (activation !== "linear") return false;
  const next = layers.slice(number).find((layer) => hasActivation(layer) || layer.kind === "max-pool");
  return next?.kind === "batch-norm" || next?.kind === "max-pool";
}
