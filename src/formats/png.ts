import { crc32 } from "../core/crc32.ts";
import { inputError, type MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { integer, printable } from "../core/text.ts";
import { MOST_EXPANSION } from "./gzip.ts";
import { limits } from "./limits.ts";
import { describeBytes, hexadecimal, type NamedBytes, shownName } from "./named.ts";
import type { Picture } from "./picture.ts";
import { type PngHeader, pixelsOf, rawLength } from "./png-pixels.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Depths that each colour type may have. */
const DEPTHS = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);
const IHDR_LENGTH = 13;

interface Chunk {
  readonly type: string;
  readonly offset: number;
  readonly data: Uint8Array;
}

/**
 * Decodes a PNG file (ISO/IEC 15948) of any colour type and depth, plain or interlaced. What changes pixels is checked with
 * its CRC, other chunks are not looked at; of animations the still picture is read; bytes behind IEND are left alone.
 *
 * @throws MyelinError of kind "input": PNG_SIGNATURE PNG_TRUNCATED PNG_CRC PNG_ORDER PNG_CHUNK PNG_SIZE PNG_FORMAT
 * PNG_PALETTE PNG_DATA PNG_FILTER.
 */
export async function decodePng(file: NamedBytes, host: Host): Promise<Picture> {
  const { header, parts } = readChunks(file, host);
  const raw = await inflate(file, header, parts, host);
  return pixelsOf(file, header, raw);
}

function readChunks(file: NamedBytes, host: Host): { header: PngHeader; parts: readonly Uint8Array[] } {
  const { bytes } = file;
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw wrongSignature(file);
  let header: PngHeader | undefined;
  const parts: Uint8Array[] = [];
  let pixelsEnded = false;
  for (let offset = SIGNATURE.length; ; ) {
    const chunk = readChunk(file, offset);
    const { type, data } = chunk;
    if (header === undefined && type !== "IHDR")
      throw order(file, chunk, "stands before the header IHDR, which comes first");
    if (isNeeded(type)) checkCrc(file, chunk, host);
    if (type === "IHDR" && header !== undefined)
      throw order(file, chunk, "is the second header IHDR, and there is one");
    if (type === "IHDR") header = readHeader(file, data);
    else if (type === "PLTE") header = { ...header!, palette: palette(file, chunk, header!, parts.length > 0) };
    else if (type === "tRNS")
      header = { ...header!, transparency: transparency(file, chunk, header!, parts.length > 0) };
    else if (type === "IDAT" && pixelsEnded) throw order(file, chunk, "stands apart from the other pixel chunks IDAT");
    else if (type === "IDAT") parts.push(data);
    else if (type === "IEND") break;
    else if (isCritical(type)) throw unknownChunk(file, chunk);
    pixelsEnded = parts.length > 0 && type !== "IDAT";
    offset += 12 + data.length;
  }
  if (parts.length === 0) throw refuse(file, "PNG_ORDER", "ends without pixels (no IDAT chunk): get the file again");
  if (header!.colourType === 3 && header!.palette === undefined)
    throw refuse(
      file,
      "PNG_PALETTE",
      "needs a palette for its colour type 3 and has none (no PLTE chunk): get the file again",
    );
  return { header: header!, parts };
}

/** The fifth bit of the first letter says whether a chunk may be left out. */
const isCritical = (type: string) => (type.charCodeAt(0) & 0x20) === 0;
const isNeeded = (type: string) => isCritical(type) || type === "tRNS";

function readChunk(file: NamedBytes, offset: number): Chunk {
  const { bytes } = file;
  if (offset + 8 > bytes.length) throw truncated(file, offset, "where the next chunk begins", offset + 12);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getUint32(offset);
  const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
  if (!/^[A-Za-z]{4}$/.test(type)) {
    const found = hexadecimal(bytes.subarray(offset + 4));
    throw refuse(
      file,
      "PNG_CHUNK",
      `has at byte ${integer(offset + 4)} the chunk name ${found}, which is no four letters: get the file again`,
      { offset },
    );
  }
  if (length > 0x7fff_ffff)
    throw refuse(
      file,
      "PNG_CHUNK",
      `has at byte ${integer(offset)} the length ${integer(length)} for its chunk ${type}, more than PNG allows: get the file again`,
      { offset },
    );
  const end = offset + 12 + length;
  if (end > bytes.length) throw truncated(file, offset, `in its chunk ${type}`, end);
  return { type, offset, data: bytes.subarray(offset + 8, offset + 8 + length) };
}

