import type { LayerKindName } from "../network/index.ts";
import type { ParameterBuffers, ParameterPlan } from "./parameters.ts";
import type { Signal } from "./signal.ts";

/** What every layer has, whatever its kind; what else a kind keeps is known to its file in `layers/`. */
export interface LayerPlan {
  readonly kind: LayerKindName;
  readonly input: Signal;
  readonly output: Signal;
  /** None where there is nothing to learn. */
  readonly parameters?: ParameterPlan;
  /** What training keeps beside them, for every thread: running means (weights) and variances (biases). */
  readonly statistics?: ParameterBuffers;
}
