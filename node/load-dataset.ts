import { existsSync } from "node:fs";
import { inputError, ioError, MyelinError } from "../src/core/errors.ts";
import type { Host } from "../src/core/host.ts";
import { list, nearest, printable } from "../src/core/text.ts";
import type { Dataset, Splits } from "../src/dataset/dataset.ts";
import { digitsSplits } from "../src/digits/index.ts";
import type { Environment } from "./cache.ts";
import type { DownloadOptions } from "./download.ts";
import { isFolder } from "./files.ts";
import { nodeHost } from "./host.ts";
import { findIdxFiles, folderName, readFiles, toSplits } from "./idx-folder.ts";
import { knownFiles } from "./known-data.ts";
import { DATA_NAMES, type KnownData, knownData } from "./names.ts";

export interface LoadOptions extends DownloadOptions {
  /** Class names, or how many classes there are; for folders, default 10. */
  readonly classes?: readonly string[] | number;
  /** The number that the files use for the first class, 0 unless given (EMNIST letters: 1). */
  readonly firstLabel?: number;
  readonly host?: Host;
  /** Where MYELIN_DATA, HTTPS_PROXY and the cache folder are looked up; default `process.env`. */
  readonly env?: Environment;
}

/** Training images and, where there are any, test images. */
export interface NamedSplits extends Splits {
  readonly name: string;
  /** A sentence for the user: these data stand in for others, or could not be kept. */
  readonly notice?: string;
}

/** The data that Myelin knows by name all have test images. */
export interface NamedSplitsWithTest extends NamedSplits {
  readonly test: Dataset;
}

/**
 * Loads data by name or from a folder.
 *
 * - `"mnist"`, `"fashion-mnist"`: looked for in `$MYELIN_DATA`, then in the cache, each accepted only if the SHA-256 of
 *   every file agrees; else downloaded, verified and cached. Never anything else in their place.
 * - `"digits"`: made by the built-in generator; needs no network.
 * - a folder with IDX files of standard names (`train-images-idx3-ubyte`, `-` or `.` before `idx`, plain or .gz).
 *
 * Images are bytes 0 … 255, [28, 28] for the names; labels are class numbers.
 *
 * @throws MyelinError DATA_NOT_FOUND, DATA_FOLDER, DOWNLOAD_…, and the errors of `Dataset.fromIdx`.
 */
export function loadDataset(name: (typeof DATA_NAMES)[number], options?: LoadOptions): Promise<NamedSplitsWithTest>;
export function loadDataset(nameOrFolder: string, options?: LoadOptions): Promise<NamedSplits>;
export async function loadDataset(nameOrFolder: string, options: LoadOptions = {}): Promise<NamedSplits> {
  if (nameOrFolder === "digits") return { ...digitsSplits(), name: "digits" };
  const known = knownData(nameOrFolder);
  if (known) return loadKnown(known, options);
  if (isFolder(nameOrFolder)) return loadFolder(nameOrFolder, options);
  throw notFound(nameOrFolder);
}

/**
 * The data of a run that names none: the folder `$MYELIN_DATA` if it holds some, else MNIST from the cache, else MNIST
 * downloaded, else the built-in digits with a notice that says so.
 */
export async function loadDefaultDataset(options: LoadOptions = {}): Promise<NamedSplits> {
  const folder = (options.env ?? process.env).MYELIN_DATA;
  if (folder && isFolder(folder) && findIdxFiles(folder)) return loadFolder(folder, options);
  try {
    return await loadDataset("mnist", options);
  } catch (error) {
    if (!(error instanceof MyelinError && error.kind === "io")) throw error;
    const notice = "MNIST could not be downloaded, so the built-in digits are used: give --data to choose other data.";
    return { ...digitsSplits(), name: "digits", notice };
  }
}

async function loadFolder(folder: string, options: LoadOptions): Promise<NamedSplits> {
  const found = findIdxFiles(folder);
  if (!found) {
    throw inputError(
      "DATA_FOLDER",
      `${printable(folder, 500)} has no files with the standard names, such as train-images-idx3-ubyte or .gz: give the folder that holds them.`,
      { folder },
    );
  }
  const name = folderName(folder);
  return { ...(await toSplits(readFiles(found), { ...options, name, host: options.host ?? nodeHost })), name };
}

async function loadKnown(data: KnownData, options: LoadOptions): Promise<NamedSplits> {
  const host = options.host ?? nodeHost;
  const { files, notice } = await knownFiles(data, { ...options, host, env: options.env ?? process.env });
  const [images, labels, testImages, testLabels] = files;
  const pairs = { training: { images, labels }, test: { images: testImages, labels: testLabels } };
  const splits = await toSplits(pairs, { name: data.name, host });
  return { ...splits, name: data.name, ...(notice ? { notice } : {}) };
}

function notFound(name: string): MyelinError {
  const shown = printable(name, 500);
  if (existsSync(name)) {
    return inputError(
      "DATA_FOLDER",
      `${shown} is a file, and data are given as a folder or a name: give the folder with the four files.`,
      { name },
    );
  }
  const near = nearest(name, DATA_NAMES);
  const advice = near ? `did you mean ${near}?` : `give a folder, or one of ${list(DATA_NAMES)}.`;
  return ioError("DATA_NOT_FOUND", `There is no folder ${shown}, and no data of that name: ${advice}`, { name });
}
