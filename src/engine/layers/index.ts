import type { LayerKindName, ShapedLayer } from "../../network/index.ts";
import type { LayerPlan } from "../layer-plan.ts";
import { averagePool, globalAveragePool } from "./average-pool.ts";
import { batchNorm } from "./batch-norm.ts";
import { conv } from "./conv.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import type { LayerKind, Place } from "./kind.ts";
import { maxPool } from "./max-pool.ts";

export type { LayerKind, Learning, ParameterPlace } from "./kind.ts";

/** Every kind of layer that the engine knows. */
const KINDS = {
  dense,
  conv,
  "max-pool": maxPool,
  "average-pool": averagePool,
  "global-average-pool": globalAveragePool,
  "batch-norm": batchNorm,
  dropout,
};

/** The kind of a layer, to call it with plans of its own making. */
export function kindOf({ kind }: { readonly kind: LayerKindName }): LayerKind<LayerPlan> {
  return KINDS[kind] as unknown as LayerKind<LayerPlan>;
}

export function planLayer(layer: ShapedLayer, place: Place): LayerPlan {
  return kindOf(layer).plan(layer, place);
}
