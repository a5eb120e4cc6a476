import { defaultHost } from "../core/default-host.ts";
import { usageError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { channelsOf } from "../core/picture-shape.ts";
import { batchOrder, type Dataset } from "../dataset/index.ts";
import { channelByChannel, type Network, type ShapedLayer } from "../network/index.ts";
import { type EngineDifference, engineDifferences } from "./gradient-check-engine.ts";
import { bounded, networkMasks, type ReferenceBatch, referenceCost, referenceGradient } from "./reference/index.ts";

/** What is checked beside the cost itself; formulas in docs/training.md. */
export interface GradientCheckOptions {
  /** λ of the book's penalties, divided by the number of images; default 0. */
  readonly l2?: number;
  readonly l1?: number;
  /** Share of hidden units that fall away; the masks are held. Default 0. */
  readonly dropout?: number;
  /** Share of each target that is spread over all outputs; default 0. */
  readonly labelSmoothing?: number;
  /** Seed of the masks; default the network's. */
  readonly seed?: number;
  /** The mini-batch is the first so many images; default 8. */
  readonly rows?: number;
  /** At most so many weights and so many biases of a layer are tried, evenly spread; default 100. */
  readonly perLayer?: number;
  /** "typescript" checks the naive twins of the kernels. */
  readonly kernels?: "wasm" | "typescript";
  readonly host?: Host;
}

/** What was found for one layer. */
export interface LayerGradientCheck {
  /** From 1. */
  readonly layer: number;
  /** Parameters compared, and those left out because a kink lies between the two points of the difference. */
  readonly checked: number;
  readonly kinks: number;
  /** Largest absolute value of the layer's gradient. */
  readonly largest: number;
  /** Largest |central difference − backpropagation|, as a share of `largest`. */
  readonly difference: number;
  /** Parameters where it is more than 1e-6 of `largest` and what float64 rounding does to a difference. */
  readonly wrong: number;
  /** The engine's float32 gradient against the float64 one. */
  readonly engine: EngineDifference;
}

export interface GradientCheck {
  /** True when no parameter is wrong and the engine is within its bound everywhere. */
  readonly ok: boolean;
  readonly layers: readonly LayerGradientCheck[];
}

/** Most that a central difference may be off, as a share of the layer's largest gradient. */
export const GRADIENT_TOLERANCE = 1e-6;

/** Half the distance of the two points of a difference, for inputs up to 1. */
const STEP = 1e-5;
/** Relative error of one float64 operation, and some for those behind one cost. */
const FLOAT64_NOISE = 16 * 1.1102230246251565e-16;

/**
 * Checks a network's gradients in two steps. In float64, on a copy: backpropagation against central differences
 * (C(w + h) − C(w − h)) / 2h of the cost with its penalties. Then the engine that trains: its float32 gradient and one step of
 * gradient descent against the float64 ones, within a bound computed from the roundings of every sum and product.
 *
 * @throws MyelinError GRADIENT_ROWS for an empty data set, ENGINE_* for data that does not fit
 */
export async function checkGradients(
  network: Network,
  data: Dataset,
  options: GradientCheckOptions = {},
): Promise<GradientCheck> {
  const rows = Math.min(options.rows ?? 8, data.count);
  if (!(rows > 0)) throw usageError("GRADIENT_ROWS", `${data.name} has no images to check gradients with: give some.`);
  const images = data.slice(0, rows);
  const batch = batchOf(network, images, data.count, options);
  const { gradient, sizes } = referenceGradient(network.spec, bounded(network.parameters), batch);
  const engine = await engineDifferences(network, images, { gradient, sizes }, { ...options, ...batch, host: options.host ?? defaultHost }); // biome-ignore format: one call
  const layers = compareLayers(network, batch, gradient.values, options.perLayer).map((layer) => ({
    ...layer,
    engine: engine[layer.layer - 1]!,
  }));
  const ok = layers.every(({ wrong, engine }) => wrong === 0 && engine.share <= 1);
  return { ok, layers };
}

/** The mini-batch that the engine will take. */
export function batchOf(
  network: Network,
  images: Dataset,
  count: number,
  options: GradientCheckOptions,
): ReferenceBatch {
  const { shape, divideBy } = network.spec.input;
  const { dropout = 0, seed = network.spec.seed } = options;
  const masks = networkMasks(network.layers, images.count, { dropout, seed, epoch: 1, step: 0 });
  // Masks belong to places in the mini-batch, so its order matters.
  const order = batchOrder(images.count, seed, 1);
  return {
    inputs: Array.from(order, (row) => channelByChannel(images.image(row), channelsOf(shape), divideBy)),
    labels: order.map((row) => images.labels[row]!),
    l2: (options.l2 ?? 0) / count,
    l1: (options.l1 ?? 0) / count,
    smoothing: options.labelSmoothing ?? 0,
    masks,
  };
}

/** The float64 half: the layers that have parameters. */
export function compareLayers(network: Network, batch: ReferenceBatch, gradient: Float64Array, perLayer = 100) {
  return network.layers
    .filter(({ weights, end }) => end > weights)
    .map((layer) => ({ layer: layer.number, ...compareLayer(network, batch, layer, gradient, perLayer) }));
}

function compareLayer(
  { spec, parameters }: Network,
  batch: ReferenceBatch,
  layer: ShapedLayer,
  gradient: Float64Array,
  most: number,
) {
  const copy = Float64Array.from(parameters);
  const largest = gradient.subarray(layer.weights, layer.end).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  let [checked, kinks, difference, wrong] = [0, 0, 0, 0];
  for (const i of [...spread(layer.weights, layer.biases, most), ...spread(layer.biases, layer.end, most)]) {
    const found = centralDifference(spec, copy, batch, i);
    if (!found) {
      kinks++;
      continue;
    }
    checked++;
    const off = Math.abs(found.slope - gradient[i]!);
    const fine = off <= GRADIENT_TOLERANCE * largest + found.noise;
    if (!fine) wrong++;
    if (!fine || largest > 0) difference = Math.max(difference, off / largest);
  }
  return { checked, kinks, largest, difference, wrong };
}

/** At most `most` whole numbers of from ≤ i < to, evenly spread. */
function spread(from: number, to: number, most: number): number[] {
  const count = Math.min(most, to - from);
  return Array.from({ length: count }, (_, j) => from + Math.floor((j * (to - from)) / count));
}

/** The difference at parameter i, and what float64 rounding may make of it; nothing where a kink lies between. */
function centralDifference(spec: Network["spec"], parameters: Float64Array, batch: ReferenceBatch, i: number) {
  const kept = parameters[i]!;
  const largestInput = batch.inputs.reduce((most, row) => row.reduce((a, b) => Math.max(a, Math.abs(b)), most), 1);
  const [up, down] = [kept + STEP / largestInput, kept - STEP / largestInput];
  parameters[i] = up;
  const above = referenceCost(spec, parameters, batch);
  parameters[i] = down;
  const below = referenceCost(spec, parameters, batch);
  parameters[i] = kept;
  if (above.sides.some((side, at) => side !== below.sides[at])) return undefined;
  const noise = (FLOAT64_NOISE * (Math.abs(above.cost) + 1)) / (up - down);
  return { slope: (above.cost - below.cost) / (up - down), noise };
}
