import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Dataset } from "../../src/dataset/dataset.ts";

/** Where tests look for the four MNIST files when MYELIN_DATA is not set. */
const DEFAULT_FOLDER = fileURLToPath(new URL("../../../shared/mnist", import.meta.url));

/** The folder with the four MNIST files (.gz), or undefined: such tests are then skipped, with this as their reason. */
export function mnistFolder(): string | undefined {
  const folder = process.env.MYELIN_DATA ?? DEFAULT_FOLDER;
  return existsSync(join(folder, "train-images-idx3-ubyte.gz")) ? folder : undefined;
}

export interface RawImages {
  /** count × size bytes, row after row. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
  /** Pixels of one image. */
  readonly size: number;
}

/** One MNIST set, read with nothing but node:zlib: independent of the readers under test. */
export function rawMnist(set: "train" | "t10k", folder = mnistFolder()): RawImages {
  if (folder === undefined) throw new Error("no MNIST files: set MYELIN_DATA");
  const images = gunzipSync(readFileSync(join(folder, `${set}-images-idx3-ubyte.gz`)));
  const labels = gunzipSync(readFileSync(join(folder, `${set}-labels-idx1-ubyte.gz`)));
  const count = images.readUInt32BE(4);
  const size = images.readUInt32BE(8) * images.readUInt32BE(12);
  return { pixels: new Uint8Array(images.subarray(16)), labels: new Uint8Array(labels.subarray(8)), count, size };
}

/** MNIST as the project itself reads it: 60,000 training and 10,000 test images. */
export async function mnistSplits(folder = mnistFolder()): Promise<{ training: Dataset; test: Dataset }> {
  if (folder === undefined) throw new Error("no MNIST files: set MYELIN_DATA");
  const file = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) });
  const read = (set: string) =>
    Dataset.fromIdx({ images: file(`${set}-images-idx3-ubyte.gz`), labels: file(`${set}-labels-idx1-ubyte.gz`) });
  return { training: await read("train"), test: await read("t10k") };
}
