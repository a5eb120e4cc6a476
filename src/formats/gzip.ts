import { crc32 } from "../core/crc32.ts";
import { inputError } from "../core/errors.ts";
import type { Host, Inflated } from "../core/host.ts";
import { inflateRawPlain } from "../core/inflate.ts";
import { integer } from "../core/text.ts";
import { unpackLimit } from "./limits.ts";
import { byteCount, describeBytes, hexadecimal, type NamedBytes, shownName } from "./named.ts";

/** DEFLATE cannot expand further than this; a larger promise is false before anything is inflated. */
export const MOST_EXPANSION = 1032;
const HEAD_BYTES = 64;
/** Members of at most so many bytes are unpacked without the platform's help, which costs more to call. */
const SMALL_MEMBER = 1 << 12;
const RESERVED = 0xe0;
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;

/** Whether the bytes begin as gzip does; names are not asked. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export interface GunzipOptions {
  /**
   * Says how many bytes may come out, from the first (at most 64) bytes that come out: a file that expands further than
   * its inner header promises is stopped there. May throw, which refuses the file before it is inflated.
   */
  readonly limit?: (head: Uint8Array) => number;
}

/**
 * Unpacks a gzip file (RFC 1952): any number of members joined, each with its CRC-32 and length checked; zero bytes
 * behind the last one are tape padding and accepted, anything else there is refused. Same verdict on every platform.
 *
 * @throws MyelinError of kind "input": GZ_MAGIC GZ_METHOD GZ_FLAGS GZ_HEADER GZ_TRUNCATED GZ_DATA GZ_CRC GZ_SIZE
 * GZ_TRAILING GZ_NESTED GZ_TOO_LONG GZ_TOO_LARGE.
 */
export async function gunzip(file: NamedBytes, host: Host, options: GunzipOptions = {}): Promise<Uint8Array> {
  const { bytes } = file;
  const contents = new Contents();
  let limit = 0;
  let end = 0;
  do {
    const start = readMemberHeader(file, end);
    if (contents.length < HEAD_BYTES) limit = askLimit(file, contents.all(), start, options) ?? limit;
    const place = { start, limit, before: contents.length, first: end === 0, promised: options.limit !== undefined };
    const member = await readMember(file, host, place);
    contents.add(member.output);
    end = member.end;
  } while (!restIsZero(bytes, end));
  return contents.all();
}

/** What the members hold, joined: one alone without a copy, many in an array that grows by half. */
class Contents {
  private bytes: Uint8Array = new Uint8Array(0);
  length = 0;

  add(more: Uint8Array): void {
    if (more.length === 0) return;
    const length = this.length + more.length;
    if (this.length === 0) this.bytes = more;
    else {
      if (length > this.bytes.length) {
        const grown = new Uint8Array(Math.max(length, Math.ceil(1.5 * this.length)));
        grown.set(this.all());
        this.bytes = grown;
      }
      this.bytes.set(more, this.length);
    }
    this.length = length;
  }

