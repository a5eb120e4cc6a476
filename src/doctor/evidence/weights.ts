import { Network, type ShapedLayer } from "../../network/index.ts";
import { type Measure, NotMeasured } from "./measure.ts";

export interface LayerWeights {
  /** From 1. */
  readonly layer: number;
  /** Of a convolution its filters. */
  readonly units: number;
  readonly filters: boolean;
  readonly nonFinite: number;
  /** Units, or filters, with different weights and biases, to the accuracy of float32. */
  readonly different: number;
  /** Weights (not biases) are, bit for bit, those that the spec's seed gives. */
  readonly asInitial: boolean;
}

export interface WeightFigures {
  readonly layers: readonly LayerWeights[];
  readonly sizes: readonly number[];
  readonly digest: string;
  /** Digest that the run's last event names. */
  readonly trainedDigest?: string;
  /** Epochs that were trained, where it is known. */
  readonly epochs?: number;
}

/** Exact facts about the network's parameters. */
export const weights: Measure<WeightFigures> = {
  name: "weights",
  async take({ case: { network, run, history } }) {
    if (network === undefined) throw new NotMeasured("there is no network");
    const initial = Network.create(network.spec);
    const layers = weightedLayers(network).map(({ number: layer, kind, fanIn }) => {
      const [own, biases] = [network.weights(layer), network.biases(layer)];
      const values = [...own, ...biases];
      return {
        layer,
        filters: kind === "conv",
        units: biases.length,
        nonFinite: values.filter((value) => value * 0 !== 0).length,
        // A batch norm starts with equal ones.
        different: fanIn === 0 ? biases.length : differentUnits(network, layer, 1e-6),
        asInitial: own.every((value, i) => value === initial.weights(layer)[i]),
      };
    });
    const epochs = run?.end?.epochs ?? run?.epochs.at(-1)?.epoch ?? history?.length;
    return {
      layers,
      sizes: network.sizes,
      digest: await network.weightsSha256(),
      ...(run?.end && { trainedDigest: run.end.weightsSha256 }),
      ...(epochs === undefined ? {} : { epochs }),
    };
  },
};

/** The layers that have parameters. */
export function weightedLayers({ layers }: Network): readonly ShapedLayer[] {
  return layers.filter(({ weights, end }) => end > weights);
}

/**
 * How many different units, or filters, a layer has: each is compared with the different ones before it.
 *
 * @param within differences below this share of the layer's largest weight do not count; 0: any bit does
 */
export function differentUnits(network: Network, layer: number, within: number): number {
  const [weights, biases] = [network.weights(layer), network.biases(layer)];
  const inputs = weights.length / biases.length;
  const tolerance = within * weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const kept: number[] = [];
  for (let u = 0; u < biases.length; u++) if (!kept.some((other) => same(u, other))) kept.push(u);
  return kept.length;

  function same(a: number, b: number): boolean {
    if (!(Math.abs(biases[a] - biases[b]) <= tolerance + within * Math.abs(biases[a]))) return false;
    for (let k = 0; k < inputs; k++)
      if (!(Math.abs(weights[a * inputs + k] - weights[b * inputs + k]) <= tolerance)) return false;
    return true;
  }
}
