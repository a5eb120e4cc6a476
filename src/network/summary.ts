import type { PictureShape } from "../core/picture-shape.ts";
import type { Network } from "./network.ts";

export interface LayerSummary {
  /** What people call it: `conv 40 5×5`. */
  readonly layer: string;
  readonly activation: string;
  /** Height, width and channels of what goes out; of units [units]. */
  readonly output: readonly number[];
  readonly parameters: number;
  /** Products that are added up for one image. */
  readonly multiplyAdds: number;
}

/** What a person wants to know of a network before it trains. */
export interface NetworkSummary {
  readonly input: PictureShape;
  readonly layers: readonly LayerSummary[];
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** Shapes, parameters and multiply-adds of a network, layer by layer. */
export function summary(network: Network): NetworkSummary {
  const layers = network.layers.map(({ words, activation, output, weights, end, multiplyAdds }) => {
    const { height, width, channels } = output;
    const shape = height * width === 1 ? [channels] : [height, width, channels];
    return { layer: words, activation, output: shape, parameters: end - weights, multiplyAdds };
  });
  return {
    input: network.spec.input.shape,
    layers,
    parameters: network.parameters.length,
    multiplyAdds: layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0),
  };
}
