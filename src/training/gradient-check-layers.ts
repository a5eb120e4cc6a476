import { channelsOf, type PictureShape } from "../core/picture-shape.ts";
import { Random } from "../core/random.ts";
import { Dataset } from "../dataset/index.ts";
import { type ActivationName, Network, readLayers } from "../network/index.ts";
import type { GradientCheckOptions } from "./gradient-check.ts";

/** One network of layers of any kind, some images, and what regularises it. */
export interface LayerCheckCase {
  /** The hidden layers, as `--layers` has them. */
  readonly layers: string;
  readonly network: Network;
  readonly data: Dataset;
  readonly options: GradientCheckOptions;
}

/** Pictures, activation and layers: every kind alone, pools and batch norm behind the smallest convolution, then in chains; sizes odd, strides, paddings and colours in turn. */
const NETWORKS: readonly (readonly [input: PictureShape, activation: ActivationName, layers: string])[] = [
  [[5, 5], "sigmoid", "conv 3 3x3"],
  [[6, 5, 3], "tanh", "conv 5 2x3"],
  [[7, 6, 2], "tanh", "conv 4 3x2 same stride 2"],
  [[5, 4, 4], "relu", "conv 2 1x1"],
  [[3, 3], "sigmoid", "conv 17 3x3"],
  [[7, 7], "tanh", "conv 2 2x2, max-pool 2"],
  [[8, 6, 3], "tanh", "conv 5 2x2, max-pool 3x2 stride 2"],
  [[7, 7, 2], "tanh", "conv 4 2x2, average-pool 2"],
  [[6, 8, 3], "tanh", "conv 3 2x2, average-pool 3 stride 1"],
  [[4, 3, 5], "tanh", "conv 5 2x1, global-average-pool"],
  [[4, 3, 3], "tanh", "conv 3 2x2, batch-norm"],
  [[1, 5], "sigmoid", "dense 17, batch-norm"],
  [[4, 3, 3], "tanh", "dropout 0.4"],
  [[4, 4, 3], "sigmoid", "dense 9, dropout 0.3, dense 5"],
  [[8, 8], "relu", "conv 4 3x3, max-pool 2"],
  [[10, 9], "relu", "conv 3 3x3, max-pool 2, conv 5 2x2, max-pool 2, dense 7"],
  [[8, 7, 3], "leaky-relu", "conv 4 3x3 same, conv 3 3x3, average-pool 2, dense 6"],
  [[8, 8], "tanh", "conv 3 3x3, batch-norm, max-pool 2, dense 5, batch-norm"],
  [[9, 9], "relu", "conv 4 3x3, max-pool 2, batch-norm, conv 3 2x2, global-average-pool"],
  [[7, 7, 2], "tanh", "dropout 0.2, conv 4 3x3, dropout 0.3, max-pool 2, dense 8, dropout 0.5"],
];

const REGULARISERS: readonly GradientCheckOptions[] = [{}, { l2: 0.5, l1: 0.3 }, { dropout: 0.3 }];
const ROWS = 4;
/** Weights, and biases, of a layer that are tried. */
const PER_LAYER = 40;
const CLASSES = 3;

/**
 * Every kind of layer alone and in chains, each with and without what regularises it.
 *
 * @param seed of parameters, images and masks
 */
export function layerCheckCases(seed: number): LayerCheckCase[] {
  return NETWORKS.flatMap(([input, activation, layers], n) =>
    REGULARISERS.map((options, r) => ({
      layers,
      network: networkFor(input, activation, layers, seed),
      data: imagesFor(input, (n + r) % 2 === 0, new Random(seed, "doctor", 1000 + n * REGULARISERS.length + r)),
      options: { ...options, rows: ROWS, perLayer: PER_LAYER },
    })),
  );
}

function networkFor(input: PictureShape, activation: ActivationName, layers: string, seed: number): Network {
  const functions = { activation, cost: "log-likelihood", initialisation: "scaled" } as const;
  return Network.create({ input, layers: readLayers(layers), outputs: CLASSES, seed, ...functions });
}

/** Images of noise: bytes of which half are 0, or numbers of which none is. */
function imagesFor(shape: PictureShape, sparse: boolean, random: Random): Dataset {
  const count = ROWS * shape[0] * shape[1] * channelsOf(shape);
  const pixels = sparse
    ? Uint8Array.from({ length: count }, () => (random.below(2) === 0 ? 1 + random.below(255) : 0))
    : Float32Array.from({ length: count }, () => 510 * random.uniform() - 255);
  const labels = Uint8Array.from({ length: ROWS }, () => random.below(CLASSES));
  return Dataset.fromArrays({ name: "noise", pixels, labels, shape, classes: CLASSES });
}
