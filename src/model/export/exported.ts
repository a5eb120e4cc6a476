import { defaultHost } from "../../core/default-host.ts";
import type { Host } from "../../core/host.ts";
import { channelsOf, type PictureShape } from "../../core/picture-shape.ts";
import { predict } from "../../inference/index.ts";
import type { Network } from "../../network/index.ts";
import { examplePixels } from "./example.ts";

/** An input and what the network answers to it: whoever takes the file elsewhere can check that it still does. */
export interface Example {
  /** One picture as the training data had it, row by row, the channels of a pixel side by side. */
  readonly pixels: readonly number[];
  readonly scores: readonly number[];
}

/** All that the writers of exports need to know. */
export interface Exported {
  readonly network: Network;
  readonly classes: readonly string[];
  readonly example: Example;
}

/** Adds class names and an example to a network. */
export async function prepareExport(network: Network, host: Host = defaultHost): Promise<Exported> {
  const pixels = examplePixels(network.spec.input);
  const scores = await predict(network, pixels, { host });
  const classes = network.spec.classes ?? Array.from(scores, (_, i) => String(i));
  return { network, classes, example: { pixels: [...pixels], scores: [...scores] } };
}

/** Pixels of one picture with its channels behind one another, as PyTorch and ONNX have them. */
export function channelsFirst(pixels: readonly number[], shape: PictureShape): number[] {
  const channels = channelsOf(shape);
  const area = pixels.length / channels;
  return pixels.map((_, i) => pixels[(i % area) * channels + Math.floor(i / area)]!);
}
