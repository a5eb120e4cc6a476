import { decodeBatch, type PictureBatch, type PictureForm } from "../src/dataset/pictures.ts";
import type { NamedBytes } from "../src/formats/named.ts";
import { readNamed } from "./files.ts";
import { nodeHost } from "./host.ts";

/** Reads and decodes files one after the other; one that cannot be read is a problem like one that cannot be decoded. */
export function decodeFiles(files: readonly string[], form: PictureForm): Promise<PictureBatch> {
  return decodeBatch(readAll(files), form, nodeHost);
}

function* readAll(files: readonly string[]): Generator<NamedBytes | Promise<NamedBytes>> {
  for (const file of files) {
    try {
      yield readNamed(file);
    } catch (error) {
      yield Promise.reject(error);
    }
  }
}
