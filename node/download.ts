import { ioError, type MyelinError } from "../src/core/errors.ts";
import { list, printable } from "../src/core/text.ts";
import type { NamedBytes } from "../src/formats/named.ts";
import type { Environment } from "./cache.ts";
import { fetchFile, MirrorFailure } from "./fetch-file.ts";
import type { KnownData, KnownFile } from "./names.ts";
import { type Fetch, proxyFetch } from "./proxy.ts";

export interface DownloadOptions {
  /** Called as bytes come in: bytes of all files so far, and bytes of all files. A second try counts back. */
  readonly onProgress?: (received: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds of waiting for the first byte of a file, over all mirrors together; default 5,000. */
  readonly firstByteTimeout?: number;
  /** Milliseconds that a mirror may pause inside a file; default 20,000. */
  readonly stallTimeout?: number;
}

/**
 * Downloads all files of known data, each from the first mirror that gives it whole and with its SHA-256.
 *
 * @throws MyelinError of kind "io": DOWNLOAD_OFFLINE when no mirror answers at all, DOWNLOAD_FAILED with the reason of
 * each otherwise; or the signal's reason.
 */
export async function download(
  data: KnownData,
  options: DownloadOptions & { readonly env: Environment },
): Promise<NamedBytes[]> {
  const fetch = await proxyFetch(options.env);
  const total = data.files.reduce((sum, file) => sum + file.size, 0);
  const files: NamedBytes[] = [];
  let mirrors = data.mirrors;
  let before = 0;
  for (const file of data.files) {
    const done = before;
    const onBytes = (received: number) => options.onProgress?.(done + received, total);
    const { bytes, mirror } = await fromMirrors(data, file, mirrors, { ...options, fetch, onBytes });
    files.push({ name: file.name, bytes });
    // The mirror that works is asked first from now on.
    mirrors = [mirror, ...mirrors.filter((other) => other !== mirror)];
    before += file.size;
  }
  return files;
}

interface MirrorOptions extends DownloadOptions {
  readonly fetch: Fetch;
  readonly onBytes: (received: number) => void;
}

async function fromMirrors(data: KnownData, file: KnownFile, mirrors: readonly string[], options: MirrorOptions) {
  const { fetch, onBytes, signal, firstByteTimeout = 5000, stallTimeout = 20_000 } = options;
  const failures: MirrorFailure[] = [];
  let waiting = firstByteTimeout;
  for (const [i, mirror] of mirrors.entries()) {
    const start = performance.now();
    let first: number | undefined;
    const received = (count: number) => {
      first ??= performance.now();
      onBytes(count);
    };
    const firstByte = Math.max(1, waiting / (mirrors.length - i));
    const request = { fetch, firstByte, stall: stallTimeout, onBytes: received, ...(signal ? { signal } : {}) };
    try {
      return { mirror, bytes: await fetchFile(new URL(file.name, mirror), file, request) };
    } catch (error) {
      if (!(error instanceof MirrorFailure)) throw error;
      failures.push(error);
    }
    waiting -= (first ?? performance.now()) - start;
  }
  throw failed(data, mirrors, failures);
}

function failed(data: KnownData, mirrors: readonly string[], failures: readonly MirrorFailure[]): MyelinError {
  const hosts = mirrors.map((mirror) => new URL(mirror).host);
  const advice = "or put its four .gz files in a folder and set MYELIN_DATA to it";
  const facts = { data: data.name, reasons: failures.map((failure) => failure.message) };
  if (failures.every((failure) => failure.unreachable)) {
    return ioError(
      "DOWNLOAD_OFFLINE",
      `${data.name} is neither in MYELIN_DATA nor in the cache, and ${list(hosts)} cannot be reached: connect to the internet, ${advice}.`,
      facts,
    );
  }
  const reasons = failures.map((failure, i) => `${hosts[i]} ${failure.message}`);
  return ioError(
    "DOWNLOAD_FAILED",
    `${data.name} could not be downloaded, for ${printable(list(reasons), 1000)}: try again later, ${advice}.`,
    facts,
  );
}
