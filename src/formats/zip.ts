import { crc32 } from "../core/crc32.ts";
import { inputError, type MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { inflateRawPlain } from "../core/inflate.ts";
import { integer, printable } from "../core/text.ts";
import { MOST_EXPANSION } from "./gzip.ts";
import { unpackLimit } from "./limits.ts";
import { byteCount, type NamedBytes, shownName } from "./named.ts";
import { readZipDirectory, type ZipEntry } from "./zip-directory.ts";

export type { ZipEntry };

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const DESCRIPTOR = 8;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;

/** Whether the bytes begin as a ZIP archive does (an empty one too); names are not asked. */
export function isZip(bytes: Uint8Array): boolean {
  const kind = bytes[2] * 256 + bytes[3];
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (kind === 0x0304 || kind === 0x0506);
}

/**
 * The members of a ZIP archive, by its central directory (PKWARE APPNOTE 6.3; zip64 too), in the order of the directory.
 * Nothing is unpacked. Local headers must agree with the directory, the members' bytes must not overlap, and the
 * first member begins at byte 0. A member's name is a key, never a path.
 *
 * @throws MyelinError of kind "input": ZIP_EOCD ZIP_DIRECTORY ZIP_ENTRIES ZIP_DUPLICATE ZIP_MISMATCH ZIP_OVERLAP
 * ZIP_PREFIX ZIP_METHOD ZIP_ENCRYPTED ZIP_SIZE.
 */
export function zipEntries(file: NamedBytes): readonly ZipEntry[] {
  const { entries, start } = readZipDirectory(file);
  const names = new Set<string>();
  const spans = entries.map((entry) => {
    if (names.has(entry.name))
      throw refuse(file, "ZIP_DUPLICATE", entry, "stands twice in the archive: give each array one name");
    names.add(entry.name);
    checkKind(file, entry);
    return { entry, end: dataStart(file, entry, start) + entry.packed };
  });
  checkSpans(file, spans, start);
  return entries;
}

/**
 * Unpacks one member, and checks length and CRC-32.
 *
 * @throws MyelinError of kind "input": ZIP_DATA ZIP_SIZE ZIP_CRC ZIP_TOO_LARGE, and those of {@link zipEntries} for its header.
 */
export async function unzip(file: NamedBytes, entry: ZipEntry, host: Host): Promise<Uint8Array> {
  checkDemand(file, entry);
  const from = dataStart(file, entry, file.bytes.length);
  const packed = file.bytes.subarray(from, from + entry.packed);
  const bytes = entry.method === STORED ? packed : await inflate(file, entry, packed, host);
  const found = host.crc32?.(bytes) ?? crc32(bytes);
  if (found !== entry.crc32) {
    const sums = `its CRC-32 should be ${hex(entry.crc32)}, but what came out has ${hex(found)}`;
    throw refuse(file, "ZIP_CRC", entry, `is damaged: ${sums}: get the file again`, { expected: entry.crc32, found });
  }
  return bytes;
}

/** The first bytes of a member, at most `count`; nothing is checked. */
export function unzipStart(file: NamedBytes, entry: ZipEntry, count: number): Uint8Array {
  const from = dataStart(file, entry, file.bytes.length);
  const packed = file.bytes.subarray(from, from + entry.packed);
  return entry.method === STORED ? packed.subarray(0, count) : inflateRawPlain(packed, count).output;
}

/** Refuses what would fill memory, by the directory's sizes, before anything is unpacked. */
function checkDemand(file: NamedBytes, entry: ZipEntry): void {
  const { packed, size } = entry;
  const { most, limit } = unpackLimit(packed);
  if (size <= most) return;
  const sizes = `unpacks ${byteCount(packed)} to ${byteCount(size)}, more than the ${integer(most)} that are read (limit ${limit})`;
  const advice = "get it from a source you trust, or save the array in parts";
  throw refuse(file, "ZIP_TOO_LARGE", entry, `${sizes}: ${advice}`, { size, packed, limit });
}

async function inflate(file: NamedBytes, entry: ZipEntry, packed: Uint8Array, host: Host): Promise<Uint8Array> {
  const { output, consumed, problem } = await host.inflateRaw(packed, entry.size);
  if (problem === "over-limit" || (!problem && output.length !== entry.size)) {
    const came = problem ? "more came out" : `only ${byteCount(output.length)} came out`;
    const sentence = `is damaged: the directory promises ${byteCount(entry.size)}, and ${came}: get the file again`;
    throw refuse(file, "ZIP_SIZE", entry, sentence, { expected: entry.size, found: output.length });
  }
  if (problem) {
    const what = problem === "truncated" ? "end before their end mark" : "make no sense";
    const place = `its compressed data ${what} at about byte ${integer(consumed)} of ${integer(packed.length)}`;
    throw refuse(file, "ZIP_DATA", entry, `is damaged: ${place}: get the file again`, { memberOffset: consumed });
  }
  if (consumed !== packed.length) {
    const rest = `its compressed data end at byte ${integer(consumed)} of ${integer(packed.length)}`;
    throw refuse(file, "ZIP_SIZE", entry, `is damaged: ${rest}: get the file again`, { memberOffset: consumed });
  }
  return output;
}

/** Refuses what cannot be unpacked, and sizes that no such stream can hold, before memory is asked for. */
function checkKind(file: NamedBytes, entry: ZipEntry): void {
  const { method, packed, size } = entry;
  if (entry.flags & ENCRYPTED) {
    throw refuse(file, "ZIP_ENCRYPTED", entry, "is encrypted: write the archive again without a password");
  }
  if (method !== STORED && method !== DEFLATED) {
    const known = "stored (0) and deflated (8) can be read";
    throw refuse(
      file,
      "ZIP_METHOD",
      entry,
      `is packed by method ${method}${methodName(method)}, and ${known}: write it again so`,
    );
  }
  if (method === STORED ? packed !== size : size > packed * MOST_EXPANSION) {
    const sizes = `${byteCount(packed)} cannot hold the ${byteCount(size)} that the directory promises`;
    throw refuse(
      file,
      "ZIP_SIZE",
      entry,
      `is damaged or made to fill memory: ${sizes}: get it from a source you trust`,
    );
  }
}

function methodName(method: number): string {
  const name = new Map([
    [9, "Deflate64"],
    [12, "bzip2"],
    [14, "LZMA"],
    [93, "Zstandard"],
    [95, "xz"],
    [99, "AES encryption"],
  ]).get(method);
  return name ? ` (${name})` : "";
}

/** Where the member's data begin, after its local header was compared with the directory. */
function dataStart(file: NamedBytes, entry: ZipEntry, limit: number): number {
  const { offset } = entry;
  const disagree = (what: string) =>
    refuse(
      file,
      "ZIP_MISMATCH",
      entry,
      `has another ${what} in its own header at byte ${integer(offset)} than in the directory: get the file again`,
      { offset },
    );
  if (offset + LOCAL_BYTES > limit) throw disagree("place");
  const view = new DataView(
    file.bytes.buffer,
    file.bytes.byteOffset + offset,
    Math.min(file.bytes.length, limit) - offset,
  );
  if (view.getUint32(0, true) !== LOCAL) throw disagree("signature");
  const nameBytes = view.getUint16(26, true);
  const start = LOCAL_BYTES + nameBytes + view.getUint16(28, true);
  if (start + entry.packed > view.byteLength) throw disagree("length");
  const name = file.bytes.subarray(offset + LOCAL_BYTES, offset + LOCAL_BYTES + nameBytes);
  if (!sameBytes(name, entry.rawName)) throw disagree("name");
  if (view.getUint16(6, true) !== entry.flags) throw disagree("set of flags");
  if (view.getUint16(8, true) !== entry.method) throw disagree("method");
  if (!(entry.flags & DESCRIPTOR)) checkLocalSizes(view, start, nameBytes, entry, disagree);
  return offset + start;
}

function checkLocalSizes(
  view: DataView,
  start: number,
  nameBytes: number,
  entry: ZipEntry,
  disagree: (what: string) => MyelinError,
) {
  if (view.getUint32(14, true) !== entry.crc32) throw disagree("CRC-32");
  let packed = view.getUint32(18, true);
  let size = view.getUint32(22, true);
  if (packed === 0xffff_ffff || size === 0xffff_ffff) {
    // zip64: the true sizes stand in the extra field 1, original size first.
    for (let at = LOCAL_BYTES + nameBytes; at + 4 <= start; at += 4 + view.getUint16(at + 2, true)) {
      const length = view.getUint16(at + 2, true);
      if (view.getUint16(at, true) !== 1 || length < 16 || at + 20 > start) continue;
      size = Number(view.getBigUint64(at + 4, true));
      packed = Number(view.getBigUint64(at + 12, true));
    }
  }
  if (packed !== entry.packed || size !== entry.size) throw disagree("size");
}

/** Members' bytes must be apart from one another, and the first begins where the file begins. */
function checkSpans(file: NamedBytes, spans: { entry: ZipEntry; end: number }[], start: number): void {
  spans.sort((a, b) => a.entry.offset - b.entry.offset);
  const first = spans.length === 0 ? start : spans[0].entry.offset;
  if (first > 0) {
    const what = `${shownName(file)} has ${byteCount(first)} before its first member, as a self-extracting archive has`;
    throw inputError("ZIP_PREFIX", `${what}: cut them off, or write the archive again.`, {
      file: file.name,
      found: first,
    });
  }
  for (let i = 1; i < spans.length; i++) {
    const [before, { entry }] = [spans[i - 1], spans[i]];
    if (entry.offset >= before.end) continue;
    const what = `begins at byte ${integer(entry.offset)}, inside ${quoted(before.entry.name)}, which ends at byte ${integer(before.end)}`;
    throw refuse(
      file,
      "ZIP_OVERLAP",
      entry,
      `${what}: the archive is damaged or made to fill memory; get it from a source you trust`,
      { offset: entry.offset },
    );
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const quoted = (name: string) => `"${printable(name, 80)}"`;
const hex = (value: number) => value.toString(16).padStart(8, "0");

function refuse(file: NamedBytes, code: string, entry: ZipEntry, what: string, facts = {}): MyelinError {
  const message = `${shownName(file)}: the member ${quoted(entry.name)} ${what}.`;
  return inputError(code, message, { file: file.name, member: entry.name, ...facts });
}
