import { defaultHost } from "../core/default-host.ts";
import { usageError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { Dataset, type Pixels } from "../dataset/index.ts";
import { Engine } from "../engine/index.ts";
import type { Network } from "../network/index.ts";

/**
 * The network's answers.
 *
 * @param images a Dataset (its labels are not looked at), or pixels (count, inputs) as the training data had them: bytes 0 … 255
 *   or float32; they are divided by the network's own `divideBy`
 * @returns (count, classes) float32, row after row
 * @throws MyelinError PREDICT_SHAPE when the pixels are not whole images
 */
export async function predict(
  network: Network,
  images: Dataset | Pixels,
  { host = defaultHost }: { host?: Host } = {},
): Promise<Float32Array> {
  const test = unlabelled(images instanceof Dataset ? images.pixels : images, network);
  const engine = await Engine.open(network, { test }, { host, keepAnswers: true });
  try {
    await engine.evaluate("test");
    return engine.answers("test");
  } finally {
    engine.close();
  }
}

function unlabelled(pixels: Pixels, network: Network): Dataset {
  const size = network.sizes[0]!;
  if (pixels.length === 0 || pixels.length % size !== 0) {
    throw usageError(
      "PREDICT_SHAPE",
      `predict got ${pixels.length} pixel values, which are not whole images of the network's ${size} inputs: give (count × ${size}) values.`,
    );
  }
  return Dataset.fromArrays({
    name: "images",
    pixels,
    labels: new Uint8Array(pixels.length / size),
    shape: network.spec.input.shape as [number, number],
  });
}
