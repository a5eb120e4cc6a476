import { crc32 } from "../core/crc32.ts";
import { usageError } from "../core/errors.ts";

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const UTF8 = 0x0800;
const DEFLATED = 8;
/** 1 January 1980, the format's first day: the same content gives the same bytes. */
const DATE = 0x21;

/**
 * Writes a ZIP archive, its members in the order of the map; `unzip` gives them back.
 *
 * @param deflate packs a member as raw DEFLATE; without it members are stored as they are.
 * @throws MyelinError ZIP_WRITE for more than 65,534 members or 4 GiB.
 */
export function writeZip(
  members: ReadonlyMap<string, Uint8Array>,
  deflate?: (bytes: Uint8Array) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  const rows = Array.from(members, ([name, plain]) => ({
    name: new TextEncoder().encode(name),
    bytes: deflate?.(plain) ?? plain,
    method: deflate ? DEFLATED : 0,
    plain: plain.length,
    crc: crc32(plain),
  }));
  const body = rows.reduce((sum, { name, bytes }) => sum + LOCAL_BYTES + name.length + bytes.length, 0);
  const directory = rows.reduce((sum, { name }) => sum + CENTRAL_BYTES + name.length, 0);
  if (rows.length > 65_534 || body + directory > 0xffff_0000 || rows.some(({ name }) => name.length > 0xffff)) {
    throw usageError(
      "ZIP_WRITE",
      `${rows.length} members with ${body} bytes are more than a plain ZIP archive holds: write several files.`,
    );
  }
  const out = new Uint8Array(body + directory + END_BYTES);
  const view = new DataView(out.buffer);
  let at = 0;
  let central = body;
  for (const row of rows) {
    const { name, bytes } = row;
    view.setUint32(at, 0x04034b50, true);
    common(view, at + 4, row);
    view.setUint32(central, 0x02014b50, true);
    view.setUint16(central + 4, 20, true);
    common(view, central + 6, row);
    view.setUint32(central + 42, at, true);
    out.set(name, central + CENTRAL_BYTES);
    out.set(name, at + LOCAL_BYTES);
    out.set(bytes, at + LOCAL_BYTES + name.length);
    at += LOCAL_BYTES + name.length + bytes.length;
    central += CENTRAL_BYTES + name.length;
  }
  view.setUint32(central, 0x06054b50, true);
  view.setUint16(central + 8, rows.length, true);
  view.setUint16(central + 10, rows.length, true);
  view.setUint32(central + 12, directory, true);
  view.setUint32(central + 16, body, true);
  return out;
}

interface Member {
  readonly name: Uint8Array;
  /** As it is stored. */
  readonly bytes: Uint8Array;
  readonly method: number;
  /** Bytes before packing. */
  readonly plain: number;
  readonly crc: number;
}

/** The 24 bytes that local header and directory have in common: version, flags, method, time, sums, sizes, name length. */
function common(view: DataView, at: number, { name, bytes, method, plain, crc }: Member): void {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, UTF8, true);
  view.setUint16(at + 4, method, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, bytes.length, true);
  view.setUint32(at + 18, plain, true);
  view.setUint16(at + 22, name.length, true);
}
