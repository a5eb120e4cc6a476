import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import { MyelinError } from "../src/core/errors.ts";
import { errnoOf, type FileSystem, folderOf, nodeFileSystem, type OpenFile, systemError } from "./file-system.ts";

/**
 * Writes a file so that at every instant its path holds either the old contents or the new ones, whole, whatever dies:
 * a new file beside it, every byte, fsync, close, rename, fsync of the folder. The new file is removed on failure.
 *
 * @throws FILE_WRITE (kind "io"); the old file is then as it was.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array, fs: FileSystem = nodeFileSystem): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await writeNew(temporary, bytes, fs);
    await renamePatiently(temporary, path, fs);
  } catch (error) {
    await fs.remove(temporary).catch(() => {});
    throw error instanceof MyelinError ? error : systemError("written", path, error);
  }
  try {
    await fs.syncFolder(folderOf(path));
  } catch (error) {
    throw systemError("written", path, error);
  }
}

/** Always in the folder of `path`: a rename between disks is no rename. */
function temporaryPath(path: string): string {
  return join(folderOf(path), `.${basename(path)}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
}

/** True of names that `writeFileAtomic` gives while it writes one of `names`: what a killed process leaves behind. */
export function isTemporary(name: string, names: readonly string[]): boolean {
  const match = /^\.(.+)\.[0-9]+-[0-9a-f]{8}\.tmp$/.exec(name);
  return match !== null && names.includes(match[1] as string);
}

async function writeNew(path: string, bytes: Uint8Array, fs: FileSystem): Promise<void> {
  const file = await fs.open(path, "wx");
  try {
    await writeAll(file, bytes);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => {});
    throw error;
  }
  await file.close();
}

/** A write may take fewer bytes than it was given; `written` hears how many were taken, also when a later one fails. */
export async function writeAll(file: OpenFile, bytes: Uint8Array, written: (count: number) => void = () => {}) {
  let at = 0;
  while (at < bytes.length) {
    const count = await file.write(bytes.subarray(at));
    if (count <= 0) throw Object.assign(new Error("nothing was written"), { code: "ESHORT" });
    at += count;
    written(count);
  }
}

async function renamePatiently(from: string, to: string, fs: FileSystem): Promise<void> {
  for (let waited = 0, pause = 10; ; pause *= 2) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      if (!["EPERM", "EBUSY", "EACCES"].includes(errnoOf(error)) || waited >= fs.renamePatience) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    waited += pause;
  }
}
