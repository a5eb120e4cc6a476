import { inputError, type MyelinError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { byteCount, describeBytes, type NamedBytes, shownName } from "./named.ts";

/** Most members of an archive that is read. */
export const ZIP_MOST_ENTRIES = 65_535;

const END = 0x06054b50;
const END_BYTES = 22;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_BYTES = 20;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const UTF8 = 0x0800;

/** What the central directory says of one member. */
export interface ZipEntry {
  /** A key, never a path. */
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  /** Bytes as they stand in the archive. */
  readonly packed: number;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

interface Directory {
  readonly entries: readonly ZipEntry[];
  /** Where the directory begins: members end before it. */
  readonly start: number;
}

/** Reads the central directory. @throws MyelinError ZIP_EOCD ZIP_DIRECTORY ZIP_ENTRIES. */
export function readZipDirectory(file: NamedBytes): Directory {
  const { count, start, end } = findDirectory(file);
  if (count > ZIP_MOST_ENTRIES) {
    throw refuse(
      file,
      "ZIP_ENTRIES",
      `promises ${integer(count)} members, and at most ${integer(ZIP_MOST_ENTRIES)} are read: write fewer`,
    );
  }
  const view = viewOf(file);
  const entries: ZipEntry[] = [];
  let at = start;
  while (at < end && entries.length < count) {
    const entry =
      at + CENTRAL_BYTES <= end && view.getUint32(at, true) === CENTRAL ? readEntry(file, view, at, end) : undefined;
    if (!entry)
      throw refuse(file, "ZIP_DIRECTORY", `has a directory that makes no sense at byte ${integer(at)}: get it again`, {
        offset: at,
      });
    entries.push(entry.entry);
    at = entry.next;
  }
  if (at === end && entries.length === count) return { entries, start };
  const counts = `promises ${integer(count)} members in its directory, which ends at byte ${integer(end)}, and has ${integer(entries.length)} up to byte ${integer(at)}`;
  throw refuse(file, "ZIP_DIRECTORY", `${counts}: get it again`, {
    offset: at,
    expected: count,
    found: entries.length,
  });
}

/** Where the directory is, by the record at the file's end. */
function findDirectory(file: NamedBytes): { count: number; start: number; end: number } {
  const at = findEnd(file);
  const view = viewOf(file);
  let count = view.getUint16(at + 10, true);
  let size = view.getUint32(at + 12, true);
  let start = view.getUint32(at + 16, true);
  let end = at;
  let disks = view.getUint16(at + 4, true) + view.getUint16(at + 6, true);
  let onThisDisk = view.getUint16(at + 8, true);
  if ((count === 0xffff || size === 0xffff_ffff || start === 0xffff_ffff) && hasLocator(view, at)) {
    end = findEnd64(file, view, at - LOCATOR64_BYTES);
    disks = view.getUint32(end + 16, true) + view.getUint32(end + 20, true);
    onThisDisk = big(view, end + 24);
    count = big(view, end + 32);
    size = big(view, end + 40);
    start = big(view, end + 48);
  }
  if (disks !== 0 || onThisDisk !== count) {
    throw refuse(file, "ZIP_DIRECTORY", "is one part of an archive in several files: join them into one");
  }
  if (start + size !== end) {
    const place = `at byte ${integer(start)} with ${byteCount(size)}, which must end at byte ${integer(end)}`;
    throw refuse(
      file,
      "ZIP_DIRECTORY",
      `says that its directory is ${place}: bytes stand before the archive, or it is damaged; get it again`,
      { offset: end, expected: end, found: start + size },
    );
  }
  return { count, start, end };
}

/** The end record: the last 22 bytes, or earlier by the length of the comment behind it. */
function findEnd(file: NamedBytes): number {
  const { bytes } = file;
  const view = viewOf(file);
  const earliest = Math.max(0, bytes.length - END_BYTES - 0xffff);
  for (let at = bytes.length - END_BYTES; at >= earliest; at--) {
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === bytes.length) return at;
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw refuse(
      file,
      "ZIP_EOCD",
      `has no end-of-directory record in its ${byteCount(bytes.length)}: it is cut short; get it again`,
    );
  }
  const kind = describeBytes(bytes);
  const found =
    bytes.length === 0 ? "it is empty" : kind ? `it looks like ${kind}` : "it does not begin or end as one does";
  throw refuse(file, "ZIP_EOCD", `is not a ZIP archive: ${found}: give an .npz or .zip file`);
}

function hasLocator(view: DataView, end: number): boolean {
  return end >= LOCATOR64_BYTES && view.getUint32(end - LOCATOR64_BYTES, true) === LOCATOR64;
}

function findEnd64(file: NamedBytes, view: DataView, locator: number): number {
  const at = big(view, locator + 8);
  const fits = at + END64_BYTES <= locator && view.getUint32(at, true) === END64;
  if (fits && big(view, at + 4) + 12 === locator - at) return at;
  throw refuse(file, "ZIP_EOCD", `has no zip64 end record at byte ${integer(at)}, where it is promised: get it again`, {
    offset: at,
  });
}

function readEntry(file: NamedBytes, view: DataView, at: number, limit: number) {
  const nameEnd = at + CENTRAL_BYTES + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > limit) return undefined;
  const rawName = file.bytes.subarray(at + CENTRAL_BYTES, nameEnd);
  const flags = view.getUint16(at + 8, true);
  const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  if (!readSizes64(view, sizes, nameEnd, extraEnd)) return undefined;
  const [size, packed, offset] = sizes;
  const entry: ZipEntry = {
    name: decodeName(rawName, (flags & UTF8) !== 0),
    rawName,
    flags,
    method: view.getUint16(at + 10, true),
    crc32: view.getUint32(at + 16, true),
    packed,
    size,
    offset,
  };
  return { entry, next };
}

/** Puts 64-bit sizes (size, packed, offset) from the extra field where the directory says ffffffff. @returns false if absent. */
function readSizes64(view: DataView, sizes: number[], from: number, to: number): boolean {
  if (!sizes.includes(0xffff_ffff)) return true;
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) !== 1 || end > to) continue;
    let field = at + 4;
    for (let i = 0; i < 3; i++) {
      if (sizes[i] !== 0xffff_ffff) continue;
      if (field + 8 > end) return false;
      sizes[i] = big(view, field);
      field += 8;
    }
    return true;
  }
  return false;
}

/** UTF-8 where that is what it is; other bytes one character each, so that different names stay different. */
function decodeName(raw: Uint8Array, utf8: boolean): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return `${utf8 ? "\ufffd" : ""}${Array.from(raw, (byte) => String.fromCharCode(byte)).join("")}`;
  }
}

function viewOf({ bytes }: NamedBytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** A 64-bit size as a number; sizes beyond 2^53 come out inexact, and beyond every file. */
function big(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function refuse(file: NamedBytes, code: string, what: string, facts = {}): MyelinError {
  return inputError(code, `${shownName(file)} ${what}.`, { file: file.name, ...facts });
}
