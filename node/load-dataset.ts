import { existsSync } from "node:fs";
import { join } from "node:path";
import { ioError, MyelinError } from "../src/core/errors.ts";
import { list, nearest, printable } from "../src/core/text.ts";
import type { Dataset, Splits } from "../src/dataset/dataset.ts";
import { firstOf, parseDataName } from "../src/dataset/parts.ts";
import { readFile, readSource, withTestImages } from "../src/dataset/read-data.ts";
import type { DataSource, ReadOptions } from "../src/dataset/reading.ts";
import { cacheFolder, type Environment } from "./cache.ts";
import { listFolder } from "./data-folder.ts";
import type { DownloadOptions } from "./download.ts";
import { isFolder, readNamed } from "./files.ts";
import { nodeHost } from "./host.ts";
import { findIdxFiles, folderName, readFiles, toSplits } from "./idx-folder.ts";
import { knownFiles } from "./known-data.ts";
import { DATA_NAMES, type KnownData, knownData } from "./names.ts";
import { cachedPictures, fingerprint, keepPictures } from "./picture-cache.ts";
import { decodePictures } from "./picture-pool.ts";

export interface LoadOptions extends DownloadOptions, ReadOptions {
  /** Where MYELIN_DATA, HTTPS_PROXY and the cache folder are looked up; default `process.env`. */
  readonly env?: Environment;
}

/** Training images and, where there are any, test images. */
export interface NamedSplits extends Splits {
  readonly name: string;
  /** A sentence for the user: these data stand in for others, or could not be kept. */
  readonly notice?: string;
  /** What the reader decided, in sentences for the user: which column is the label, what was left out. */
  readonly notes?: readonly string[];
  /** Of class folders the paths of the pictures of each set, in its order. */
  readonly files?: Readonly<Partial<Record<"training" | "validation" | "test", readonly string[]>>>;
}

/** The data that Myelin knows by name all have test images. */
export interface NamedSplitsWithTest extends NamedSplits {
  readonly test: Dataset;
}

/**
 * Loads data by name, from a folder or from a file.
 *
 * - `"mnist"`, `"fashion-mnist"`: looked for in `$MYELIN_DATA`, then in the cache, each accepted only if the SHA-256 of
 *   every file agrees; else downloaded, verified and cached. Never anything else in their place.
 * - `"digits"`: made by the built-in generator; needs no network.
 * - `"digits:10000"`, `"mnist:5000"`: the first so many training images, and of the test images the first in proportion.
 * - a folder with IDX files of standard names (`train-images-idx3-ubyte`, `-` or `.` before `idx`, plain or .gz), with class
 *   folders of PNG or JPEG pictures (`cat/1.png`, also below `train/` and `test/`), or with CSV, .npz, .npy or Parquet files.
 * - a CSV, .npz or Parquet file.
 *
 * Pictures are bytes 0 … 255, [height, width] or [height, width, 3]; tables are float32, [1, columns]; labels are class numbers.
 * What was decided on the way is in `notes`.
 *
 * @throws MyelinError DATA_NOT_FOUND, DATA_PART, DATA_FOLDER, DATA_FILE, DOWNLOAD_…, and the errors of the readers.
 */
export function loadDataset(name: (typeof DATA_NAMES)[number], options?: LoadOptions): Promise<NamedSplitsWithTest>;
export function loadDataset(nameOrPath: string, options?: LoadOptions): Promise<NamedSplits>;
export async function loadDataset(nameOrPath: string, options: LoadOptions = {}): Promise<NamedSplits> {
  const part = parseDataName(nameOrPath, DATA_NAMES);
  if (part?.name === "digits") return loadDigits(nameOrPath, part.count);
  const known = part && knownData(part.name);
  if (part && known) {
    const all = await loadKnown(known, options);
    return part.count === undefined ? all : firstOf(all, part.name, part.count);
  }
  if (isFolder(nameOrPath)) return loadFolder(nameOrPath, options);
  if (existsSync(nameOrPath)) return readFile(readNamed(nameOrPath), { host: nodeHost, ...options });
  throw notFound(nameOrPath);
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
    return { ...(await loadDigits()), notice };
  }
}

async function loadDigits(name = "digits", count?: number): Promise<NamedSplits> {
  const { digitsSplits } = await import("../src/digits/index.ts");
  return { ...digitsSplits(count), name };
}

async function loadFolder(folder: string, options: LoadOptions): Promise<NamedSplits> {
  const name = options.name ?? folderName(folder);
  const settings = { ...options, name, host: options.host ?? nodeHost };
  const found = findIdxFiles(folder);
  if (!found) return readSource(folderSource(folder, options), settings);
  const data = { ...(await toSplits(readFiles(found), settings)), name, notes: [] };
  return options.testFraction === undefined ? data : withTestImages(data, options);
}

/** A folder's files, its pictures decoded by all cores and kept in the cache. */
function folderSource(folder: string, options: LoadOptions): DataSource {
  const cache = join(cacheFolder(options.env ?? process.env), "pictures");
  return {
    name: folder,
    paths: listFolder(folder),
    read: async (path) => readNamed(join(folder, path)),
    decode: async (paths, form, onPictures) => {
      const files = paths.map((path) => join(folder, path));
      const key = fingerprint(files, form);
      const kept = key && cachedPictures(cache, key);
      if (kept) return kept;
      const batch = await decodePictures(files, form, onPictures);
      if (key) keepPictures(cache, key, batch);
      return batch;
    },
  };
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
  const near = nearest(name, DATA_NAMES);
  const advice = near ? `did you mean ${near}?` : `give a path, or one of ${list(DATA_NAMES)}.`;
  return ioError("DATA_NOT_FOUND", `There is no file or folder ${shown}, and no data of that name: ${advice}`, {
    name,
  });
}
