import { readFileSync, type Stats, statSync } from "node:fs";
import { ioError, type MyelinError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import type { NamedBytes } from "../src/formats/named.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EISDIR: "it is a folder",
  EACCES: "the permission is missing",
  EPERM: "the system does not allow it",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EIO: "the disk reported an error",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
};

/** An error of the file system as one sentence (exit 4). @param doing "read" or "write". */
export function fileError(doing: "read" | "write", path: string, error: unknown): MyelinError {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const reason = REASONS[code] ?? (error as Error).message;
  const advice = code === "ENOENT" ? "check the path" : "correct that and try again";
  return ioError(
    doing === "read" ? "FILE_READ" : "FILE_WRITE",
    `${printable(path, 500)} could not be ${doing === "read" ? "read" : "written"}: ${printable(reason, 200)}${code ? ` (${code})` : ""}: ${advice}.`,
    { file: path, errno: code },
  );
}

/** Reads a whole file. @throws MyelinError FILE_READ. */
export function readNamed(path: string): NamedBytes {
  try {
    // A plain array, as everywhere: a Buffer's slice would be a view.
    const { buffer, byteOffset, length } = readFileSync(path);
    return { name: path, bytes: new Uint8Array(buffer, byteOffset, length) };
  } catch (error) {
    throw fileError("read", path, error);
  }
}

/** Bytes of a file, or undefined when there is none that may be looked at. */
export function fileSize(path: string): number | undefined {
  const stat = statOf(path);
  return stat?.isFile() ? stat.size : undefined;
}

export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
