import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { gzipFile, joinBytes } from "../../test/support/gzip-files.ts";
import { type IdxType, writeIdx } from "../formats/idx.ts";
import { Dataset } from "./dataset.ts";

const labelFile = (labels: readonly number[], name = "train-labels-idx1-ubyte") => ({
  name,
  bytes: writeIdx({ type: "uint8", shape: [labels.length], data: Uint8Array.from(labels) }) as Uint8Array,
});

const imageFile = (count: number, name = "train-images-idx3-ubyte", height = 2, width = 3) => ({
  name,
  bytes: writeIdx({
    type: "uint8",
    shape: [count, height, width],
    data: Uint8Array.from({ length: count * height * width }, (_, i) => i % 256),
  }) as Uint8Array,
});

const packed = ({ name, bytes }: { name: string; bytes: Uint8Array }) => ({
  name: `${name}.gz`,
  bytes: new Uint8Array(gzipSync(bytes)),
});

describe("Dataset.fromIdx", () => {
  it("pairs images with labels and knows its sources", async () => {
    const data = await Dataset.fromIdx({
      images: imageFile(3, "a/b/train-images-idx3-ubyte"),
      labels: labelFile([7, 0, 9]),
    });
    expect(data).toMatchObject({ name: "train", count: 3, shape: [2, 3], size: 6 });
    expect(data.sources).toEqual(["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]);
    expect(data.classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect([...data.image(1)]).toEqual([6, 7, 8, 9, 10, 11]);
    expect([...data.labels]).toEqual([7, 0, 9]);
  });

  it("does not copy the images of a plain file", async () => {
    const images = imageFile(2);
    const data = await Dataset.fromIdx({ images, labels: labelFile([1, 2]) });
    expect(data.pixels.buffer).toBe(images.bytes.buffer);
  });

  it("reads .gz by its bytes, whatever the name says (G1), and has the SHA-256 of the plain files", async () => {
    const plain = await Dataset.fromIdx({ images: imageFile(4), labels: labelFile([1, 2, 3, 4]) });
    const gz = await Dataset.fromIdx({ images: packed(imageFile(4)), labels: packed(labelFile([1, 2, 3, 4])) });
    const misnamed = await Dataset.fromIdx({
      images: { ...packed(imageFile(4)), name: "images" },
      labels: { ...labelFile([1, 2, 3, 4]), name: "labels.gz" },
    });
    const expected = createHash("sha256")
      .update(imageFile(4).bytes.subarray(16))
      .update(Uint8Array.of(1, 2, 3, 4));
    const sha256 = expected.digest("hex");
    for (const data of [plain, gz, misnamed]) expect(await data.sha256()).toBe(sha256);
  });

  it("reads two dimensions as images of one row, and other element types as float32", async () => {
    const read = (type: IdxType, data: Int16Array | Float64Array) =>
      Dataset.fromIdx({
        images: { name: "x", bytes: writeIdx({ type, shape: [2, 2], data }) },
        labels: labelFile([0, 1]),
      });
    const table = await read("int16", Int16Array.of(-300, 2, 3, 4));
    expect(table).toMatchObject({ shape: [1, 2], count: 2, pixels: Float32Array.of(-300, 2, 3, 4) });
    expect((await read("float64", Float64Array.of(0.1, 1, 2, 3))).image(0)[0]).toBe(Math.fround(0.1));
  });

  it("reads labels of every integer type", async () => {
    for (const [type, data] of [
      ["int8", Int8Array.of(3, 1)],
      ["int16", Int16Array.of(3, 1)],
      ["int32", Int32Array.of(3, 1)],
      ["float32", Float32Array.of(3, 1)],
    ] as const) {
      const labels = { name: "l", bytes: writeIdx({ type, shape: [2], data }) };
      expect([...(await Dataset.fromIdx({ images: imageFile(2), labels })).labels]).toEqual([3, 1]);
    }
  });

  it("takes class names, a number of classes, and a first label", async () => {
    const files = { images: imageFile(3), labels: labelFile([1, 2, 26]) };
    const letters = await Dataset.fromIdx(files, { classes: 26, firstLabel: 1 });
    expect([...letters.labels]).toEqual([0, 1, 25]);
    expect(letters.classes).toHaveLength(26);
    const two = { images: imageFile(2), labels: labelFile([1, 0]) };
    expect((await Dataset.fromIdx(two, { classes: ["cat", "dog"], name: "pets" })).classes).toEqual(["cat", "dog"]);
    const images = imageFile(1, "emnist-balanced-train-images-idx3-ubyte");
    const emnist = { images, labels: labelFile([46], "emnist-balanced-train-labels-idx1-ubyte") };
    expect((await Dataset.fromIdx(emnist)).classes).toHaveLength(47);
  });
});

describe("Dataset.fromIdx refuses", () => {
  const load = (
    images: { name: string; bytes: Uint8Array },
    labels: { name: string; bytes: Uint8Array },
    options = {},
  ) => Dataset.fromIdx({ images, labels }, options);

  it("different counts, in the words of the design (I15)", async () => {
    const images = {
      name: "train-images-idx3-ubyte",
      bytes: writeIdx({ type: "uint8", shape: [60000, 1, 1], data: new Uint8Array(60000) }),
    };
    const labels = {
      name: "t10k-labels-idx1-ubyte",
      bytes: writeIdx({ type: "uint8", shape: [10000], data: new Uint8Array(10000) }),
    };
    const error = await expectError(() => load(images, labels), "DATA_COUNTS");
    expect(error.message).toBe(
      "t10k-labels-idx1-ubyte has 10,000 labels, but train-images-idx3-ubyte has 60,000 images: pair each with the file of its own set.",
    );
  });

  it.each([
    ["train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
    ["t10k-images.idx3-ubyte", "train-labels.idx1-ubyte.gz"],
    ["emnist-letters-train-images-idx3-ubyte.gz", "emnist-digits-train-labels-idx1-ubyte.gz"],
    ["/data/a/TRAIN-images-idx3-ubyte", "C:\\data\\t10k-labels-idx1-ubyte"],
  ])("standard names of different sets with equal counts: %s, %s", async (images, labels) => {
    await expectError(
      () => load(imageFile(2, images), labelFile([1, 2], labels)),
      "DATA_SETS",
      /another set.*both hold 2/,
    );
  });

  it("takes other names as they are", async () => {
    expect((await load(imageFile(2, "a"), labelFile([1, 2], "t10k-labels-idx1-ubyte"))).count).toBe(2);
  });

  it("images and labels exchanged (I14)", async () => {
    await expectError(
      () => load(labelFile([1]), imageFile(1)),
      "DATA_SHAPE",
      /is a label file.*exchange the two files/,
    );
    await expectError(() => load(imageFile(1), imageFile(1)), "DATA_SHAPE", /is an image file.*for the labels/);
  });

  it("other shapes", async () => {
    const shaped = (shape: number[]) => ({
      name: "x",
      bytes: writeIdx({ type: "uint8", shape, data: new Uint8Array(shape.reduce((a, b) => a * b)) }),
    });
    await expectError(() => load(shaped([1, 0, 2]), labelFile([1])), "DATA_SHAPE");
    await expectError(() => load(imageFile(1), shaped([1, 1])), "DATA_SHAPE", /is not a label file/);
  });

  it("labels out of range, with the first, how many, and what would be right (I16)", async () => {
    const labels = labelFile([1, 9, 10, 3, 255]);
    const error = await expectError(
      () => load(imageFile(5), labels),
      "DATA_LABEL",
      /label 10 at index 2.*10 classes have 0 to 9/,
    );
    expect(error.message).toContain("2 labels are out of range");
    expect(error.facts).toMatchObject({ index: 2, found: 10, count: 2, classes: 10 });
    await expectError(() => load(imageFile(2), labelFile([0, 2]), { classes: 2 }), "DATA_LABEL", /2 classes/);
    const negative = { name: "l", bytes: writeIdx({ type: "int8", shape: [1], data: Int8Array.of(-1) }) };
    await expectError(() => load(imageFile(1), negative), "DATA_LABEL", /label -1 at index 0/);
    const half = { name: "l", bytes: writeIdx({ type: "float32", shape: [2], data: Float32Array.of(0, 0.5) }) };
    await expectError(() => load(imageFile(2), half), "DATA_LABEL", /label 0.5 at index 1/);
    const nan = { name: "l", bytes: writeIdx({ type: "float32", shape: [1], data: Float32Array.of(Number.NaN) }) };
    await expectError(() => load(imageFile(1), nan), "DATA_LABEL", /label NaN at index 0/);
  });

  it("labels that start at 1 (I18)", async () => {
    await expectError(
      () => load(imageFile(52), labelFile(Array.from({ length: 52 }, (_, i) => 1 + (i % 26)))),
      "DATA_LABELS_FROM_ONE",
      /1 to 26.*firstLabel 1 and 26 classes/,
    );
  });

  it("pixels that are not finite, with the place (I19)", async () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const images = {
        name: "x",
        bytes: writeIdx({ type: "float32", shape: [2, 1, 2], data: Float32Array.of(0, 1, 2, bad) }),
      };
      await expectError(() => load(images, labelFile([0, 1])), "DATA_NONFINITE", /image 1 at place 1/);
    }
    const huge = { name: "x", bytes: writeIdx({ type: "float64", shape: [1, 1, 1], data: Float64Array.of(1e300) }) };
    await expectError(() => load(huge, labelFile([0])), "DATA_NONFINITE");
  });

  it("a class list that no byte can number", async () => {
    for (const classes of [0, -1, 257, 1.5]) {
      await expectError(() => load(imageFile(1), labelFile([0]), { classes }), "DATA_CLASSES", "", "usage");
    }
  });

  it("a Python pickle, by name and by its bytes (D1)", async () => {
    const pickle = gzipFile(Uint8Array.of(0x80, 2, 0x28, 0x63, 0x6e));
    for (const name of ["mnist.pkl.gz", "other.gz"]) {
      await expectError(() => load({ name, bytes: pickle }, labelFile([0])), "DATA_PICKLE", /can run any program/);
    }
  });

  it("a promise that the compressed bytes cannot hold, before inflating (G11, I10)", async () => {
    const header = Uint8Array.of(0, 0, 8, 3, 0x7f, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28);
    const bytes = gzipFile(header);
    await expectError(() => load({ name: "x.gz", bytes }, labelFile([0])), "IDX_TRUNCATED", /can hold at most/);
  });

  it("a bomb behind a small header (G11)", async () => {
    const inner = joinBytes(imageFile(1).bytes, new Uint8Array(5_000_000));
    await expectError(() => load({ name: "x.gz", bytes: gzipFile(inner) }, labelFile([0])), "GZ_TOO_LONG", /22 bytes/);
  });

  it("other files inside gzip, before inflating (I3)", async () => {
    const png = gzipFile(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, ...new Uint8Array(100)));
    await expectError(() => load({ name: "x.gz", bytes: png }, labelFile([0])), "IDX_MAGIC", /PNG/);
    const overflow = gzipFile(Uint8Array.of(0, 0, 8, 2, ...new Uint8Array(8).fill(255), ...new Uint8Array(100)));
    await expectError(() => load({ name: "x.gz", bytes: overflow }, labelFile([0])), "IDX_OVERFLOW", /^x\.gz/);
  });

  it("short content inside gzip, whole and cut, and a header spread over members", async () => {
    const images = imageFile(2);
    for (let length = 0; length < images.bytes.length; length++) {
      const code = length < 4 ? "IDX_EMPTY" : "IDX_TRUNCATED";
      await expectError(
        () => load({ name: "x.gz", bytes: gzipFile(images.bytes.subarray(0, length)) }, labelFile([1, 2])),
        code,
      );
      const parts = [images.bytes.subarray(0, length), images.bytes.subarray(length)];
      const bytes = joinBytes(...parts.map((part) => gzipFile(part)));
      expect((await load({ name: "x.gz", bytes }, labelFile([1, 2]))).count).toBe(2);
    }
  });
});

describe("a dataset", () => {
  const make = (count: number) =>
    Dataset.fromArrays({
      name: "numbers",
      pixels: Uint8Array.from({ length: count * 2 }, (_, i) => i >> 1),
      labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
      shape: [1, 2],
    });
  /** Each image of `make` holds its own number, of which its label is the last digit. */
  const expectPaired = (data: Dataset) => {
    for (let i = 0; i < data.count; i++) expect(data.labels[i]).toBe(data.image(i)[0]! % 10);
  };

  it("stays paired through every chain of slices and subsets", () => {
    const step = fc.oneof(
      fc.record({ from: fc.nat(60), length: fc.nat(60) }),
      fc.record({ rows: fc.array(fc.nat(59), { maxLength: 60 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), (steps) => {
        let data = make(60);
        for (const step of steps) {
          if ("rows" in step) data = data.subset(Uint32Array.from(step.rows.filter((row) => row < data.count)));
          else data = data.slice(Math.min(step.from, data.count), Math.min(step.from + step.length, data.count));
          expectPaired(data);
          expect(data.pixels).toHaveLength(data.count * 2);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives slices as views and subsets as copies", () => {
    const data = make(10);
    expect(data.slice(2, 4).pixels.buffer).toBe(data.pixels.buffer);
    expect(data.slice(2).count).toBe(8);
    expect(data.subset([3]).pixels.buffer).not.toBe(data.pixels.buffer);
    expect(data.subset([3, 3], "twice")).toMatchObject({ name: "twice", count: 2 });
  });

  it("refuses rows that are not there", async () => {
    const data = make(5);
    for (const [from, to] of [
      [-1, 2],
      [3, 2],
      [0, 6],
      [0.5, 2],
    ] as const) {
      await expectError(() => data.slice(from, to), "DATA_INDEX", "", "usage");
    }
    await expectError(() => data.subset([5]), "DATA_INDEX", "", "usage");
    await expectError(() => data.image(-1), "DATA_INDEX", /0 to 4/, "usage");
  });

  it("cannot be given other labels later", () => {
    expect(() => Object.assign(make(2), { labels: Uint8Array.of(1, 1) })).toThrow(TypeError);
  });

  it("refuses arrays that do not belong together", async () => {
    const labels = Uint8Array.of(1, 2);
    const make = (pixels: Uint8Array | Float32Array, shape: [number, number]) =>
      Dataset.fromArrays({ name: "a", pixels, labels, shape });
    await expectError(() => make(new Uint8Array(7), [2, 2]), "DATA_COUNTS", /7 pixel values for 2 labels.*need 8/);
    for (const shape of [
      [0, 2],
      [1.5, 2],
      [-1, -4],
    ] as [number, number][]) {
      await expectError(() => make(new Uint8Array(8), shape), "DATA_SHAPE", "", "usage");
    }
    await expectError(() => make(new Float32Array(8).fill(Number.NaN), [2, 2]), "DATA_NONFINITE", /image 0 at place 0/);
    const few = {
      name: "a",
      pixels: new Uint8Array(2),
      labels: Uint8Array.of(0, 2),
      shape: [1, 1] as const,
      classes: 2,
    };
    await expectError(() => Dataset.fromArrays(few), "DATA_LABEL", /no other label is out of range/);
  });

  it("hashes float pixels by their little-endian bytes", async () => {
    const pixels = Float32Array.of(1.5, -2);
    const data = Dataset.fromArrays({ name: "f", pixels, labels: Uint8Array.of(1), shape: [1, 2] });
    const bytes = Buffer.alloc(9);
    bytes.writeFloatLE(1.5, 0);
    bytes.writeFloatLE(-2, 4);
    bytes[8] = 1;
    expect(await data.sha256()).toBe(createHash("sha256").update(bytes).digest("hex"));
  });
});

describe("channels and ranks", () => {
  const idxFile = (shape: readonly number[], data: Uint8Array) => ({
    name: "images",
    bytes: writeIdx({ type: "uint8", shape, data }) as Uint8Array,
  });
  const counted = (length: number) => Uint8Array.from({ length }, (_, i) => i % 256);

  it("reads [count, height, width, channels] as it is", async () => {
    const data = await Dataset.fromIdx({ images: idxFile([2, 5, 6, 3], counted(180)), labels: labelFile([0, 1]) });
    expect(data).toMatchObject({ count: 2, shape: [5, 6, 3], size: 90 });
    expect([...data.pixels]).toEqual([...counted(180)]);
    expect(data.slice(1, 2)).toMatchObject({ shape: [5, 6, 3], size: 90 });
  });

  it("turns [count, channels, height, width] round, so that the channels of a pixel stand side by side", async () => {
    const pixels = Uint8Array.from({ length: 2 * 3 * 5 * 6 }, (_, i) => Math.trunc(i / 30) * 40 + (i % 30));
    const data = await Dataset.fromIdx({ images: idxFile([2, 3, 5, 6], pixels), labels: labelFile([0, 1]) });
    expect(data.shape).toEqual([5, 6, 3]);
    expect([...data.image(0).subarray(0, 6)]).toEqual([0, 40, 80, 1, 41, 81]);
    expect([...data.image(1).subarray(84)]).toEqual([148, 188, 228, 149, 189, 229]);
  });

  it("of one channel makes grey pictures, and of rank 2, rank 5 and a long last size tables", async () => {
    const read = async (shape: readonly number[]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const labels = labelFile(Array.from({ length: shape[0]! }, () => 1));
      return (await Dataset.fromIdx({ images: idxFile(shape, counted(size)), labels })).shape;
    };
    expect(await read([2, 1, 28, 28])).toEqual([28, 28]);
    expect(await read([2, 28, 28, 1])).toEqual([28, 28]);
    expect(await read([2, 7])).toEqual([1, 7]);
    expect(await read([2, 3, 2, 2, 2])).toEqual([1, 24]);
    expect(await read([2, 8, 8, 4])).toEqual([8, 8, 4]);
    expect(await read([2, 8, 8, 5])).toEqual([1, 320]);
    expect(await read([2, 3, 4, 3])).toEqual([3, 4, 3]);
    expect(await read([2, 3, 4, 5])).toEqual([4, 5, 3]);
  });

  it("refuses a size of 0 and a shape that is none", async () => {
    await expectError(
      () => Dataset.fromIdx({ images: idxFile([2, 0, 4, 3], new Uint8Array(0)), labels: labelFile([0, 1]) }),
      "DATA_SHAPE",
      "images has the shape 2 × 0 × 4 × 3, and images need count × height × width with sizes of at least 1: convert it to that.",
    );
    await expectError(
      () => Dataset.fromArrays({ name: "x", pixels: counted(2), labels: counted(1), shape: [2] as never }),
      "DATA_SHAPE",
      "the image shape of x is [2]: give [height, width] or [height, width, channels] in whole pixels, at least 1.",
      "usage",
    );
    await expectError(
      () => Dataset.fromArrays({ name: "x", pixels: counted(11), labels: counted(1), shape: [2, 2, 3] }),
      "DATA_COUNTS",
      "x has 11 pixel values for 1 labels, and 2 × 2 × 3 images need 12: give every image its own label.",
    );
  });
});
