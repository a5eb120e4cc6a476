import { inputError, ioError, usageError } from "../src/core/errors.ts";
import { integer, printable } from "../src/core/text.ts";
import { Dataset, type DatasetOptions, type Splits } from "../src/dataset/dataset.ts";
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

export interface LoadOptions extends DatasetOptions {
  readonly signal?: AbortSignal;
}

export interface NamedSplits extends Splits {
  readonly name: string;
}

export interface NamedSplitsWithTest extends NamedSplits {
  readonly test: Dataset;
}

/** More than any file that is read here needs; a server's answer is cut off there. */
const MOST_BYTES = 0x7fff_ffff;

/**
 * Loads data in a page, in the same shape as `loadDataset` of `myelin/node`.
 *
 * - `"digits"`: made by the built-in generator; needs no network.
 * - `{ training: { images, labels }, test }`: IDX files, plain or .gz, each a File or an address of the same origin.
 *
 * @throws MyelinError DATA_NOT_FOUND, URL_ORIGIN, URL_READ, FILE_READ, and the errors of `Dataset.fromIdx`.
 */
export function loadDataset(name: "digits"): Promise<NamedSplitsWithTest>;
export function loadDataset(
  files: SourceFiles & { readonly test: SourcePair },
  options?: LoadOptions,
): Promise<NamedSplitsWithTest>;
export function loadDataset(files: SourceFiles, options?: LoadOptions): Promise<NamedSplits>;
export async function loadDataset(source: "digits" | SourceFiles, options: LoadOptions = {}): Promise<NamedSplits> {
  if (source === "digits") return { ...digitsSplits(), name: "digits" };
  if (typeof source === "string") {
    throw usageError(
      "DATA_NOT_FOUND",
      `In a page there is no data named ${printable(String(source), 100)}: give "digits", or files or addresses.`,
    );
  }
  const training = await readPair(source.training, options);
  const { name } = training;
  if (!source.test) return { training, name };
  return { ...checkSplits({ training, test: await readPair(source.test, options) }), name };
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
