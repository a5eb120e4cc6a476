import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { NamedBytes } from "../src/formats/named.ts";
import { fileError } from "./files.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where downloaded data are kept: `$XDG_CACHE_HOME/myelin` (default `~/.cache/myelin`) on Linux, `~/Library/Caches/myelin`
 * on macOS, `%LOCALAPPDATA%\myelin\Cache` on Windows. A relative XDG_CACHE_HOME is ignored, as its specification asks.
 */
export function cacheFolder(env: Environment = process.env, platform: string = process.platform): string {
  const home = homedir();
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (xdg && isAbsolute(xdg)) return join(xdg, "myelin");
  if (platform === "darwin") return join(home, "Library", "Caches", "myelin");
  if (platform === "win32") return join(local || join(home, "AppData", "Local"), "myelin", "Cache");
  return join(home, ".cache", "myelin");
}

/**
 * Puts files into a folder of the cache, each whole or not at all: written beside its place under a name that no other
 * process uses, forced to the disk, then moved. Two processes that do this at once leave the same files.
 *
 * @throws MyelinError FILE_WRITE; nothing half written stays.
 */
export function storeInCache(folder: string, files: readonly NamedBytes[]): void {
  for (const { name, bytes } of files) {
    const path = join(folder, name);
    const part = `${path}.${process.pid}-${randomUUID()}.part`;
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(part, bytes, { flag: "wx", flush: true });
      renameSync(part, path);
    } catch (error) {
      discard(part);
      throw fileError("write", path, error);
    }
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What could not be written may also be where nothing can be removed; the first error is the one to tell.
  }
}
