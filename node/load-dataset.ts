import { existsSync } from "node:fs";
import { join } from "node:path";
import { inputError, ioError, MyelinError } from "../src/core/errors.ts";
import type { Host } from "../src/core/host.ts";
import { list, nearest, printable } from "../src/core/text.ts";
import type { Dataset, Splits } from "../src/dataset/dataset.ts";
import { digitsSplits } from "../src/digits/index.ts";
import { cacheFolder, type Environment } from "./cache.ts";
import { type DownloadOptions, download } from "./download.ts";
import { isFolder, readNamed } from "./files.ts";
import { nodeHost } from "./host.ts";
import { findIdxFiles, folderName, readIdxFolder } from "./idx-folder.ts";
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
}

/** The data that Myelin knows by name all have test images. */
export interface NamedSplitsWithTest extends NamedSplits {
  readonly test: Dataset;
}

/** Data chosen without being asked for, and a sentence for the user where they are a substitute. */
export interface DefaultData extends NamedSplits {
  readonly notice?: string;
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
export async function loadDefaultDataset(options: LoadOptions = {}): Promise<DefaultData> {
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
  return { ...(await readIdxFolder(found, { ...options, name, host: options.host ?? nodeHost })), name };
}

async function loadKnown(data: KnownData, options: LoadOptions): Promise<NamedSplits> {
  const env = options.env ?? process.env;
  const cache = join(cacheFolder(env), data.name);
  const own = env.MYELIN_DATA ? [env.MYELIN_DATA, join(env.MYELIN_DATA, data.name)] : [];
  const host = options.host ?? nodeHost;
  let folder: string | undefined;
  for (const candidate of [...own, cache]) folder ??= (await isGenuine(candidate, data, host)) ? candidate : undefined;
  if (folder === undefined) await download(data, cache, { ...options, env });
  const [images, labels, testImages, testLabels] = data.files.map((file) =>
    join(folder ?? cache, file.name),
  ) as string[];
  const found = {
    training: { images: images!, labels: labels! },
    test: { images: testImages!, labels: testLabels! },
  };
  return { ...(await readIdxFolder(found, { name: data.name, host })), name: data.name };
}

/** Whether the folder holds all files of the data, byte for byte. */
async function isGenuine(folder: string, data: KnownData, host: Host): Promise<boolean> {
  if (!data.files.every((file) => existsSync(join(folder, file.name)))) return false;
  for (const file of data.files) {
    const { bytes } = readNamed(join(folder, file.name));
    if (bytes.length !== file.size || (await host.sha256([bytes])) !== file.sha256) return false;
  }
  return true;
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