function checkCrc(file: NamedBytes, { type, offset, data }: Chunk, host: Host): void {
  const { bytes } = file;
  const covered = bytes.subarray(offset + 4, offset + 8 + data.length);
  const found = (host.crc32 ?? crc32)(covered) >>> 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const expected = view.getUint32(offset + 8 + data.length);
  if (found === expected) return;
  const hex = (value: number) => value.toString(16).padStart(8, "0");
  const sentence = `is damaged in its chunk ${type} at byte ${integer(offset)}: the CRC-32 is ${hex(found)} and should be ${hex(expected)}: get the file again`;
  throw refuse(file, "PNG_CRC", sentence, { offset, chunk: type, expected: hex(expected), found: hex(found) });
}

function readHeader(file: NamedBytes, data: Uint8Array): PngHeader {
  if (data.length !== IHDR_LENGTH)
    throw refuse(
      file,
      "PNG_FORMAT",
      `has a header IHDR of ${integer(data.length)} bytes, and it has ${IHDR_LENGTH}: get the file again`,
    );
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colourType, compression, filter, interlace] = data.subarray(8) as unknown as number[];
  if (width === 0 || height === 0 || width * height > limits.picturePixels) {
    const limit =
      width === 0 || height === 0
        ? "at least 1 × 1"
        : `at most ${integer(limits.picturePixels)} pixels (limit picturePixels)`;
    throw refuse(
      file,
      "PNG_SIZE",
      `says at byte 16 that it is ${integer(width)} × ${integer(height)}, and pictures have ${limit}: check the file`,
      { offset: 16, width, height },
    );
  }
  if (!DEPTHS.get(colourType!)?.includes(depth!))
    throw refuse(
      file,
      "PNG_FORMAT",
      `says at byte 24 that it has colour type ${colourType} with ${depth} bits a sample, which PNG does not have: get the file again`,
      { offset: 24 },
    );
  if (compression !== 0 || filter !== 0 || interlace! > 1)
    throw refuse(
      file,
      "PNG_FORMAT",
      `names the methods ${compression}, ${filter} and ${interlace} of compression, filter and interlace at byte 26, and PNG has 0, 0 and 0 or 1: get the file again`,
      { offset: 26 },
    );
  return { width, height, depth: depth!, colourType: colourType!, interlaced: interlace === 1 };
}

function palette(file: NamedBytes, chunk: Chunk, header: PngHeader, late: boolean): Uint8Array {
  if (late) throw order(file, chunk, "stands behind the pixels, and comes before them");
  if (header.palette) throw order(file, chunk, "is the second palette, and there is one");
  const { length } = chunk.data;
  const most = header.colourType === 3 ? 1 << header.depth : 256;
  if (length > 0 && length % 3 === 0 && length <= 3 * most) return chunk.data;
  throw refuse(
    file,
    "PNG_PALETTE",
    `has a palette of ${integer(length)} bytes, and ${header.depth} bits a pixel need 3 to ${3 * most} in threes: get the file again`,
    { offset: chunk.offset },
  );
}

function transparency(file: NamedBytes, chunk: Chunk, header: PngHeader, late: boolean): Uint8Array {
  if (late) throw order(file, chunk, "stands behind the pixels, and comes before them");
  const { colourType } = header;
  const entries = Math.trunc((header.palette?.length ?? 0) / 3);
  const { length } = chunk.data;
  const fits = colourType === 3 ? length > 0 && length <= entries : length === { 0: 2, 2: 6 }[colourType];
  if (fits) return chunk.data;
  throw refuse(
    file,
    "PNG_FORMAT",
    `has a chunk tRNS of ${integer(length)} bytes at byte ${integer(chunk.offset)}, which does not fit colour type ${colourType}${colourType === 3 ? ` with ${entries} palette entries before it` : ""}: get the file again`,
    { offset: chunk.offset },
  );
}

