export * from "./activations/index.ts";
export { answerRow, channelByChannel, type LayerAnswer, slopesOf } from "./answer.ts";
export * from "./costs/index.ts";
export {
  averagePool,
  batchNorm,
  conv,
  dense,
  dropout,
  globalAveragePool,
  maxPool,
  withActivations,
} from "./hidden-layers.ts";
export type {
  BatchNormSpec,
  ConvSpec,
  DenseSpec,
  DropoutSpec,
  HiddenLayer,
  LayerKindName,
  LayerSpec,
  Volume,
} from "./layers/index.ts";
export { LAYER_FORMS, readLayers } from "./layers-text.ts";
export { littleEndianBytes, Network, type NetworkOptions, type NetworkPlan } from "./network.ts";
export { parseNetworkSpec } from "./parse-spec.ts";
export { INITIALISATION_NAMES, type InitialisationName } from "./schemes.ts";
export { denseLayers, layerSizes, type ShapedLayer, type ShapedLayerOf, shapeLayers } from "./shapes.ts";
export type { InputSpec, NetworkSpec, Standardise } from "./spec.ts";
export { inputValue, standardised, standardiseFor } from "./standardise.ts";
export { type LayerSummary, type NetworkSummary, summary } from "./summary.ts";
