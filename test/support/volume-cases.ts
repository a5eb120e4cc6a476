// The convolutional networks of the sweep: every kind of layer, alone and in chains, odd sizes, colour, strides, padding.
import { Dataset } from "../../src/dataset/index.ts";
import {
  averagePool,
  batchNorm,
  conv,
  dense,
  globalAveragePool,
  type HiddenLayer,
  maxPool,
  Network,
  type NetworkPlan,
} from "../../src/network/index.ts";
import { noise } from "./kernel-cases.ts";

export interface VolumeCase {
  readonly name: string;
  readonly input: readonly [number, number] | readonly [number, number, number];
  readonly layers: readonly HiddenLayer[];
  readonly activation: NonNullable<NetworkPlan["activation"]>;
  readonly batchSize: number;
  /** Share of pixels that are not 0. */
  readonly density: number;
  readonly bytes: boolean;
}

const CASES: readonly Omit<VolumeCase, "name">[] = [
  { input: [12, 12], layers: [conv(5, 5), maxPool(2), conv(6, 3), maxPool(2), dense(20)], activation: "relu", batchSize: 10, density: 0.2, bytes: true }, // biome-ignore format: a table
  { input: [12, 12], layers: [conv(5, 5), maxPool(2), conv(6, 3), maxPool(2), dense(20)], activation: "sigmoid", batchSize: 3, density: 0.9, bytes: true }, // biome-ignore format: a table
  { input: [9, 7], layers: [conv(4, 3), conv(3, 2, { padding: "same" }), averagePool(2)], activation: "tanh", batchSize: 4, density: 0.3, bytes: false }, // biome-ignore format: a table
  { input: [9, 7, 3], layers: [conv(6, 3, { padding: "same", stride: 2 }), maxPool([3, 2], [1, 2]), dense(17)], activation: "leaky-relu", batchSize: 7, density: 0.8, bytes: true }, // biome-ignore format: a table
  { input: [8, 8, 3], layers: [conv(4, 3), conv(8, 3), globalAveragePool()], activation: "relu", batchSize: 5, density: 0.3, bytes: true }, // biome-ignore format: a table
  { input: [6, 6], layers: [conv(2, 1), maxPool(2), conv(5, [2, 3]), dense(9)], activation: "tanh", batchSize: 1, density: 0.5, bytes: true }, // biome-ignore format: a table
  { input: [6, 5, 3], layers: [conv(3, 1), averagePool(2, 1), conv(3, 1), conv(7, [4, 4], { padding: "same" }), maxPool(2)], activation: "sigmoid", batchSize: 6, density: 1, bytes: false }, // biome-ignore format: a table
  { input: [8, 8], layers: [conv(5, 3), batchNorm(), maxPool(2), conv(6, 2), maxPool([1, 2]), batchNorm()], activation: "relu", batchSize: 6, density: 0.3, bytes: true }, // biome-ignore format: a table
  { input: [6, 5, 3], layers: [conv(5, 3, { stride: 2 }), batchNorm(), dense(18), batchNorm(), dense(600), batchNorm()], activation: "tanh", batchSize: 7, density: 0.7, bytes: false }, // biome-ignore format: a table
  { input: [9, 10], layers: [conv(9, 3), conv(10, 3, { padding: "same" }), conv(11, 3), maxPool(2)], activation: "relu", batchSize: 5, density: 0.3, bytes: true }, // biome-ignore format: a table
  { input: [7, 7], layers: [conv(8, 2), conv(12, 3, { padding: "same" }), maxPool(3), conv(16, 3, { padding: "same" })], activation: "sigmoid", batchSize: 4, density: 0.3, bytes: false }, // biome-ignore format: a table
  { input: [5, 5], layers: [conv(1, 5)], activation: "linear", batchSize: 2, density: 0.4, bytes: true },
  { input: [3, 10], layers: [conv(20, [3, 10])], activation: "tanh", batchSize: 33, density: 0.4, bytes: true },
  { input: [10, 10], layers: [conv(33, 3), maxPool(2), conv(9, 3), maxPool(2), dense(600), dense(20)], activation: "relu", batchSize: 12, density: 0.2, bytes: true }, // biome-ignore format: a table
];

export const VOLUME_CASES: readonly VolumeCase[] = CASES.map((c) => ({
  ...c,
  name: `${c.input.join("×")} ${c.layers.map(({ kind = "dense" }) => kind).join(", ")}, ${c.activation}, batch ${c.batchSize}`,
}));

const CLASSES = 4;

export function volumeNetwork({ input, layers, activation }: VolumeCase): Network {
  return Network.create({
    input,
    layers,
    outputs: CLASSES,
    activation,
    cost: "log-likelihood",
    initialisation: "scaled",
    divideBy: 200,
    seed: 5,
  });
}

export function volumeData({ input, density, bytes }: VolumeCase, count: number, seed: number): Dataset {
  const next = noise(seed);
  const size = input.reduce((a, b) => a * b);
  const pixel = () => (next() < density ? 1 + Math.floor(200 * next()) : 0);
  const values = Array.from({ length: count * size }, pixel);
  const labels = Uint8Array.from({ length: count }, () => Math.floor(CLASSES * next()));
  const pixels = bytes ? Uint8Array.from(values) : Float32Array.from(values, (value) => value / 3);
  return Dataset.fromArrays({ name: "noise", pixels, labels, shape: input, classes: CLASSES });
}