/** The rows as they are stored, filter bytes included. */
async function inflate(
  file: NamedBytes,
  header: PngHeader,
  parts: readonly Uint8Array[],
  host: Host,
): Promise<Uint8Array> {
  const zlib = parts.length === 1 ? parts[0]! : joined(parts);
  const expected = rawLength(header);
  const [method = 0, flags = 0] = zlib;
  if (zlib.length < 6 || (method & 15) !== 8 || method >> 4 > 7 || (method * 256 + flags) % 31 !== 0 || flags & 0x20)
    throw refuse(
      file,
      "PNG_DATA",
      `has pixel data that are no zlib stream (they begin ${hexadecimal(zlib, 2)}): get the file again`,
    );
  if (expected > zlib.length * MOST_EXPANSION)
    throw refuse(
      file,
      "PNG_DATA",
      `promises ${integer(header.width)} × ${integer(header.height)} pixels, which are ${integer(expected)} bytes, and its ${integer(zlib.length)} bytes of pixel data can hold at most ${integer(zlib.length * MOST_EXPANSION)}: get the file again`,
    );
  const stream = zlib.subarray(2);
  // First as if the checksum followed at once: then every platform can inflate it quickly.
  let result = await host.inflateRaw(stream.subarray(0, stream.length - 4), expected);
  if (result.problem === "truncated") result = await host.inflateRaw(stream, expected);
  const { output, consumed, problem } = result;
  if (problem !== undefined || output.length !== expected) {
    const why = problem === "over-limit" ? "more than" : problem === "corrupt" ? "damaged data after" : "only";
    throw refuse(
      file,
      "PNG_DATA",
      `has ${integer(header.width)} × ${integer(header.height)} pixels, which are ${integer(expected)} bytes, and its pixel data hold ${why} ${integer(output.length)}: get the file again`,
      { expected, found: output.length },
    );
  }
  const sum = stream.subarray(consumed);
  const stated = sum.length < 4 ? -1 : new DataView(sum.buffer, sum.byteOffset, 4).getUint32(0);
  if (stated !== adler32(output))
    throw refuse(
      file,
      "PNG_DATA",
      `has pixel data whose checksum is ${sum.length < 4 ? "missing" : "wrong"}: get the file again`,
    );
  return output;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Checksum of zlib streams (RFC 1950); 3,800 bytes at most keep the sums within 32 bits. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length; at += 3800) {
    const end = Math.min(at + 3800, bytes.length);
    for (let i = at; i < end; i++) {
      a += bytes[i]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

function wrongSignature(file: NamedBytes): MyelinError {
  const { bytes } = file;
  if (bytes.length < SIGNATURE.length) return truncated(file, 0, "in its signature", SIGNATURE.length);
  const kind = describeBytes(bytes);
  const found = hexadecimal(bytes, 8);
  const why = kind === "a PNG picture" ? "was changed as text would be" : `is ${kind ?? "no PNG picture"}`;
  return refuse(
    file,
    "PNG_SIGNATURE",
    `${why}: it begins ${found}, and PNG begins ${hexadecimal(SIGNATURE, 8)}: get the file again, as binary`,
    { offset: 0, found },
  );
}

function truncated(file: NamedBytes, offset: number, where: string, expected: number): MyelinError {
  const sentence = `is cut short ${where} at byte ${integer(offset)}: it has ${integer(file.bytes.length)} bytes and needs at least ${integer(expected)}: get the file again`;
  return refuse(file, "PNG_TRUNCATED", sentence, { offset, expected, found: file.bytes.length });
}

function order(file: NamedBytes, chunk: Chunk, what: string): MyelinError {
  const sentence = `is out of order: its chunk ${chunk.type} at byte ${integer(chunk.offset)} ${what}: get the file again`;
  return refuse(file, "PNG_ORDER", sentence, { offset: chunk.offset, chunk: chunk.type });
}

function unknownChunk(file: NamedBytes, { type, offset }: Chunk): MyelinError {
  const sentence = `has at byte ${integer(offset)} the chunk ${printable(type)}, which must be understood and is not known: save it as a plain PNG`;
  return refuse(file, "PNG_CHUNK", sentence, { offset, chunk: type });
}

/** An error about a PNG file: its name, then what is wrong. */
function refuse(file: NamedBytes, code: string, what: string, facts = {}): MyelinError {
  return inputError(code, `${shownName(file)} ${what}.`, { file: file.name, ...facts });
}
