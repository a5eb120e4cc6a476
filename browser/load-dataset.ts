import { inputError, ioError, usageError } from "../src/core/errors.ts";
import { integer, printable } from "../src/core/text.ts";
import { Dataset, type Splits } from "../src/dataset/dataset.ts";
import { parseDataName } from "../src/dataset/parts.ts";
import { readFile as readData, readSource } from "../src/dataset/read-data.ts";
import type { DataSource, ReadOptions } from "../src/dataset/reading.ts";
import { checkSplits } from "../src/dataset/splits.ts";
import { digitsSplits } from "../src/digits/index.ts";
import type { NamedBytes } from "../src/formats/named.ts";
import { browserHost } from "./host.ts";

/** A file the user chose, or the address of one on this page's own server. */
export type Source = File | URL | string;

/** Images and labels of one set, IDX, plain or .gz. */
export interface SourcePair {
  readonly images: Source;
  readonly labels: Source;
}

export interface SourceFiles {
  readonly training: SourcePair;
  readonly test?: SourcePair;
}

export interface LoadOptions extends ReadOptions {
  readonly signal?: AbortSignal;
}

export interface NamedSplits extends Splits {
  readonly name: string;
  /** What the reader decided, in sentences for the user: which column is the label, what was left out. */
  readonly notes?: readonly string[];
}

export interface NamedSplitsWithTest extends NamedSplits {
  readonly test: Dataset;
}

/** More than any file that is read here needs; a server's answer is cut off there. */
const MOST_BYTES = 0x7fff_ffff;

/**
 * Loads data in a page, in the same shape as `loadDataset` of `myelin/node`.
 *
 * - `"digits"`, `"digits:10000"`: made by the built-in generator; needs no network.
 * - `{ training: { images, labels }, test }`: IDX files, plain or .gz, each a File or an address of the same origin.
 * - a File or a URL of the same origin: CSV, .npz or Parquet.
 * - several Files, such as those of `<input type="file" webkitdirectory>`: class folders of pictures, or tables known by their
 *   names, as in a folder. Pictures are decoded here, with a turn for the page in between.
 *
 * @throws MyelinError DATA_NOT_FOUND, DATA_PART, DATA_FOLDER, DATA_FILE, URL_ORIGIN, URL_READ, FILE_READ, and the errors of the readers.
 */
export function loadDataset(name: "digits"): Promise<NamedSplitsWithTest>;
export function loadDataset(
  files: SourceFiles & { readonly test: SourcePair },
  options?: LoadOptions,
): Promise<NamedSplitsWithTest>;
export function loadDataset(
  source: SourceFiles | File | URL | readonly File[] | string,
  options?: LoadOptions,
): Promise<NamedSplits>;
export async function loadDataset(
  source: SourceFiles | File | URL | readonly File[] | string,
  options: LoadOptions = {},
): Promise<NamedSplits> {
  if (typeof source === "string") return loadDigits(source);
  const settings = { host: browserHost, ...options };
  if (source instanceof File || source instanceof URL) return readData(await read(source, options.signal), settings);
  if (isList(source)) return readSource(folderOf(source), settings);
  const training = await readPair(source.training, options);
  const { name } = training;
  if (!source.test) return { training, name };
  return { ...checkSplits({ training, test: await readPair(source.test, options) }), name };
}

function loadDigits(name: string): NamedSplits {
  const part = parseDataName(name, ["digits"]);
  if (part !== undefined) return { ...digitsSplits(part.count), name };
  throw usageError(
    "DATA_NOT_FOUND",
    `In a page there is no data named ${printable(String(name), 100)}: give "digits", or files or addresses.`,
  );
}

/** A FileList is as good as an array. */
function isList(source: object): source is readonly File[] {
  return Symbol.iterator in source;
}

/** Files as a folder: by their paths below the folder that was chosen, where they have such paths. */
function folderOf(list: readonly File[]): DataSource {
  const files = new Map(
    Array.from(list, (file) => [file.webkitRelativePath.split("/").slice(1).join("/") || file.name, file]),
  );
  const [first] = list;
  const name = first?.webkitRelativePath.split("/")[0] || "files";
  return {
    name,
    paths: [...files.keys()],
    read: async (path) => ({ name: path, bytes: (await readFile(files.get(path) as File)).bytes }),
  };
}

async function readPair(pair: SourcePair, options: LoadOptions): Promise<Dataset> {
  const images = await read(pair.images, options.signal);
  const labels = await read(pair.labels, options.signal);
  return Dataset.fromIdx({ images, labels }, { host: browserHost, ...options });
}

function read(source: Source, signal: AbortSignal | undefined): Promise<NamedBytes> {
  return source instanceof File ? readFile(source) : readUrl(source, signal);
}

async function readFile(file: File): Promise<NamedBytes> {
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    const reason = printable(String(error), 200);
    throw ioError("FILE_READ", `${printable(file.name, 200)} could not be read (${reason}): choose it again.`);
  }
}

async function readUrl(source: URL | string, signal: AbortSignal | undefined): Promise<NamedBytes> {
  const url = addressOf(source);
  const shown = printable(url.href, 500);
  let response: Response;
  try {
    response = await fetch(url, { mode: "same-origin", credentials: "same-origin", ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const reason = printable(String(error), 200);
    throw ioError("URL_READ", `${shown} could not be read (${reason}): check the address and the connection.`);
  }
  if (!response.ok) throw ioError("URL_READ", `${shown} answered with status ${response.status}: check the address.`);
  const size = Number(response.headers.get("content-length") ?? 0);
  if (size > MOST_BYTES) {
    throw inputError(
      "URL_SIZE",
      `${shown} has ${integer(size)} bytes, and at most ${integer(MOST_BYTES)} are read: give a smaller file.`,
    );
  }
  try {
    return { name: url.pathname, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    throw ioError("URL_READ", `${shown} stopped before its end (${printable(String(error), 200)}): try again.`);
  }
}

function addressOf(source: URL | string): URL {
  const base = globalThis.location?.href;
  let url: URL;
  try {
    url = new URL(source, base);
  } catch {
    throw usageError(
      "URL_ORIGIN",
      `${printable(String(source), 500)} is not an address: give one of this page's own server.`,
    );
  }
  if (url.origin === globalThis.location?.origin) return url;
  throw usageError(
    "URL_ORIGIN",
    `${printable(url.href, 500)} is not on this page's own server, and nothing else is asked: serve the file from there, or let the user choose it.`,
  );
}
