import type { LayerHealth } from "../core/events.ts";
import { channelsOf } from "../core/picture-shape.ts";
import type { Dataset } from "../dataset/index.ts";
import {
  answerRow,
  channelByChannel,
  type InputSpec,
  type Network,
  type ShapedLayer,
  slopesOf,
} from "../network/index.ts";

/** Enough for shares and means; [784, 30, 10] on MNIST then takes about a millisecond, some 1 % of an epoch. */
const ROWS = 64;
/** Multiplications that the measure of a large network may cost, likewise about 1 % of its epoch. */
const MOST_WORK = 20_000_000;

/** How many rows a network is looked at with. */
export function healthRowCount({ layers, parameters }: Network): number {
  const work = layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
  return Math.min(ROWS, Math.max(8, Math.floor(MOST_WORK / Math.max(work, parameters.length))));
}

/** The fixed rows that `layerHealth` looks at, as the network takes them; made once a run. @param most at most 512 by the contract of the event */
export function healthRows(data: Dataset, { shape, divideBy }: InputSpec, most: number): Float64Array[] {
  const count = Math.min(data.count, most);
  return Array.from({ length: count }, (_, i) => {
    const image = data.image(Math.floor((i * data.count) / count));
    return channelByChannel(image, channelsOf(shape), divideBy).map(Math.fround);
  });
}

/**
 * How each layer with parameters is at the end of an epoch: mean slope of its activation and share of dead units (of filters, all
 * of whose places are dead) on fixed rows, ‖W_after − W_before‖ / ‖W_before‖ over the epoch, ‖W_after‖. Biases belong to
 * neither norm.
 *
 * @param network as it is at the end; the rows are answered by it
 * @param before canonical parameters at the start of the epoch
 */
export function layerHealth(network: Network, before: Float32Array, rows: readonly Float64Array[]): LayerHealth[] {
  const seen = network.layers.map((layer) => ({ slopes: 0, alive: new Uint8Array(layer.output.channels) }));
  for (const row of rows) {
    answerRow(network, row).forEach((answer, l) => {
      const slopes = slopesOf(network.layers[l]!, answer);
      const { alive } = seen[l]!;
      const area = slopes.length / alive.length;
      for (let i = 0; i < slopes.length; i++) {
        seen[l]!.slopes += slopes[i]!;
        if (slopes[i] !== 0) alive[Math.floor(i / area)] = 1;
      }
    });
  }
  return network.layers
    .map((layer, l) => ({
      layer: layer.number,
      ...shares(layer, seen[l]!, rows.length),
      ...norms(layer, before, network),
    }))
    .filter((_, l) => network.layers[l]!.end > network.layers[l]!.weights);
}

function shares({ outputs }: ShapedLayer, seen: { slopes: number; alive: Uint8Array }, rows: number) {
  if (rows === 0) return { slope: 0, dead: 0 };
  const units = seen.alive.length;
  const dead = units - seen.alive.reduce((sum, one) => sum + one, 0);
  return { slope: seen.slopes / (rows * outputs), dead: dead / units };
}

function norms({ weights, biases }: ShapedLayer, before: Float32Array, { parameters }: Network) {
  return weightNorms(before.subarray(weights, biases), parameters.subarray(weights, biases));
}

function weightNorms(before: Float32Array, after: Float32Array): { updateRatio: number; weightNorm: number } {
  let [change, old, now] = [0, 0, 0];
  for (let i = 0; i < after.length; i++) {
    const difference = after[i] - before[i];
    change += difference * difference;
    old += before[i] * before[i];
    now += after[i] * after[i];
  }
  // From all-zero weights every change is infinitely large; JSON has no infinity, so the new weights are the measure.
  const scale = old > 0 ? old : now;
  return { updateRatio: change === 0 ? 0 : Math.sqrt(change / scale), weightNorm: Math.sqrt(now) };
}
