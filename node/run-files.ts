import { basename, join } from "node:path";
import { usageError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import { isTemporary } from "./atomic.ts";
import { errnoOf, type FileSystem, folderOf, systemError } from "./file-system.ts";

/** The files of a run folder. */
export const RUN_FILES = {
  config: "config.json",
  events: "events.jsonl",
  metrics: "metrics.csv",
  best: "best.safetensors",
  last: "last.safetensors",
  card: "MODEL_CARD.md",
  report: "report.html",
} as const;

/** Checkpoints first: with --force no old network stays beside a new run, wherever it stops. */
const NAMES: readonly string[] = Object.values(RUN_FILES).sort((a, b) => order(a) - order(b));

function order(name: string): number {
  return name.endsWith(".safetensors") ? 0 : 1;
}

/** Makes `runs/<data>-<n>` with the next free n. @throws FILE_WRITE */
export async function makeNextFolder(dataName: string, fs: FileSystem): Promise<string> {
  const name = folderName(dataName);
  try {
    await fs.makeFolders("runs");
    const taken = (await fs.list("runs")).map((entry) => {
      const digits = entry.startsWith(`${name}-`) ? entry.slice(name.length + 1) : "";
      return /^[1-9][0-9]{0,8}$/.test(digits) ? Number(digits) : 0;
    });
    for (let n = taken.reduce((most, each) => Math.max(most, each), 0) + 1; ; n++) {
      const path = join("runs", `${name}-${n}`);
      try {
        await fs.makeFolder(path);
        // A folder whose own name is lost in a power loss takes its files along.
        for (const above of ["runs", "."]) await fs.syncFolder(above);
        return path;
      } catch (error) {
        if (errnoOf(error) !== "EEXIST") throw error;
      }
    }
  } catch (error) {
    throw systemError("written", join("runs", `${name}-1`), error);
  }
}

/** The data's name as a folder name that is harmless on every system. */
export function folderName(dataName: string): string {
  const safe = basename(dataName)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "")
    .slice(0, 40);
  return safe === "" ? "data" : safe;
}

/** Makes the folder of `--out` if it is not there. @throws FILE_WRITE */
export async function makeGivenFolder(path: string, fs: FileSystem): Promise<void> {
  try {
    await fs.makeFolders(path);
    await fs.syncFolder(folderOf(path));
  } catch (error) {
    throw systemError("written", path, error);
  }
}

/**
 * Makes sure that no run is overwritten, or, with `force`, removes it; files of other names are left alone.
 *
 * @throws RUN_FOLDER_EXISTS (kind "usage"), FILE_WRITE.
 */
export async function clearFolder(path: string, force: boolean, fs: FileSystem): Promise<void> {
  const there = await listFolder(path, fs);
  const files = NAMES.filter((name) => there.includes(name));
  if (files.length > 0 && !force) {
    const sentence = `${printable(path, 300)} already holds a run (${files.join(", ")})`;
    const advice = "choose another --out, go on with it by --resume, or overwrite it with --force";
    throw usageError("RUN_FOLDER_EXISTS", `${sentence}: ${advice}.`, { folder: path, files });
  }
  for (const name of files) await removeFile(join(path, name), fs);
}

/** Removes what killed processes left half written. Only the holder of the lock may do that. */
export async function removeLeftovers(path: string, fs: FileSystem): Promise<void> {
  for (const name of await listFolder(path, fs)) {
    if (isTemporary(name, NAMES)) await removeFile(join(path, name), fs);
  }
}

export async function listFolder(path: string, fs: FileSystem): Promise<string[]> {
  try {
    return await fs.list(path);
  } catch (error) {
    throw systemError("read", path, error);
  }
}

async function removeFile(path: string, fs: FileSystem): Promise<void> {
  try {
    await fs.remove(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw systemError("written", path, error);
  }
}
