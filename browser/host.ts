import { crc32 } from "../src/core/crc32.ts";
import { defaultHost } from "../src/core/default-host.ts";
import type { Host, Inflated } from "../src/core/host.ts";
import { inflateRawPlain } from "../src/core/inflate.ts";

/**
 * Inflates with the browser's own DecompressionStream where that can be trusted to mean the same as zlib. A stream that
 * it accepts is taken when it surely ended with the last byte given; for everything else it refuses without saying where
 * or why, so our own inflater, which is slower and exact, has the word.
 */
async function inflateRaw(bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Inflated> {
  if (await refusesTrailingBytes()) {
    const output = await inflateByPlatform(bytes, limit);
    if (output) return { output, consumed: bytes.length };
  }
  return inflateRawPlain(bytes, limit);
}

/** @returns undefined when the platform refuses the stream, or more than `limit` bytes come out. */
async function inflateByPlatform(bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const { readable, writable } = new DecompressionStream("deflate-raw");
    const writer = writable.getWriter();
    // The reader hears of every refusal, too.
    const ignore = () => {};
    writer.write(bytes).catch(ignore);
    writer.close().catch(ignore);
    const reader = readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) return joined(parts, length);
      parts.push(value);
      length += value.length;
      if (length > limit) {
        await reader.cancel();
        return undefined;
      }
    }
  } catch {
    return undefined;
  }
}

let trailing: Promise<boolean> | undefined;

/** Some platforms ignore bytes behind the end of the stream, and then nobody knows where it ended: tried once. */
function refusesTrailingBytes(): Promise<boolean> {
  // 03 00 is a whole stream of no bytes; the third byte is too many.
  trailing ??= Promise.all([
    inflateByPlatform(Uint8Array.of(3, 0), 1),
    inflateByPlatform(Uint8Array.of(3, 0, 0), 1),
    inflateByPlatform(Uint8Array.of(3), 1),
  ]).then(([whole, more, less]) => whole !== undefined && more === undefined && less === undefined);
  return trailing;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What `defaultHost` does, with the browser's own inflate. */
export const browserHost: Host = {
  ...defaultHost,
  inflateRaw: (bytes, limit) => inflateRaw(bytes as Uint8Array<ArrayBuffer>, limit),
  crc32: (bytes) => crc32(bytes),
};
