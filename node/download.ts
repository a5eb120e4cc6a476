import { ioError } from "../src/core/errors.ts";
import type { Environment } from "./cache.ts";
import type { KnownData } from "./names.ts";

export interface DownloadOptions {
  readonly env?: Environment;
}

export async function download(data: KnownData, _folder: string, _options: DownloadOptions): Promise<void> {
  throw ioError("DOWNLOAD_OFFLINE", `${data.name} cannot be downloaded yet: set MYELIN_DATA.`);
}
