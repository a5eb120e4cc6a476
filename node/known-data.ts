import { join } from "node:path";
import { MyelinError } from "../src/core/errors.ts";
import type { Host } from "../src/core/host.ts";
import type { NamedBytes } from "../src/formats/named.ts";
import { cacheFolder, type Environment, storeInCache } from "./cache.ts";
import { type DownloadOptions, download } from "./download.ts";
import { fileSize, readNamed } from "./files.ts";
import type { KnownData } from "./names.ts";

export interface KnownFiles {
  /** Training images, training labels, test images, test labels. */
  readonly files: readonly [NamedBytes, NamedBytes, NamedBytes, NamedBytes];
  /** What to tell the user when the files could not be kept. */
  readonly notice?: string;
}

/**
 * The published files of known data: from `$MYELIN_DATA` or its subfolder of that name, from the cache, or downloaded
 * and put into the cache. A folder counts only when every file has its SHA-256, and what was checked is what is used.
 *
 * @throws MyelinError as `download`.
 */
export async function knownFiles(
  data: KnownData,
  options: DownloadOptions & { readonly env: Environment; readonly host: Host },
): Promise<KnownFiles> {
  const { env, host } = options;
  const cache = join(cacheFolder(env), data.name);
  const own = env.MYELIN_DATA ? [env.MYELIN_DATA, join(env.MYELIN_DATA, data.name)] : [];
  for (const folder of [...own, cache]) {
    const files = await readGenuine(folder, data, host);
    if (files) return { files };
  }
  const files = (await download(data, options)) as unknown as KnownFiles["files"];
  const notice = keep(cache, files);
  return notice ? { files, notice } : { files };
}

async function readGenuine(folder: string, data: KnownData, host: Host): Promise<KnownFiles["files"] | undefined> {
  const files: NamedBytes[] = [];
  for (const known of data.files) {
    const path = join(folder, known.name);
    if (fileSize(path) !== known.size) return undefined;
    const file = readNamed(path);
    if ((await host.sha256([file.bytes])) !== known.sha256) return undefined;
    files.push(file);
  }
  return files as unknown as KnownFiles["files"];
}

/** Data that were downloaded are used even if they cannot be kept. @returns what to tell the user then. */
function keep(folder: string, files: readonly NamedBytes[]): string | undefined {
  try {
    storeInCache(folder, files);
    return undefined;
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    return `The data will be downloaded again next time, because ${error.message}`;
  }
}
