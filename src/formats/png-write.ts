import { crc32 } from "../core/crc32.ts";
import type { Picture } from "./picture.ts";

/** Packs bytes as a zlib stream. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

/**
 * Writes a PNG file of 8 bits, grey or colour, every row unfiltered; `decodePng` gives the same picture back.
 *
 * @param deflate the platform's zlib; without it the pixels are stored unpacked.
 */
export function encodePng(
  { width, height, channels, data }: Picture,
  deflate: Deflate = stored,
): Uint8Array<ArrayBuffer> {
  const row = width * channels;
  const raw = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) raw.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, channels === 1 ? 0 : 2], 8);
  const chunks = [chunk("IHDR", head), chunk("IDAT", deflate(raw)), chunk("IEND", new Uint8Array(0))];
  return joined([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** A zlib stream of stored blocks. */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at === 0 || at < bytes.length; at += 65_535) {
    const part = bytes.subarray(at, at + 65_535);
    const last = at + part.length >= bytes.length ? 1 : 0;
    parts.push(
      Uint8Array.of(last, part.length & 255, part.length >> 8, ~part.length & 255, (~part.length >> 8) & 255),
      part,
    );
  }
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return joined([...parts, Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
