import type { Network } from "./network.ts";
import { parameterCount } from "./spec.ts";

export interface LayerSummary {
  readonly inputs: number;
  readonly units: number;
  readonly activation: string;
  readonly parameters: number;
}

/** What a person wants to know of a network before it trains. */
export interface NetworkSummary {
  readonly sizes: readonly number[];
  readonly layers: readonly LayerSummary[];
  readonly parameters: number;
}

export function summary(network: Network): NetworkSummary {
  const { sizes, spec } = network;
  const layers = spec.layers.map((layer, index) => ({
    inputs: sizes[index]!,
    units: layer.units,
    activation: layer.activation,
    parameters: (sizes[index]! + 1) * layer.units,
  }));
  return { sizes, layers, parameters: parameterCount(sizes) };
}
