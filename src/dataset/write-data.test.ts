import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../../node/host.ts";
import { expectError } from "../../test/support/errors.ts";
import { decodePicture } from "../formats/decode-picture.ts";
import { encodePng } from "../formats/png-write.ts";
import { Dataset } from "./dataset.ts";
import { readSource } from "./read-data.ts";
import { type DataFormat, dataFiles, notKept } from "./write-data.ts";

const readBack = (splits: Parameters<typeof dataFiles>[0], format: DataFormat) => {
  const files = [...dataFiles(splits, format, (raw) => deflateSync(raw))];
  const read = async (path: string) => files.find(({ name }) => name === path)!;
  return readSource({ name: "x", paths: files.map(({ name }) => name), read }, { host: nodeHost });
};

const pictures = (count: number, channels: 1 | 3, classes: readonly string[]) => {
  const shape = channels === 1 ? ([14, 14] as const) : ([14, 14, 3] as const);
  const pixels = Uint8Array.from({ length: count * 196 * channels }, (_, i) => (i * 7919) % 251);
  const labels = Uint8Array.from({ length: count }, (_, i) => (i * 2) % classes.length);
  return Dataset.fromArrays({ name: "p", pixels, labels, shape, classes });
};
const digits = (count: number) => pictures(count, 1, ["0", "1", "2"]);

describe("data come back as they were", () => {
  it.each(["npz", "csv", "png-folder"] as const)("pictures, as %s", async (format) => {
    const { training, test } = await readBack({ training: digits(12), test: digits(3) }, format);
    expect([await training.sha256(), await test!.sha256()]).toEqual([
      await digits(12).sha256(),
      await digits(3).sha256(),
    ]);
    expect(training.shape).toEqual([14, 14]);
    expect(training.classes).toEqual(["0", "1", "2"]);
  });

  it("coloured pictures and names of classes, as png-folder", async () => {
    const data = pictures(6, 3, ["a b", "c", "dog"]);
    const { training } = await readBack({ training: data }, "png-folder");
    expect(await training.sha256()).toBe(await data.sha256());
    expect(training.classes).toEqual(["a b", "c", "dog"]);
  });

  it("tables of any float32, and names that need quotes, as csv and npz", async () => {
    const float = fc.float({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(fc.array(float, { minLength: 6, maxLength: 6 }), async (values) => {
        const data = Dataset.fromArrays({
          name: "t",
          pixels: Float32Array.from(values),
          labels: Uint8Array.of(0, 1, 1),
          shape: [1, 2],
          classes: ['a,"b', "c"],
        });
        const csv = await readBack({ training: data }, "csv");
        expect(csv.training.pixels).toEqual(data.pixels);
        expect([csv.training.classes, [...csv.training.labels]]).toEqual([
          ['a,"b', "c"],
          [0, 1, 1],
        ]);
        expect((await readBack({ training: data }, "npz")).training.pixels).toEqual(data.pixels);
      }),
      { numRuns: 50 },
    );
  });

  it("and what a format does not keep is said", async () => {
    expect(notKept({ training: pictures(3, 1, ["a", "b", "c"]) }, "npz")).toBe(
      "The names of the classes are not kept: 0 a, 1 b, 2 c.",
    );
    expect(notKept({ training: digits(3) }, "idx")).toBeUndefined();
    const table = Dataset.fromArrays({
      name: "t",
      pixels: new Float32Array(2),
      labels: Uint8Array.of(0),
      shape: [1, 2],
      classes: 1,
    });
    await expectError(
      () => [...dataFiles({ training: table }, "png-folder")],
      "DATA_CONVERT",
      "only pictures of bytes, grey or in three colours, become PNG files: convert to npz or csv.",
      "usage",
    );
    await expectError(
      () => [...dataFiles({ training: pictures(1, 1, ["../x", "b"]) }, "png-folder")],
      "DATA_CONVERT",
      'the class "../x" cannot be the name of a folder',
      "usage",
    );
  });
});

it("encodePng without zlib stores the pixels", async () => {
  const data = Uint8Array.from({ length: 300 * 250 }, (_, i) => i % 256);
  const picture = { width: 300, height: 250, channels: 1, data } as const;
  expect(await decodePicture({ name: "a", bytes: encodePng(picture) }, nodeHost)).toEqual(picture);
});
