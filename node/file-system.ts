import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { dirname } from "node:path";
import { ioError, type MyelinError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";

/** An open file; writes go to its end. */
export interface OpenFile {
  /** Hands out at least one byte; returns how many were taken, which may be fewer than were given. */
  write(bytes: Uint8Array): Promise<number>;
  /** Returns when the bytes are on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The calls to the file system that saving makes, so that tests can make each of them fail. */
export interface FileSystem {
  /** "wx" creates a file that must not exist; "a" appends to one, creating it if needed. */
  open(path: string, flags: "wx" | "a"): Promise<OpenFile>;
  /** The whole file. @throws INPUT_CHANGED when it changes meanwhile. */
  read(path: string): Promise<Uint8Array>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  /** Fails with EEXIST if there is something of that name. */
  makeFolder(path: string): Promise<void>;
  /** Makes the folders above it too; does nothing if it is there. */
  makeFolders(path: string): Promise<void>;
  /** Returns when the names in the folder are on the disk; does nothing where the system has no such call. */
  syncFolder(path: string): Promise<void>;
  /** Milliseconds for which a refused rename is tried again: on Windows other programs hold files open for moments. */
  readonly renamePatience: number;
}

/** Answers of file systems that cannot sync a folder (some network and user-space ones), not failures of saving. */
const CANNOT_SYNC = new Set(["EINVAL", "ENOTSUP", "EISDIR", "EPERM", "EACCES"]);

export const nodeFileSystem: FileSystem = {
  async open(path, flags) {
    const handle = await fs.open(path, flags);
    return {
      write: async (bytes) => (await handle.write(bytes)).bytesWritten,
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  read: readStable,
  rename: (from, to) => fs.rename(from, to),
  remove: (path) => fs.unlink(path),
  list: (folder) => fs.readdir(folder),
  async makeFolder(path) {
    await fs.mkdir(path);
  },
  async makeFolders(path) {
    await fs.mkdir(path, { recursive: true });
  },
  async syncFolder(path) {
    if (process.platform === "win32") return;
    const handle = await fs.open(path, "r");
    try {
      await handle.sync();
    } catch (error) {
      if (!CANNOT_SYNC.has(errnoOf(error))) throw error;
    } finally {
      await handle.close();
    }
  },
  renamePatience: process.platform === "win32" ? 10_000 : 0,
};

/** Reads a plain file and makes sure that nobody changed it meanwhile. */
async function readStable(path: string): Promise<Uint8Array> {
  // Without O_NONBLOCK, opening a named pipe would wait for its writer for ever.
  const handle = await fs.open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const before = await handle.stat();
    if (before.isDirectory()) throw Object.assign(new Error("is a folder"), { code: "EISDIR" });
    if (!before.isFile()) throw Object.assign(new Error("it is no plain file"), { code: "ENOTFILE" });
    const bytes = await handle.readFile();
    const after = await handle.stat();
    if (after.size === before.size && after.mtimeMs === before.mtimeMs && bytes.length === after.size) {
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    }
  } finally {
    await handle.close();
  }
  const sentence = `${printable(path, 500)} changed while it was read: expected a file at rest; try again`;
  throw ioError("INPUT_CHANGED", `${sentence}.`, { file: path });
}

/** Reason and advice for each error of the system that saving can meet. */
const REASONS: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  ENOSPC: ["the disk is full", "free some space or choose another folder"],
  EDQUOT: ["the disk quota is used up", "free some space or choose another folder"],
  EFBIG: ["the file would be larger than this disk allows", "choose another folder"],
  EIO: ["the disk reported an error", "check the disk or choose another folder"],
  EROFS: ["the disk is read-only", "choose another folder"],
  EACCES: ["the permission is missing", "change the permissions or choose another folder"],
  EPERM: ["the system does not allow it", "change the permissions or choose another folder"],
  EBUSY: ["another program has it open", "close that program and try again"],
  ENOENT: ["there is no such file or folder", "check the path"],
  ENOTDIR: ["a part of the path is a file, not a folder", "choose another path"],
  EEXIST: ["there is a file of that name", "choose another path"],
  EISDIR: ["it is a folder", "choose another path"],
  ENOTFILE: ["it is no plain file", "choose another path"],
  ENAMETOOLONG: ["the name is too long", "choose a shorter one"],
  ELOOP: ["its links lead in a circle", "choose another path"],
  EMFILE: ["too many files are open", "close other programs and try again"],
  ENFILE: ["too many files are open", "close other programs and try again"],
  EXDEV: ["the folder spans two disks", "choose another folder"],
  ESHORT: ["the system took none of the bytes", "check the disk or choose another folder"],
};

/** An error of the file system as one sentence (kind "io"): FILE_READ or FILE_WRITE with `errno` among its facts. */
export function systemError(doing: "read" | "written", path: string, error: unknown): MyelinError {
  const errno = errnoOf(error);
  const message = error instanceof Error ? printable(error.message, 200) : "unknown error";
  const [reason, advice] = REASONS[errno] ?? [message, "correct that and try again"];
  const code = errno === "" ? "" : ` (${printable(errno, 20)})`;
  const sentence = `${printable(path, 500) || "A file without a name"} could not be ${doing}: ${reason}${code}; ${advice}.`;
  return ioError(doing === "read" ? "FILE_READ" : "FILE_WRITE", sentence, { file: path, errno });
}

/** The system's name of an error, "" if it has none. */
export function errnoOf(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" ? code : "";
}

/** The folder that a path's name stands in. */
export const folderOf = dirname;
