import { createHash } from "node:crypto";
import { crc32, type InflateRaw, inflateRaw as inflateRawBeside, inflateRawSync, type ZlibOptions } from "node:zlib";
import { defaultHost } from "../src/core/default-host.ts";
import type { Host, Inflated } from "../src/core/host.ts";
import { inflateRawPlain } from "../src/core/inflate.ts";

/** Output is collected in one piece of this many bytes a byte of input, or in several where it expands further. */
const USUAL_EXPANSION = 64;
const SMALL_PIECE = 1 << 16;

/** From so many bytes on another thread unpacks them, so that this one can go on. */
const LARGE = 1 << 16;

async function inflateRaw(bytes: Uint8Array, limit: number): Promise<Inflated> {
  // With room for one byte more than may come, one piece holds it all and zlib need not join pieces.
  const onePiece = limit <= bytes.length * USUAL_EXPANSION;
  const options = {
    info: true,
    maxOutputLength: Math.max(1, limit),
    chunkSize: onePiece ? Math.max(64, limit + 1) : SMALL_PIECE,
  };
  try {
    const { buffer, engine } = await inflated(bytes, options as ZlibOptions);
    if (buffer.length <= limit) return { output: plainView(buffer), consumed: engine.bytesWritten };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
  // zlib says neither where a bad stream stops nor how much came out of it.
  return inflateRawPlain(bytes, limit);
}

/** What `info: true` gives, which the types do not tell. */
interface Unpacked {
  readonly buffer: Buffer;
  readonly engine: InflateRaw;
}

async function inflated(bytes: Uint8Array, options: ZlibOptions): Promise<Unpacked> {
  if (bytes.length < LARGE) return inflateRawSync(bytes, options) as unknown as Unpacked;
  return new Promise((resolve, reject) => {
    inflateRawBeside(bytes, options, (error, result) => {
      if (error) reject(error);
      else resolve(result as unknown as Unpacked);
    });
  });
}

function plainView(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Node's own inflate, SHA-256 (over the parts, without joining them), CRC-32 and turn of the event loop. */
export const nodeHost: Host = {
  ...defaultHost,
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  sha256: async (parts) => {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  },
  inflateRaw,
  crc32: (bytes) => crc32(bytes),
};