  all(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** The first bytes of the first member, at most `count`; nothing is checked but its header. */
export function gunzipStart(file: NamedBytes, count: number): Uint8Array {
  return inflateRawPlain(file.bytes.subarray(readMemberHeader(file, 0)), count).output;
}

/**
 * @param before what came out of earlier members, fewer than HEAD_BYTES.
 * @returns undefined where nothing comes out of this member, so that there is nothing new to ask about.
 */
function askLimit(file: NamedBytes, before: Uint8Array, start: number, options: GunzipOptions): number | undefined {
  const more = inflateRawPlain(file.bytes.subarray(start), HEAD_BYTES - before.length).output;
  if (more.length === 0) return undefined;
  const head = joined([before, more], before.length + more.length);
  if (isGzip(head)) {
    const what = "holds gzip data inside gzip: unpack it once and give the inner file";
    throw inputError("GZ_NESTED", `${shownName(file)} ${what}.`, { file: file.name });
  }
  const { most, limit } = unpackLimit(file.bytes.length);
  const promised = options.limit?.(head);
  if (promised === undefined) return most;
  if (promised <= most) return promised;
  const sentence = `${shownName(file)} unpacks ${byteCount(file.bytes.length)} to ${byteCount(promised)}, more than the ${integer(most)} that are read (limit ${limit})`;
  throw inputError("GZ_TOO_LARGE", `${sentence}: get it from a source you trust.`, {
    file: file.name,
    limit,
    promised,
  });
}

async function readMember(
  file: NamedBytes,
  host: Host,
  place: { start: number; limit: number; before: number; first: boolean; promised: boolean },
) {
  const { start, limit, before, first } = place;
  const { bytes } = file;
  const room = limit - before;
  if (!first) {
    const small = inflateRawPlain(bytes.subarray(start), Math.min(room, SMALL_MEMBER));
    if (small.problem === undefined) return endOfMember(file, host, small, start, before);
  }
  // First as if this were the only member: then the stream ends where the trailer begins, which is the case that every
  // platform can inflate quickly.
  const guess = Math.max(start, bytes.length - 8);
  let result = await host.inflateRaw(bytes.subarray(start, guess), room);
  if (result.problem === "truncated") result = await host.inflateRaw(bytes.subarray(start), room);
  if (result.problem)
    throw streamError(file, result.problem, start + result.consumed, before + result.output.length, place);
  return endOfMember(file, host, result, start, before);
}

function endOfMember(file: NamedBytes, host: Host, { output, consumed }: Inflated, start: number, before: number) {
  const { bytes } = file;
  const trailer = start + consumed;
  if (bytes.length - trailer < 8) throw truncated(file, before + output.length);
  checkTrailer(file, host, output, trailer);
  return { output, end: trailer + 8 };
}

function checkTrailer(file: NamedBytes, host: Host, output: Uint8Array, trailer: number): void {
  const view = new DataView(file.bytes.buffer, file.bytes.byteOffset + trailer, 8);
  const expected = view.getUint32(0, true);
  const found = host.crc32?.(output) ?? crc32(output);
  if (expected !== found) {
    throw inputError(
      "GZ_CRC",
      `${shownName(file)} is damaged: its CRC-32 at byte ${integer(trailer)} says ${hex(expected)}, but what came out has ${hex(found)}: get the file again.`,
      { file: file.name, offset: trailer, expected, found },
    );
  }
  const length = view.getUint32(4, true);
  if (length !== output.length % 0x1_0000_0000) {
    throw inputError(
      "GZ_SIZE",
      `${shownName(file)} is damaged: its length field at byte ${integer(trailer + 4)} says ${integer(length)} bytes, but ${integer(output.length)} came out: get the file again.`,
      { file: file.name, offset: trailer + 4, expected: length, found: output.length },
    );
  }
}

/** @returns the byte at which the member's DEFLATE stream begins. */
function readMemberHeader(file: NamedBytes, offset: number): number {
  const { bytes } = file;
  const rest = bytes.subarray(offset);
  if (!isGzip(rest)) throw offset === 0 ? notGzip(file) : trailing(file, offset);
  if (rest.length < 10) throw truncated(file, 0);
  if (rest[2] !== 8) {
    throw headerError(file, "GZ_METHOD", offset + 2, `names compression method ${rest[2]}, and gzip knows only 8`);
  }
  const flags = rest[3]!;
  if (flags & RESERVED) {
    throw headerError(
      file,
      "GZ_FLAGS",
      offset + 3,
      `has the flags 0x${flags.toString(16)}, of which some mean nothing`,
    );
  }
  let at = 10;
  if (flags & FEXTRA) at += rest.length < 12 ? 2 : 2 + (rest[10]! | (rest[11]! << 8));
  if (flags & FNAME) at = afterZero(rest, at);
  if (flags & FCOMMENT) at = afterZero(rest, at);
  if (flags & FHCRC) at = checkHeaderCrc(file, offset, at);
  if (at > rest.length) {
    throw headerError(
      file,
      "GZ_HEADER",
      offset + 10,
      "has a header with an extra field, name or comment that does not end",
    );
  }
  return offset + at;
}

function checkHeaderCrc(file: NamedBytes, offset: number, at: number): number {
  const header = file.bytes.subarray(offset, offset + at);
  const stored = file.bytes.subarray(offset + at, offset + at + 2);
  if (stored.length === 2 && (crc32(header) & 0xffff) !== (stored[0]! | (stored[1]! << 8))) {
    throw headerError(file, "GZ_HEADER", offset + at, "has a header that does not agree with its own check sum");
  }
  return at + 2;
}

function afterZero(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(0, from);
  return from > bytes.length || end < 0 ? bytes.length + 1 : end + 1;
}

function restIsZero(bytes: Uint8Array, from: number): boolean {
  for (let i = from; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

function joined(parts: readonly Uint8Array[], total: number): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function streamError(
  file: NamedBytes,
  problem: string,
  offset: number,
  plain: number,
  place: { limit: number; promised: boolean },
) {
  if (problem === "truncated") return truncated(file, plain);
  const facts = { file: file.name, offset, plainOffset: plain };
  if (problem === "over-limit") {
    const { limit, promised } = place;
    const most = promised
      ? "that its inner header promises"
      : `that are read (limit ${unpackLimit(file.bytes.length).limit})`;
    return inputError(
      "GZ_TOO_LONG",
      `${shownName(file)} unpacks to more than the ${integer(limit)} bytes ${most}: it is damaged or made to fill memory; get it again from a source you trust.`,
      { ...facts, limit },
    );
  }
  return inputError(
    "GZ_DATA",
    `${shownName(file)} is damaged: its compressed data make no sense at about byte ${integer(offset)} of ${integer(file.bytes.length)}, after ${byteCount(plain)} came out: get the file again.`,
    facts,
  );
}

function truncated(file: NamedBytes, plain: number) {
  const length = file.bytes.length;
  return inputError(
    "GZ_TRUNCATED",
    `${shownName(file)} is cut short: the gzip data end at byte ${integer(length)}, after ${byteCount(plain)} came out, before their end mark: get the file again.`,
    { file: file.name, offset: length, plainOffset: plain },
  );
}

function trailing(file: NamedBytes, offset: number) {
  const count = file.bytes.length - offset;
  return inputError(
    "GZ_TRAILING",
    `${shownName(file)} has ${byteCount(count)} behind the end of its gzip data at byte ${integer(offset)}, beginning ${hexadecimal(file.bytes.subarray(offset))}: get the file again, or cut them off.`,
    { file: file.name, offset, count },
  );
}

function headerError(file: NamedBytes, code: string, offset: number, what: string) {
  return inputError(code, `${shownName(file)} ${what}, at byte ${integer(offset)}: get the file again.`, {
    file: file.name,
    offset,
  });
}

/** The error for a file that is expected to be gzip and does not begin as gzip does. */
export function notGzip(file: NamedBytes) {
  const kind = describeBytes(file.bytes);
  const begins = file.bytes.length === 0 ? "it is empty" : `it begins ${hexadecimal(file.bytes)}`;
  const looks = kind ? ` and looks like ${kind}` : "";
  const advice = kind === "an HTML page" ? "a server sent an error page in its place, get it again" : "get it again";
  return inputError("GZ_MAGIC", `${shownName(file)} is not gzip data: ${begins}${looks}, not 1f 8b: ${advice}.`, {
    file: file.name,
    offset: 0,
    ...(kind ? { kind } : {}),
  });
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
