import { basename } from "node:path";
import { readNamed, readPieces } from "../../node/files.ts";
import { nodeHost } from "../../node/index.ts";
import { inputError, MyelinError } from "../../src/core/errors.ts";
import { integer, printable } from "../../src/core/text.ts";
import { readIdxFile } from "../../src/dataset/index.ts";
import type { ReadProblem } from "../../src/doctor/input.ts";
import { type NamedArray, type Sample, sampleFromArrays } from "../../src/doctor/sample.ts";
import { readLabelledCsv } from "../../src/formats/csv-labels.ts";
import type { NamedBytes, NamedPieces } from "../../src/formats/named.ts";
import { isNpy, readNpy } from "../../src/formats/npy.ts";
import { readPredictions } from "../../src/formats/predictions.ts";

type Side = "images" | "labels";

/** Two files as they are given, whether or not they belong together; what cannot be read is a problem, not an error. */
export async function readPair(
  split: string,
  imagesPath: string | undefined,
  labelsPath: string | undefined,
): Promise<{ readonly sample?: Sample; readonly problems: readonly ReadProblem[] }> {
  const problems: ReadProblem[] = [];
  const read = async (side: Side, path: string | undefined) => {
    if (path === undefined) return undefined;
    const file = isTable(path) ? readPieces(path) : readNamed(path);
    try {
      return await readArray(file, side);
    } catch (error) {
      problems.push(problemOf(error, `${split} ${side}`, path));
      return undefined;
    }
  };
  const images = await read("images", imagesPath);
  const labels = await read("labels", labelsPath);
  const empty = images === undefined && labels === undefined;
  return { ...(empty ? {} : { sample: sampleFromArrays(images, labels) }), problems };
}

/** @throws what is not a fault of the file's contents. */
export function problemOf(error: unknown, role: string, file: string): ReadProblem {
  if (!(error instanceof MyelinError) || error.kind !== "input") throw error;
  return { role, file, code: error.code, message: error.message, facts: error.facts };
}

const isTable = (path: string) => /\.(csv|tsv|txt)$/i.test(path);

async function readArray(file: NamedBytes | NamedPieces, side: Side): Promise<NamedArray> {
  const name = basename(file.name);
  const array = await arrayOf(file, side);
  const rank = array.shape.length;
  const isOther = side === "images" ? rank === 1 : rank > 2;
  if (!isOther) return { name, array };
  const [kind, wanted] = side === "images" ? ["label", "images"] : ["image", "labels"];
  const shape = array.shape.map(integer).join(" × ");
  const sentence = `${printable(name, 200)} is a file of ${kind}s (shape ${shape}), not of ${wanted}`;
  throw inputError("DATA_SHAPE", `${sentence}: exchange the two file names.`, { file: file.name, shape: array.shape });
}

async function arrayOf(file: NamedBytes | NamedPieces, side: Side): Promise<NamedArray["array"]> {
  if ("bytes" in file) return isNpy(file.bytes) ? readNpy(file) : readIdxFile(file, nodeHost);
  if (side === "images") {
    const { values, rows, columns } = readLabelledCsv(file, { label: "none" });
    return { shape: [rows, columns], data: values };
  }
  const { values, rows, width } = readPredictions(file);
  return { shape: width === 1 ? [rows] : [rows, width], data: values };
}
