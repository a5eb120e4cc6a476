// What an exported function is made of: scripts/build-standalone.mjs bundles this file into a text.
import { channelsOf } from "../../core/picture-shape.ts";
import { fromBase85 } from "./base85.ts";
import { activate, apply, type Values } from "./layers.ts";
import type { StandaloneModel } from "./model.ts";

export interface Answer {
  /** The class with the highest score. */
  readonly class: string;
  /** A score a class: probabilities where the network gives such. */
  readonly scores: number[];
}

export interface Standalone {
  readonly classes: readonly string[];
  readonly shape: StandaloneModel["shape"];
  readonly example: { readonly pixels: ArrayLike<number>; readonly scores: readonly number[] };
  /** The answer to pixels as the training data had them: row by row, the channels of a pixel side by side. */
  predict(pixels: ArrayLike<number>): Answer;
}

/** Makes the functions of a model out of its JSON. */
export function createModel(model: StandaloneModel): Standalone {
  const { classes, shape, example } = model;
  const size = shape[0] * shape[1] * channelsOf(shape);
  const arrays = numbersOf(model);
  function predict(pixels: ArrayLike<number>): Answer {
    if (pixels.length !== size)
      throw new RangeError(`predict got ${pixels.length} pixels: expected ${shape.join(" × ")}.`);
    const scores = [...forward(model, arrays, pixels)];
    return { class: classes[scores.indexOf(Math.max(...scores))]!, scores };
  }
  const pixels = typeof example.pixels === "string" ? fromBase85(example.pixels).subarray(0, size) : example.pixels;
  return {
    classes,
    shape,
    example: { pixels, scores: example.scores },
    predict,
  };
}

function numbersOf({ arrays, numbers }: StandaloneModel): Float64Array[] {
  const bytes = fromBase85(numbers);
  let at = 0;
  return arrays.map(([length, step]) => {
    const out = new Float64Array(length);
    for (let i = 0; i < length; i++, at += 3)
      out[i] = (((bytes[at]! << 8) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 24)) >> 8) * step;
    return out;
  });
}

function forward(
  { shape, divideBy, layers }: StandaloneModel,
  arrays: readonly Float64Array[],
  pixels: ArrayLike<number>,
): Float64Array {
  const [height, width] = shape;
  const channels = channelsOf(shape);
  const area = height * width;
  const data = new Float64Array(pixels.length);
  for (let i = 0; i < data.length; i++) data[i] = pixels[(i % area) * channels + Math.floor(i / area)]! / divideBy;
  let next = 0;
  const numbers = () => arrays[next++]!;
  let values: Values = { data, height, width, channels };
  for (const layer of layers) {
    const out = apply(layer, values, numbers);
    values = { ...out, data: activate(out, layer.activation) };
  }
  return values.data;
}
