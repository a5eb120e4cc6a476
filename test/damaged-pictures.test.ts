import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../node/host.ts";
import { defaultHost } from "../src/core/default-host.ts";
import { MyelinError } from "../src/core/errors.ts";
import type { Host } from "../src/core/host.ts";
import { decodePicture } from "../src/formats/decode-picture.ts";

const golden = JSON.parse(readFileSync(new URL("./goldens/pictures.json", import.meta.url), "utf8"));
const files = (golden.files as readonly { name: string; base64: string }[]).map(({ name, base64 }) => ({
  name,
  bytes: new Uint8Array(Buffer.from(base64, "base64")),
}));

/** The pixels as text, or the error's code. Anything but a MyelinError of kind input is thrown on. */
async function verdict(bytes: Uint8Array, host: Host): Promise<string> {
  try {
    const { width, height, data } = await decodePicture({ name: "f", bytes }, host);
    return `${width}x${height} ${Buffer.from(data).toString("base64")}`;
  } catch (error) {
    if (!(error instanceof MyelinError) || error.kind !== "input") throw error;
    return error.code;
  }
}

const isError = (text: string) => /^[A-Z]+_[A-Z]+$/.test(text);
const small = files.filter(({ bytes }) => bytes.length < 420);

describe.each(small.map((file) => [file.name, file.bytes] as const))("%s", (name, bytes) => {
  it("cut at every length is refused", async () => {
    for (let length = 0; length < bytes.length; length++) {
      const [first, second] = await Promise.all(
        [nodeHost, defaultHost].map((host) => verdict(bytes.slice(0, length), host)),
      );
      expect(second).toBe(first);
      expect(isError(first!), `cut at ${length}`).toBe(true);
    }
  });

  it("with every bit flipped is refused, or decoded", async () => {
    const good = await verdict(bytes, nodeHost);
    const changed: number[] = [];
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const found = await verdict(flipped, nodeHost);
      if (!isError(found) && found !== good) changed.push(bit >> 3);
    }
    // Every byte that matters in PNG is covered by a CRC; JPEG has none.
    if (name.endsWith(".png")) expect(changed).toEqual([]);
  });
});

it("tries 20 files or more", () => expect(small.length).toBeGreaterThanOrEqual(20));
