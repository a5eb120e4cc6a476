import { type BatchNormSpec, batchNorm } from "./batch-norm.ts";
import { type ConvSpec, conv } from "./conv.ts";
import { type DenseSpec, dense } from "./dense.ts";
import { type DropoutSpec, dropout } from "./dropout.ts";
import { type GlobalAveragePoolSpec, globalAveragePool } from "./global-average-pool.ts";
import type { Draft, LayerKind } from "./layer-kind.ts";
import { type AveragePoolSpec, averagePool, type MaxPoolSpec, maxPool } from "./pool.ts";

export type { BatchNormSpec } from "./batch-norm.ts";
export type { ConvSpec, Padding } from "./conv.ts";
export type { DenseSpec } from "./dense.ts";
export type { DropoutSpec } from "./dropout.ts";
export type { GlobalAveragePoolSpec } from "./global-average-pool.ts";
export { type LayerShape, type Volume, valuesIn } from "./layer-kind.ts";
export type { AveragePoolSpec, MaxPoolSpec } from "./pool.ts";

/** The spec of each kind of layer. */
export interface LayerSpecs {
  readonly dense: DenseSpec;
  readonly conv: ConvSpec;
  readonly "max-pool": MaxPoolSpec;
  readonly "average-pool": AveragePoolSpec;
  readonly "global-average-pool": GlobalAveragePoolSpec;
  readonly "batch-norm": BatchNormSpec;
  readonly dropout: DropoutSpec;
}

export type LayerKindName = keyof LayerSpecs;
export type LayerSpec = LayerSpecs[LayerKindName];
/** A layer in front of the output layer; an activation that is left out follows the network's. */
export type HiddenLayer = Draft<LayerSpec>;

/** Every kind of layer by its name in files and texts. */
export const LAYER_KINDS: { readonly [Kind in LayerKindName]: LayerKind<LayerSpecs[Kind]> } = {
  dense,
  conv,
  "max-pool": maxPool,
  "average-pool": averagePool,
  "global-average-pool": globalAveragePool,
  "batch-norm": batchNorm,
  dropout,
};

export const LAYER_KIND_NAMES = Object.keys(LAYER_KINDS) as readonly LayerKindName[];

/** The kind of a layer; one without `kind` is dense, as all were before there were others. */
export function kindOf(layer: LayerSpec): LayerKind<LayerSpec> {
  return LAYER_KINDS[layer.kind ?? "dense"] as unknown as LayerKind<LayerSpec>;
}
