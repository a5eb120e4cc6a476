import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, type Stats, statSync } from "node:fs";
import { inputError, ioError, MyelinError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import { beyondLimit, type LimitName, limits } from "../src/formats/limits.ts";
import type { NamedBytes, NamedPieces } from "../src/formats/named.ts";
import { readPipe } from "./pipe.ts";

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
    `${printable(path, 500) || "A file without a name"} could not be ${doing === "read" ? "read" : "written"}: ${printable(reason, 200)}${code ? ` (${code})` : ""}: ${advice}.`,
    { file: path, errno: code },
  );
}

/**
 * Reads a whole file, or what a pipe delivers (`<(…)`, `/dev/stdin`, `-`). A device, and a pipe that nobody writes to or that does not end, are
 * refused: nothing is opened that could block without a word.
 *
 * @param most a limit of the bytes, by its name; asked before the file is read.
 * @throws MyelinError FILE_READ; FILE_DEVICE, FILE_TOO_LARGE, PIPE_SILENT, PIPE_ENDLESS of kind "input".
 */
export function readNamed(path: string, most?: LimitName): NamedBytes {
  return opened(path, (descriptor, stat) => {
    if (!stat.isFile()) return { name: path, bytes: readPipe(path, descriptor, most ?? "pipeBytes") };
    if (most !== undefined && stat.size > limits[most])
      throw beyondLimit({ name: path }, most, "FILE_TOO_LARGE", {
        what: "",
        advice: "give a smaller file",
        size: stat.size,
      });
    // A plain array, as everywhere: a Buffer's slice would be a view.
    const { buffer, byteOffset, length } = readFileSync(descriptor);
    return { name: path, bytes: new Uint8Array(buffer, byteOffset, length) };
  });
}

/** As `readNamed`, piece by piece; a piece is to be used before the next one is asked for. */
export function readPieces(path: string): NamedPieces {
  return { name: path, pieces: pieces(path) };
}

const PIECE = 1 << 20;

function* pieces(path: string): Generator<Uint8Array> {
  let descriptor: number | undefined;
  try {
    const open = openChecked(path);
    descriptor = open.descriptor;
    if (!open.stat.isFile()) return yield readPipe(path, descriptor, "pipeBytes");
    const buffer = new Uint8Array(PIECE);
    for (let count = 1; count > 0; ) {
      count = readSync(descriptor, buffer);
      yield buffer.subarray(0, count);
    }
  } catch (error) {
    throw error instanceof MyelinError ? error : fileError("read", path, error);
  } finally {
    if (descriptor) closeSync(descriptor);
  }
}

/** Opens, uses and closes a file; what the system says becomes a sentence. */
function opened<T>(path: string, use: (descriptor: number, stat: Stats) => T): T {
  let descriptor: number | undefined;
  try {
    const open = openChecked(path);
    descriptor = open.descriptor;
    return use(descriptor, open.stat);
  } catch (error) {
    throw error instanceof MyelinError ? error : fileError("read", path, error);
  } finally {
    if (descriptor) closeSync(descriptor);
  }
}

/** `-` is the standard input. Without O_NONBLOCK, opening a named pipe would wait for its writer for ever. */
function openChecked(path: string): { readonly descriptor: number; readonly stat: Stats } {
  const place = path === "-" && statOf(path) === undefined ? "/dev/stdin" : path;
  const stat = statSync(place);
  if (stat.isDirectory()) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  if (stat.isCharacterDevice() || stat.isBlockDevice()) throw isDevice(path);
  // A socket, as which a parent process may hand the standard input, cannot be opened a second time.
  if (stat.isSocket() && place === "/dev/stdin") return { descriptor: 0, stat };
  const descriptor = openSync(place, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  return { descriptor, stat: fstatSync(descriptor) };
}

function isDevice(path: string): MyelinError {
  const sentence = `${printable(path, 500)} is a device or a terminal, not a file: give a file, or a pipe that ends`;
  return inputError("FILE_DEVICE", `${sentence}.`, { file: path });
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
