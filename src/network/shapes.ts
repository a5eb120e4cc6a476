import { usageError } from "../core/errors.ts";
import { channelsOf } from "../core/picture-shape.ts";
import type { ActivationName } from "./activations/index.ts";
import {
  type DenseSpec,
  kindOf,
  type LayerKindName,
  type LayerShape,
  type LayerSpec,
  type LayerSpecs,
  type Volume,
  valuesIn,
} from "./layers/index.ts";
import type { NetworkSpec } from "./spec.ts";

/** A layer of a network with its shape and the places of its numbers. */
export interface ShapedLayerOf<Kind extends LayerKindName> extends Pick<LayerShape, "fanIn" | "fanOut" | "before"> {
  readonly kind: Kind;
  readonly spec: LayerSpecs[Kind];
  /** From 1. */
  readonly number: number;
  /** What people call it: `conv 40 5×5`. */
  readonly words: string;
  /** `linear` for layers that have none. */
  readonly activation: ActivationName;
  readonly input: Volume;
  readonly output: Volume;
  /** Values that come in and go out. */
  readonly inputs: number;
  readonly outputs: number;
  /** Its canonical parameters: weights ≤ i < biases ≤ j < end; of a batch norm γ, then β. */
  readonly weights: number;
  readonly biases: number;
  readonly end: number;
  /** Its part of the statistics: running means, then running variances. */
  readonly statistics: readonly [from: number, to: number];
  /** Products that are added up for one image. */
  readonly multiplyAdds: number;
}

export type ShapedLayer = { [Kind in LayerKindName]: ShapedLayerOf<Kind> }[LayerKindName];

/**
 * Shapes of all layers, and where their numbers are.
 *
 * @throws MyelinError SPEC_SHAPE for a layer whose input is too small: `Layer 3, conv 40 5×5: its input is 4 × 4, …`
 */
export function shapeLayers({ input: { shape }, layers }: Pick<NetworkSpec, "input" | "layers">): ShapedLayer[] {
  let input: Volume = { height: shape[0], width: shape[1], channels: channelsOf(shape) };
  let [end, statistics] = [0, 0];
  return layers.map((spec, index) => {
    const shaped = shapeLayer(spec, index + 1, input, end, statistics);
    input = shaped.output;
    end = shaped.end;
    statistics = shaped.statistics[1];
    return shaped;
  });
}

function shapeLayer(spec: LayerSpec, number: number, input: Volume, at: number, statistics: number): ShapedLayer {
  const words = kindOf(spec).words(spec);
  const refuse = (why: string) => usageError("SPEC_SHAPE", `Layer ${number}, ${words}: ${why}`, { layer: number });
  const shape = kindOf(spec).shape(spec, input, refuse);
  const { output, fanIn, fanOut, before, multiplyAdds } = shape;
  return {
    kind: spec.kind ?? "dense",
    spec,
    number,
    words,
    activation: "activation" in spec ? spec.activation : "linear",
    input,
    output,
    inputs: valuesIn(input),
    outputs: valuesIn(output),
    weights: at,
    biases: at + shape.weights,
    end: at + shape.weights + shape.biases,
    statistics: [statistics, statistics + shape.statistics],
    fanIn,
    fanOut,
    before,
    multiplyAdds,
  } as ShapedLayer;
}

/** [inputs, values behind layer 1, …, outputs] */
export function layerSizes(spec: Pick<NetworkSpec, "input" | "layers">): number[] {
  const layers = shapeLayers(spec);
  return [layers[0]!.inputs, ...layers.map(({ outputs }) => outputs)];
}

/**
 * The layers of a network that has none but dense ones, for what works on such only.
 *
 * @param what cannot do more, as the subject of a sentence
 * @throws MyelinError LAYER_UNSUPPORTED for the first layer of another kind
 */
export function denseLayers(spec: Pick<NetworkSpec, "input" | "layers">, what: string): readonly DenseSpec[] {
  const other = shapeLayers(spec).find(({ kind }) => kind !== "dense");
  if (other === undefined) return spec.layers as readonly DenseSpec[];
  const sentence = `${what} works on dense layers only so far, but layer ${other.number} is ${other.words}`;
  throw usageError("LAYER_UNSUPPORTED", `${sentence}: use a network of dense layers.`, { layer: other.number });
}
