import { createHash } from "node:crypto";
import { crc32, type InflateRaw, inflateRawSync, type ZlibOptions } from "node:zlib";
import { defaultHost } from "../src/core/default-host.ts";
import type { Host, Inflated } from "../src/core/host.ts";
import { inflateRawPlain } from "../src/core/inflate.ts";

/** Output is collected in one piece of this many bytes a byte of input, or in several where it expands further. */
const USUAL_EXPANSION = 64;
const SMALL_PIECE = 1 << 16;

function inflateRaw(bytes: Uint8Array, limit: number): Inflated {
  // With room for one byte more than may come, one piece holds it all and zlib need not join pieces.
  const onePiece = limit <= bytes.length * USUAL_EXPANSION;
  const options = {
    info: true,
    maxOutputLength: Math.max(1, limit),
    chunkSize: onePiece ? Math.max(64, limit + 1) : SMALL_PIECE,
  };
  try {
    const result = inflateRawSync(bytes, options as ZlibOptions) as unknown as { buffer: Buffer; engine: InflateRaw };
    if (result.buffer.length <= limit)
      return { output: plainView(result.buffer), consumed: result.engine.bytesWritten };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
  // zlib says neither where a bad stream stops nor how much came out of it.
  return inflateRawPlain(bytes, limit);
}

function plainView(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Node's own inflate, SHA-256 (over the parts, without joining them) and CRC-32. */
export const nodeHost: Host = {
  ...defaultHost,
  sha256: async (parts) => {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  },
  inflateRaw: async (bytes, limit) => inflateRaw(bytes, limit),
  crc32: (bytes) => crc32(bytes),
};
