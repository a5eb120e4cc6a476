import type { Host } from "./host.ts";
import { inflateRawPlain } from "./inflate.ts";
import { Sha256 } from "./sha256.ts";

/** Only what Node and browsers share. */
export const defaultHost: Host = {
  sha256: async (parts) => {
    const subtle = typeof crypto === "undefined" ? undefined : (crypto.subtle as typeof crypto.subtle | undefined);
    // Pages that came over plain http have no crypto.subtle.
    if (subtle === undefined)
      return hexadecimal(parts.reduce((hash, part) => hash.update(part), new Sha256()).digest());
    return hexadecimal(new Uint8Array(await subtle.digest("SHA-256", joined(parts))));
  },
  inflateRaw: async (bytes, limit) => inflateRawPlain(bytes, limit),
  now: () => performance.now(),
  pause: () =>
    new Promise((resolve) => {
      // A message comes back after one turn of the event loop; a timer would add up to 4 ms.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        channel.port1.close();
        resolve();
      };
      channel.port2.postMessage(null);
    }),
};

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
