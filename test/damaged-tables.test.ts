import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../node/host.ts";
import { defaultHost } from "../src/core/default-host.ts";
import { MyelinError } from "../src/core/errors.ts";
import type { Host } from "../src/core/host.ts";
import { readCsv } from "../src/formats/csv.ts";
import { type NpyArray, readNpy, writeNpy } from "../src/formats/npy.ts";
import { readNpz, writeNpz } from "../src/formats/npz.ts";
import numpyFiles from "./goldens/numpy-files.json" with { type: "json" };
import { text } from "./support/gzip-files.ts";
import { zipFile } from "./support/zip-files.ts";

/** A small good file, and how it is read: to plain data that can be compared. */
interface Golden {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly read: (bytes: Uint8Array, host: Host) => unknown;
}

const numpy = (name: keyof typeof numpyFiles) => new Uint8Array(Buffer.from(numpyFiles[name], "base64"));
const npy = (bytes: Uint8Array) => readNpy({ name: "f", bytes });
const npz = async (bytes: Uint8Array, host: Host) => [...(await readNpz({ name: "f", bytes }, host))];
const csv = (bytes: Uint8Array) => {
  const { names, columns, rows, numbers, mixed } = readCsv({ name: "f", bytes }, { columns: () => [[1, "mixed"]] });
  return { names, columns, rows, numbers: [...numbers], mixed: [...mixed] };
};
const ramp = writeNpy({ type: "u1", shape: [4, 9], data: Uint8Array.from({ length: 36 }, (_, i) => i % 5) });

const NPY: readonly Golden[] = [
  ...(["f4_2x3", "f8be_fortran_2x3", "i8", "bool", "u2be", "scalar", "v2", "f2"] as const).map((name) => ({
    name: `${name}.npy`,
    bytes: numpy(name),
    read: npy,
  })),
];
const NPZ: readonly Golden[] = [
  { name: "savez", bytes: numpy("npz"), read: npz },
  { name: "savez_compressed", bytes: numpy("npzc"), read: npz },
  { name: "sizes behind the data", bytes: numpy("npz_stream"), read: npz },
  { name: "our own", bytes: writeNpz(new Map<string, NpyArray>([["x", npy(ramp)]])), read: npz },
  {
    name: "zip64",
    bytes: zipFile([{ name: "x.npy", content: ramp, packed: new Uint8Array(deflateRawSync(ramp)), method: 8 }], {
      zip64: true,
    }),
    read: npz,
  },
];
const CSV: readonly Golden[] = [
  { name: "numbers and texts", bytes: text('x,name,y\n1,"a ""b""",-0.5\n22,c,1e3\n'), read: csv },
  { name: "semicolons", bytes: text("x;name\r\n1,5;ä\r\n2,25;b\r\n"), read: csv },
];

/** What a reader says: the data as JSON, or the error. Anything but a MyelinError is thrown on. */
async function verdict({ read }: Golden, bytes: Uint8Array, host: Host): Promise<string> {
  try {
    const replacer = (_: string, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as Uint8Array, String) : value;
    return JSON.stringify(await read(bytes, host), replacer);
  } catch (error) {
    if (!(error instanceof MyelinError) || error.kind !== "input") throw error;
    return `${error.code}: ${error.message}`;
  }
}

const accepted = (answer: string) => !/^[A-Z]+_/.test(answer);

function* cuts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.slice(0, length);
}

function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < 8 * bytes.length; bit++) yield bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7)));
}

/** Same verdict with both inflaters; how many damaged files were accepted unchanged, and changed. */
async function tryAll(golden: Golden, damaged: Iterable<Uint8Array>) {
  const good = await verdict(golden, golden.bytes, nodeHost);
  expect(accepted(good)).toBe(true);
  const figures = { tried: 0, unchanged: 0, changed: 0 };
  for (const bytes of damaged) {
    const answer = await verdict(golden, bytes, nodeHost);
    const other = await verdict(golden, bytes, defaultHost);
    if (other !== answer) expect(other).toBe(answer);
    figures.tried++;
    if (answer === good) figures.unchanged++;
    else if (accepted(answer)) figures.changed++;
  }
  return figures;
}

describe("npz: no damage of the content passes", () => {
  for (const golden of NPZ) {
    it(`${golden.name}: cut at every length`, async () => {
      const figures = await tryAll(golden, cuts(golden.bytes));
      expect(figures).toEqual({ tried: golden.bytes.length, unchanged: 0, changed: 0 });
    });

    it(`${golden.name}: every bit flipped`, async () => {
      const figures = await tryAll(golden, flips(golden.bytes));
      // Time stamps, versions, attributes and the sizes behind a member are not used, so their changes pass unnoticed.
      expect(figures).toMatchObject({ tried: 8 * golden.bytes.length, changed: 0 });
    });
  }
});

describe("npy: no cut passes, and of flipped bits only what the format cannot detect", () => {
  for (const golden of NPY) {
    it(golden.name, async () => {
      const { bytes } = golden;
      expect(await tryAll(golden, cuts(bytes))).toEqual({ tried: bytes.length, unchanged: 0, changed: 0 });
      const { data } = npy(bytes);
      const figures = await tryAll(golden, flips(bytes));
      // There is no check sum: every bit of the elements, and of descr, order and shape those that give another true header
      // of the same length, may change the array.
      const width = { "f2.npy": 2, "i8.npy": 8 }[golden.name] ?? data.BYTES_PER_ELEMENT;
      expect(figures.changed).toBeLessThanOrEqual(8 * data.length * width + 40);
      expect(figures.tried).toBe(8 * bytes.length);
    });
  }
});

describe("csv: no error but ours", () => {
  for (const golden of CSV) {
    it(golden.name, async () => {
      expect((await tryAll(golden, cuts(golden.bytes))).tried).toBe(golden.bytes.length);
      expect((await tryAll(golden, flips(golden.bytes))).tried).toBe(8 * golden.bytes.length);
    });
  }
});

it("bytes of extreme values: no error but ours", async () => {
  let tried = 0;
  for (const golden of [...NPZ, ...NPY, ...CSV]) {
    for (let at = 0; at < golden.bytes.length; at++) {
      for (const value of [0x00, 0x7f, 0x80, 0xff]) {
        await verdict(golden, golden.bytes.with(at, value), nodeHost);
        tried++;
      }
    }
  }
  expect(tried).toBeGreaterThan(10_000);
});
