import { integer, printable } from "../core/text.ts";

/** A file in memory: its bytes and the name by which messages speak of it. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file that comes piece by piece, for what need not be in memory as a whole. */
export interface NamedPieces {
  readonly name: string;
  readonly pieces: Iterable<Uint8Array>;
}

/** The file's name as it may be shown: control and direction characters made visible, long names cut. */
export function shownName(file: { readonly name: string }): string {
  return printable(file.name, 200);
}

/** A number of bytes in full: "1 byte", "47,040,016 bytes". */
export function byteCount(count: number): string {
  return `${integer(count)} ${count === 1 ? "byte" : "bytes"}`;
}

/** The last part of a path with `/` or `\`. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The first bytes in hexadecimal, for messages: `1f 8b 08`. */
export function hexadecimal(bytes: Uint8Array, count = 4): string {
  return Array.from(bytes.subarray(0, count), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

const SIGNATURES: readonly (readonly [kind: string, ...start: number[]])[] = [
  ["gzip data", 0x1f, 0x8b],
  ["a PNG picture", 0x89, 0x50, 0x4e, 0x47],
  ["a JPEG picture", 0xff, 0xd8, 0xff],
  ["a GIF picture", 0x47, 0x49, 0x46, 0x38],
  ["a ZIP archive", 0x50, 0x4b, 0x03, 0x04],
  ["an empty ZIP archive", 0x50, 0x4b, 0x05, 0x06],
  ["xz data", 0xfd, 0x37, 0x7a, 0x58, 0x5a],
  ["bzip2 data", 0x42, 0x5a, 0x68],
  ["zstd data", 0x28, 0xb5, 0x2f, 0xfd],
  ["a 7-Zip archive", 0x37, 0x7a, 0xbc, 0xaf],
  ["an HDF5 file", 0x89, 0x48, 0x44, 0x46],
  ["a NumPy array (.npy)", 0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59],
  ["a Parquet file", 0x50, 0x41, 0x52, 0x31],
  ["a PDF document", 0x25, 0x50, 0x44, 0x46],
  ["a Python pickle", 0x80, 0x02],
  ["a Python pickle", 0x80, 0x03],
  ["a Python pickle", 0x80, 0x04],
  ["a Python pickle", 0x80, 0x05],
  ["a Python pickle", 0x28, 0x28, 0x63],
  ["a Python pickle", 0x28, 0x6c, 0x70],
  ["a Python pickle", 0x28, 0x64, 0x70],
];

/** What the bytes look like ("an HTML page", "a PNG picture"), or undefined. Only used to make messages helpful. */
export function describeBytes(bytes: Uint8Array): string | undefined {
  for (const [kind, ...start] of SIGNATURES) if (start.every((byte, i) => bytes[i] === byte)) return kind;
  let text = "";
  for (const byte of bytes.subarray(0, 256)) text += byte < 128 ? String.fromCharCode(byte) : "?";
  const start = text.trimStart().toLowerCase();
  if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<head")) return "an HTML page";
  if (start.startsWith("<?xml")) return "an XML document";
  if (start.startsWith("version https://git-lfs")) return "a Git LFS pointer, not the file itself";
  return undefined;
}
