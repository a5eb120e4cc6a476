import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

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
