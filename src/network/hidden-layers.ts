import type { ActivationName } from "./activations/index.ts";
import type { Sides } from "./checks.ts";
import { BATCH_NORM } from "./layers/batch-norm.ts";
import type { HiddenLayer, LayerSpec, Padding } from "./layers/index.ts";

interface Activated {
  /** By default the network's, or linear in front of a batch norm. */
  readonly activation?: ActivationName;
}

const both = (side: number | Sides): Sides => (typeof side === "number" ? [side, side] : side);

/** A fully connected layer in front of the output layer. */
export function dense(units: number, options: Activated = {}): HiddenLayer {
  return { kind: "dense", units, ...options };
}

/**
 * A convolution.
 *
 * @param kernel height and width, or one number for both
 * @param options stride by default 1, padding by default `valid`
 */
export function conv(
  filters: number,
  kernel: number | Sides,
  options: Activated & { readonly stride?: number | Sides; readonly padding?: Padding } = {},
): HiddenLayer {
  const { stride = 1, padding = "valid", ...rest } = options;
  return { kind: "conv", filters, kernel: both(kernel), stride: both(stride), padding, ...rest };
}

/** The largest value of each window. @param stride by default the size */
export function maxPool(size: number | Sides, stride: number | Sides = size): HiddenLayer {
  return { kind: "max-pool", size: both(size), stride: both(stride) };
}

/** The mean of each window. @param stride by default the size */
export function averagePool(size: number | Sides, stride: number | Sides = size): HiddenLayer {
  return { kind: "average-pool", size: both(size), stride: both(stride) };
}

/** The mean of each channel over the whole picture. */
export function globalAveragePool(): HiddenLayer {
  return { kind: "global-average-pool" };
}

/** Batch normalisation; momentum by default 0.1 (the weight of the newest mini-batch), epsilon 1e-5. */
export function batchNorm(
  options: Activated & { readonly momentum?: number; readonly epsilon?: number } = {},
): HiddenLayer {
  return { kind: "batch-norm", ...BATCH_NORM, ...options };
}

/** Values fall away with the probability `rate` while the network is trained. */
export function dropout(rate: number): HiddenLayer {
  return { kind: "dropout", rate };
}

/**
 * Gives every layer its activation: that of the network where none was said, but `linear` to what a batch norm stands behind
 * (pools and dropout may stand between), because there the batch norm has it.
 */
export function withActivations(layers: readonly HiddenLayer[], activation: ActivationName): LayerSpec[] {
  return layers.map((layer, index) => {
    const kind = layer.kind ?? "dense";
    const takesOne = kind === "dense" || kind === "conv" || kind === "batch-norm";
    if (!takesOne || "activation" in layer) return layer as LayerSpec;
    const next = layers.slice(index + 1).find(({ kind }) => !/pool|dropout/.test(kind ?? "dense"));
    const normalised = kind !== "batch-norm" && next?.kind === "batch-norm";
    return { ...layer, activation: normalised ? "linear" : activation } as LayerSpec;
  });
}
