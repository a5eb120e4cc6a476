import type { Check } from "../../check.ts";
import { bottleneck } from "./bottleneck.ts";
import { climbingLoss } from "./climbing-loss.ts";
import { deadOutputs } from "./dead-outputs.ts";
import { doubleSoftmax } from "./double-softmax.ts";
import { flippedSign } from "./flipped-sign.ts";
import { linearHiddenLayers } from "./linear-hidden-layers.ts";
import { outputWidth } from "./output-width.ts";
import { rowsMixed } from "./rows-mixed.ts";
import { slowCost } from "./slow-cost.ts";
import { summedGradient } from "./summed-gradient.ts";

/** The checks of letter D of the catalogue, in its order. */
export const d: readonly Check[] = [
  outputWidth,
  doubleSoftmax,
  deadOutputs,
  linearHiddenLayers,
  slowCost,
  summedGradient,
  flippedSign,
  climbingLoss,
  rowsMixed,
  bottleneck,
] as readonly Check[];
