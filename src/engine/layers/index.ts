import { usageError } from "../../core/errors.ts";
import type { LayerKindName, ShapedLayer } from "../../network/index.ts";
import type { LayerPlan } from "../layer-plan.ts";
import { averagePool, globalAveragePool } from "./average-pool.ts";
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
  dropout,
};

/** The kind of a layer, to call it with plans of its own making. */
export function kindOf({ kind }: { readonly kind: LayerKindName }): LayerKind<LayerPlan> {
  return KINDS[kind as keyof typeof KINDS] as unknown as LayerKind<LayerPlan>;
}

export function planLayer(layer: ShapedLayer, place: Place): LayerPlan {
  const kind = kindOf(layer) as LayerKind<LayerPlan> | undefined;
  if (!kind) {
    const sentence = `Layer ${layer.number}, ${layer.words}, cannot be trained yet: leave it out.`;
    throw usageError("LAYER_UNSUPPORTED", sentence, { layer: layer.number });
  }
  return kind.plan(layer, place);
}
