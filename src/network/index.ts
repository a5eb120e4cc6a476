export * from "./activations/index.ts";
export * from "./costs/index.ts";
export { INITIALISATION_NAMES, type InitialisationName } from "./initialise.ts";
export { littleEndianBytes, Network, type NetworkOptions } from "./network.ts";
export { parseNetworkSpec } from "./parse-spec.ts";
export { type InputSpec, type LayerSpec, layerSizes, type NetworkSpec, parameterCount } from "./spec.ts";
export { type LayerSummary, type NetworkSummary, summary } from "./summary.ts";
