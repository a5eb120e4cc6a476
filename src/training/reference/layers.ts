import type { ShapedLayer } from "../../network/index.ts";
import { batchNormPass, type Normalising } from "./batch-norm.ts";
import { type Bounded, ROUNDING } from "./bounded.ts";
import { linearPass } from "./linear.ts";
import type { Masks } from "./masks.ts";
import { maxPass, meanPass } from "./pools.ts";
import { type LayerPass, plainPass, type Rows } from "./rows.ts";

/** What a pass needs beside the rows. */
export interface PassOptions extends Normalising {
  /** What the outputs of a layer are multiplied by; none in an answer. */
  readonly masks?: Masks;
}

/** A mini-batch from the first layer to the last. @param inputs canonical: channel by channel, each row by row */
export function forward(
  layers: readonly ShapedLayer[],
  inputs: readonly Float64Array[],
  options: PassOptions,
): LayerPass[] {
  // The engine divides pixels in float32: first, or in the sparse form with the factor of their sum.
  let x: Rows = inputs.map((values) => ({ values, errors: values.map((value) => 2 * ROUNDING * Math.abs(value)) }));
  return layers.map((layer) => {
    const masks = options.masks?.[layer.number - 1];
    const pass = masks ? maskedPass(passOf(layer, x, options), masks) : passOf(layer, x, options);
    x = pass.out;
    return pass;
  });
}

function passOf(layer: ShapedLayer, x: Rows, options: PassOptions): LayerPass {
  switch (layer.kind) {
    case "dense":
    case "conv":
      return linearPass(layer, options.parameters, x);
    case "max-pool":
      return maxPass(layer, x);
    case "average-pool":
    case "global-average-pool":
      return meanPass(layer, x);
    case "batch-norm":
      return batchNormPass(layer, options, x);
    case "dropout":
      return plainPass(x, (delta) => delta);
  }
}

/** The layer, and behind it what falls away. */
function maskedPass(pass: LayerPass, masks: readonly Float64Array[]): LayerPass {
  const apply = (rows: Rows) => rows.map((row, m) => masked(row, masks[m]!));
  return { ...pass, out: apply(pass.out), backward: (delta, sums) => pass.backward(apply(delta), sums) };
}

/** a · mask */
function masked(a: Bounded, mask: Float64Array): Bounded {
  const values = a.values.map((value, u) => value * mask[u]!);
  return { values, errors: a.errors.map((e, u) => e * mask[u]! + ROUNDING * Math.abs(values[u]!)) };
}
