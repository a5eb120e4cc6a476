import type { Json } from "../../core/json.ts";
import { channelsOf } from "../../core/picture-shape.ts";
import { VERSION } from "../../core/version.ts";
import { littleEndianBytes } from "../../network/index.ts";
import { takesRows } from "../flat.ts";
import { inferenceNetwork } from "../fold.ts";
import { joined } from "../joined.ts";
import type { Exported } from "./exported.ts";
import { type KerasLayer, kerasLayers } from "./tfjs-layers.ts";

/** The two files of a TensorFlow.js layers model. */
export interface TfjsFiles {
  readonly "model.json": string;
  readonly "weights.bin": Uint8Array;
}

/**
 * The network as a TensorFlow.js layers model (a Keras Sequential): pixels (batch, height, width, channels), of a table
 * (batch, columns), as the training data had them → scores. Class names and an example stand in `userDefinedMetadata`.
 */
export function toTfjs({ network, classes, example }: Exported): TfjsFiles {
  const folded = inferenceNetwork(network);
  const { shape, divideBy } = network.spec.input;
  const input = takesRows(network) ? [shape[1]] : [shape[0], shape[1], channelsOf(shape)];
  const rescaling: KerasLayer = {
    className: "Rescaling",
    name: "rescaling",
    config: { scale: 1 / divideBy, offset: 0 },
    weights: {},
  };
  const layers = [rescaling, ...kerasLayers(folded)];
  const weights = layers.flatMap(({ name, weights }) =>
    Object.entries(weights).map(([key, { shape, data }]) => ({ name: `${name}/${key}`, shape, data })),
  );
  const model = {
    format: "layers-model",
    generatedBy: `Myelin ${VERSION}`,
    convertedBy: null,
    modelTopology: topology(layers, input),
    userDefinedMetadata: { classes, example },
    weightsManifest: [
      { paths: ["weights.bin"], weights: weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" })) },
    ],
  };
  return {
    "model.json": `${JSON.stringify(model)}\n`,
    "weights.bin": littleEndianBytes(joined(weights.map(({ data }) => data))),
  };
}

function topology(layers: readonly KerasLayer[], input: readonly number[]): Json {
  const config = layers.map(({ className, name, config }, i) => ({
    class_name: className,
    config: { name, ...config, ...(i === 0 && { batch_input_shape: [null, ...input], dtype: "float32" }) },
  }));
  const model = { class_name: "Sequential", config: { name: "network", layers: config } };
  return { keras_version: "2.15.0", backend: "tensorflow", model_config: model };
}
