import { constants, deflateRawSync } from "node:zlib";
import { crc32 } from "../../src/core/crc32.ts";

/** Makes gzip files byte by byte, so that each part can be made wrong. */
export interface GzipParts {
  readonly method?: number;
  readonly flags?: number;
  /** What stands between the fixed header and the stream: extra field, name, comment, check sum. */
  readonly optional?: Uint8Array;
  readonly stream?: Uint8Array;
  readonly crc?: number;
  readonly size?: number;
}

export function gzipFile(content: Uint8Array, parts: GzipParts = {}): Uint8Array {
  const { method = 8, flags = 0, optional = new Uint8Array(0), stream = deflateRawSync(content) } = parts;
  const trailer = new Uint8Array(8);
  new DataView(trailer.buffer).setUint32(0, parts.crc ?? crc32(content), true);
  new DataView(trailer.buffer).setUint32(4, parts.size ?? content.length, true);
  return joinBytes(Uint8Array.of(0x1f, 0x8b, method, flags, 1, 2, 3, 4, 0, 3), optional, stream, trailer);
}

export const stored = (content: Uint8Array) => deflateRawSync(content, { level: 0 });
export const fixedCodes = (content: Uint8Array) => deflateRawSync(content, { strategy: constants.Z_FIXED });

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function text(string: string): Uint8Array {
  return new TextEncoder().encode(string);
}

/** Bytes without a pattern that a compressor could use, always the same. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}
