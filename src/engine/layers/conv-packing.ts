import { type ConvShape, vectors4 } from "../conv-shape.ts";
import type { MemoryViews } from "../memory-views.ts";
import type { ParameterPlace } from "./kind.ts";

/** What packing needs to know of a convolution: its shape, and the channels of its input without padding. */
export interface PackedConv {
  readonly shape: ConvShape;
  readonly input: { readonly volume: { readonly channels: number } };
}

/** Canonical weights [filter][channel][ky][kx] and biases → [ky][kx][channel padded][filter padded]; padding 0. */
export function packConv(
  layer: PackedConv,
  { f32 }: MemoryViews,
  { weights: w, biases: b }: ParameterPlace,
  weights: Float32Array,
  biases: Float32Array,
): void {
  const { kernelHeight, kernelWidth, channels, filters } = layer.shape;
  const columns = vectors4(filters);
  f32.fill(0, w, w + kernelHeight * kernelWidth * channels * columns);
  f32.fill(0, b, b + columns);
  eachWeight(layer, (canonical, stored) => {
    f32[w + stored] = weights[canonical]!;
  });
  f32.set(biases, b);
}

/** The reverse of packConv. */
export function unpackConv(
  layer: PackedConv,
  { f32 }: MemoryViews,
  { weights: w, biases: b }: ParameterPlace,
  weights: Float32Array,
  biases: Float32Array,
): void {
  eachWeight(layer, (canonical, stored) => {
    weights[canonical] = f32[w + stored]!;
  });
  biases.set(f32.subarray(b, b + biases.length));
}

function eachWeight({ shape, input }: PackedConv, visit: (canonical: number, stored: number) => void): void {
  const columns = vectors4(shape.filters);
  const taps = shape.kernelHeight * shape.kernelWidth;
  let canonical = 0;
  for (let f = 0; f < shape.filters; f++)
    for (let c = 0; c < input.volume.channels; c++)
      for (let tap = 0; tap < taps; tap++) visit(canonical++, (tap * shape.channels + c) * columns + f);
}
