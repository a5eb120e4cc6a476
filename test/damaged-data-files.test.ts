import { describe, expect, it } from "vitest";
import { browserHost } from "../browser/host.ts";
import { nodeHost } from "../node/host.ts";
import { defaultHost } from "../src/core/default-host.ts";
import { MyelinError } from "../src/core/errors.ts";
import type { Host } from "../src/core/host.ts";
import { readIdxFile } from "../src/dataset/decode.ts";
import { type IdxArray, readIdx, writeIdx } from "../src/formats/idx.ts";
import { GOLDEN_GZIP, GOLDEN_IDX, type GoldenFile } from "./golden-data-files.ts";

const HOSTS: readonly (readonly [string, Host])[] = [
  ["default", defaultHost],
  ["node", nodeHost],
  ["browser", browserHost],
];

/** What a reader says: the array as IDX bytes in hexadecimal, or the error. Anything but a MyelinError is thrown on. */
async function verdict(bytes: Uint8Array, host: Host): Promise<string> {
  try {
    return Buffer.from(writeIdx(await readIdxFile({ name: "f", bytes }, host))).toString("hex");
  } catch (error) {
    if (!(error instanceof MyelinError) || error.kind !== "input") throw error;
    return `${error.code}: ${error.message}`;
  }
}

function* cuts({ bytes }: GoldenFile): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.slice(0, length);
}

function* flips({ bytes }: GoldenFile): Generator<Uint8Array> {
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    yield flipped;
  }
}

/** Every damaged file gets the same verdict on all hosts; gives the number of files that were accepted, changed or not. */
async function tryAll(good: string, damaged: Iterable<Uint8Array>) {
  const figures = { tried: 0, unchanged: 0, changed: 0 };
  for (const bytes of damaged) {
    const [first, ...others] = await Promise.all(HOSTS.map(([, host]) => verdict(bytes, host)));
    for (const other of others) if (other !== first) expect(other).toBe(first);
    figures.tried++;
    if (first === good) figures.unchanged++;
    else if (/^[0-9a-f]+$/.test(first!)) figures.changed++;
  }
  return figures;
}

describe("gzip files: same verdict on every host, no unnoticed change", () => {
  for (const file of GOLDEN_GZIP) {
    const good = verdict(file.bytes, defaultHost);

    it(`${file.name}: whole`, async () => {
      expect(await good).toMatch(/^0000/);
      for (const [, host] of HOSTS) expect(await verdict(file.bytes, host)).toBe(await good);
    });

    it(`${file.name}: cut at every length`, async () => {
      const figures = await tryAll(await good, cuts(file));
      expect(figures.tried).toBe(file.bytes.length);
      // Padding may be cut. So may an empty member that comes last, as a whole: the format has no count of members.
      const harmless = { "zeros behind": 12, "empty second member": 1 }[file.name] ?? 0;
      expect(figures).toMatchObject({ unchanged: harmless, changed: 0 });
    });

    it(`${file.name}: every bit flipped`, async () => {
      const figures = await tryAll(await good, flips(file));
      expect(figures).toMatchObject({ tried: 8 * file.bytes.length, changed: 0 });
    });
  }
});

describe("plain IDX files: same verdict on every host", () => {
  for (const file of GOLDEN_IDX) {
    const good = Buffer.from(file.bytes).toString("hex");

    it(`${file.name}: cut at every length`, async () => {
      const figures = await tryAll(good, cuts(file));
      expect(figures).toEqual({ tried: file.bytes.length, unchanged: 0, changed: 0 });
    });

    it(`${file.name}: every bit flipped: only what IDX cannot detect passes`, async () => {
      const figures = await tryAll(good, flips(file));
      const { data, type } = readIdx(file);
      // IDX has no check sum: each bit of the elements, and one bit of the type byte that changes to a type of the same
      // width (08 ↔ 09, 0c ↔ 0d).
      const sameWidth = ["uint8", "int8", "int32", "float32"].includes(type) ? 1 : 0;
      const undetectable = 8 * data.byteLength + sameWidth;
      expect(figures).toEqual({ tried: 8 * file.bytes.length, unchanged: 0, changed: undetectable });
    });
  }
});

it("damaged bytes of every value: no error but ours", async () => {
  let tried = 0;
  for (const file of [...GOLDEN_GZIP, ...GOLDEN_IDX]) {
    for (let at = 0; at < file.bytes.length; at++) {
      for (const value of [0x00, 0x7f, 0x80, 0xff]) {
        const bytes = file.bytes.slice();
        bytes[at] = value;
        await verdict(bytes, nodeHost);
        tried++;
      }
    }
  }
  expect(tried).toBeGreaterThan(4000);
});

it("an array survives the way through a file on every host", async () => {
  for (const file of GOLDEN_IDX) {
    const expected: IdxArray = readIdx(file);
    for (const [, host] of HOSTS) expect(await readIdxFile(file, host)).toEqual(expected);
  }
});
