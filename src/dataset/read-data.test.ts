import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../../node/host.ts";
import { expectError } from "../../test/support/errors.ts";
import type { NamedBytes } from "../formats/named.ts";
import { writeNpz } from "../formats/npz.ts";
import type { Dataset } from "./dataset.ts";
import { mixed, planOf } from "./plan.ts";
import { readFile, readSource } from "./read-data.ts";
import type { ReadOptions } from "./reading.ts";
import { splitByClass } from "./split-by-class.ts";

const text = (name: string, words: string): NamedBytes => ({ name, bytes: new TextEncoder().encode(words) });
const read = (file: NamedBytes, options: ReadOptions = {}) => readFile(file, { host: nodeHost, ...options });
const source = (files: readonly NamedBytes[]) => ({
  name: "folder",
  paths: files.map(({ name }) => name),
  read: async (path: string) => files.find(({ name }) => name === path)!,
});
const rows = ({ pixels, labels, size }: Dataset) =>
  Array.from(labels, (label, i) => [label, ...pixels.subarray(i * size, (i + 1) * size)]);

const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../test/goldens/${name}.json`, import.meta.url), "utf8"));
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const picture = (name: string) =>
  bytesOf(golden("pictures").files.find((file: { name: string }) => file.name === name).base64);

describe("CSV tables", () => {
  const kaggle = (columns: number, lines: readonly string[]) =>
    `label,${Array.from({ length: columns }, (_, i) => `pixel${i}`).join(",")}\n${lines.join("\n")}\n`;

  it("as Kaggle writes them are pictures of bytes", async () => {
    const { training, notes } = await read(text("train.csv", kaggle(4, ["1,0,255,3,4", "0,9,8,7,6"])));
    expect(training).toMatchObject({
      name: "train",
      count: 2,
      shape: [2, 2],
      classes: ["0", "1"],
      sources: ["train.csv"],
    });
    expect(training.pixels).toBeInstanceOf(Uint8Array);
    expect(rows(training)).toEqual([
      [1, 0, 255, 3, 4],
      [0, 9, 8, 7, 6],
    ]);
    expect(notes).toEqual([
      "The label is column 1 of 5 (label): by its name.",
      "There are no test images: --test-fraction 0.2 keeps a fifth of each class apart for testing.",
    ]);
  });

  it("without names, the label last as text, are tables of numbers (iris)", async () => {
    const { training, notes } = await read(text("iris.data", "5.1,3.5,setosa\n4.9,3,virginica\n6,2,setosa\n"));
    expect(training).toMatchObject({ count: 3, shape: [1, 2], classes: ["setosa", "virginica"] });
    expect(training.pixels).toEqual(Float32Array.of(5.1, 3.5, 4.9, 3, 6, 2));
    expect([...training.labels]).toEqual([0, 1, 0]);
    expect(notes.slice(0, 3)).toEqual([
      "The label is column 3 of 3: the one with texts.",
      "The first line is data: no column has a name.",
      "Classes are the texts of the labels: setosa and virginica.",
    ]);
  });

  it("leave out a first column that counts the rows, and take the label that is asked for", async () => {
    const table = "Id,a,b,kind\n1,10,5,2\n2,20,6,1\n3,30,7,2\n";
    const { training, notes } = await read(text("t.csv", table), { label: "kind" });
    expect(rows(training)).toEqual([
      [1, 10, 5],
      [0, 20, 6],
      [1, 30, 7],
    ]);
    expect(training.classes).toEqual(["1", "2"]);
    expect(notes).toContain("Column 1 (Id) counts the rows and is left out.");
    expect(notes).toContain("Labels are the numbers 1 and 2: each is a class of that name.");
    expect(rows((await read(text("t.csv", table), { label: "last" })).training)).toEqual(rows(training));
    expect((await read(text("t.csv", table), { label: "1" })).training.classes).toEqual(["10", "20", "30"]);
    await expectError(
      () => read(text("t.csv", table), { label: "sort" }),
      "CSV_LABEL",
      "t.csv has no column sort (it has the columns Id, a, b and kind): say which one is the label, by its name, its place from 0, or as first or last, with --label.",
    );
  });

  it("find the label of digits without names at the end where it stands", async () => {
    // The first column is constant, as the corner of a picture is; the last one looks like classes.
    const lines = Array.from({ length: 12 }, (_, i) => `0,${i * 3},${50 - i},${i % 3}`);
    const { training } = await read(text("optdigits.csv", lines.join("\n")));
    expect([...training.labels]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });

  it("of several sets belong together, and a test file without labels is left aside", async () => {
    const files = [
      text("train.csv", kaggle(4, ["1,0,0,0,4", "0,9,8,7,6"])),
      text("test.csv", kaggle(4, ["1,1,1,1,1"])),
    ];
    const both = await readSource(source(files), { host: nodeHost });
    expect(rows(both.test!)).toEqual([[1, 1, 1, 1, 1]]);
    const unlabelled = [files[0]!, text("test.csv", "pixel0,pixel1,pixel2,pixel3\n1,1,1,1\n")];
    const { test, notes } = await readSource(source(unlabelled), { host: nodeHost });
    expect(test).toBeUndefined();
    expect(notes).toContain("test.csv has no labels and is left aside: myelin predict answers it.");
    const other = [text("train.csv", "a,kind\n1,x\n2,y\n"), text("test.csv", "a,kind\n1,z\n")];
    await expectError(
      () => readSource(source(other), { host: nodeHost }),
      "DATA_LABEL",
      'test.csv has the class "z" in row 0, which the training data do not have: correct it, or add such rows to them.',
    );
  });

  it("may have separators and quotes inside cells, and lines of open quotes cost no more than others", async () => {
    const { training } = await read(text("q.csv", 'label,"a,b"\n"x ""1""",1\n"y, 2",2\n'));
    expect(training.classes).toEqual(['x "1"', "y, 2"]);
    expect(rows(training)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    await expectError(() => read(text("q.csv", `label,a\n${'"b'.repeat(100_000)}\n`)), "CSV_QUOTE");
  });

  it("without anything that looks like classes are refused", async () => {
    await expectError(
      () => read(text("t.csv", "a,b\n1.5,2.5\n2.5,3.25\n0.5,1.25\n")),
      "CSV_LABEL",
      "t.csv has no column that looks like classes (it has the columns a and b): say which one is the label,",
    );
    await expectError(
      () => read(text("t.csv", "label,a\n1.5,1\n2,2\n")),
      "DATA_LABEL",
      "t.csv has the label 1.5, which is no whole number: name the column with the classes by --label.",
    );
  });
});

describe(".npz files", () => {
  const u1 = (shape: number[], values: number[]) => ({ type: "u1", shape, data: Uint8Array.from(values) }) as const;
  const npz = (
    arrays: Record<string, Parameters<typeof writeNpz>[0] extends ReadonlyMap<string, infer A> ? A : never>,
  ) => ({
    name: "d.npz",
    bytes: writeNpz(new Map(Object.entries(arrays))) as Uint8Array,
  });

  it.each([
    ["x_train", "y_train", "x_test", "y_test"],
    ["train_images", "train_labels", "test_images", "test_labels"],
    ["trainX", "trainY", "testX", "testY"],
  ])("with the names %s, %s, %s, %s", async (x, y, tx, ty) => {
    const file = npz({
      [x]: u1([2, 1, 3], [1, 2, 3, 4, 5, 6]),
      [y]: u1([2, 1], [1, 0]),
      [tx]: u1([1, 1, 3], [7, 8, 9]),
      [ty]: u1([1], [1]),
    });
    const { training, test } = await read(file);
    expect(rows(training)).toEqual([
      [1, 1, 2, 3],
      [0, 4, 5, 6],
    ]);
    expect(rows(test!)).toEqual([[1, 7, 8, 9]]);
  });

  it("with data and target, one-hot labels, and pixels divided by 255", async () => {
    const data = {
      type: "f4",
      shape: [2, 2, 2],
      data: Float32Array.from([0, 1, 51, 255, 7, 8, 9, 10], (v) => v / 255),
    } as const;
    const { training, notes } = await read(npz({ data, target: u1([2, 2], [0, 1, 1, 0]), other: u1([1], [0]) }));
    expect(rows(training)).toEqual([
      [1, 0, 1, 51, 255],
      [0, 7, 8, 9, 10],
    ]);
    expect(training.pixels).toBeInstanceOf(Uint8Array);
    expect(notes).toContain("Pixels are bytes divided by 255; they are read as the bytes.");
    expect(notes).toContain("Left aside, as their names say nothing: other.");
  });

  it("refuse what has half of a set, or no name that is known", async () => {
    await expectError(
      () => read(npz({ x_train: u1([1, 1, 1], [1]) })),
      "NPZ_KEYS",
      "d.npz has no labels of its training set: name them so, for example y_train.",
    );
    await expectError(
      () => read(npz({ foo: u1([1], [1]) })),
      "NPZ_KEYS",
      /^d\.npz has no array whose name says what it is, and not x_train and y_train or X and y/,
    );
    await expectError(
      () => read(npz({ X: u1([2, 1, 1], [1, 2]), y: u1([3], [1, 0, 1]) })),
      "DATA_COUNTS",
      "d.npz!X has 3 labels, but 2 rows of images: pair each with its own.",
    );
  });
});

describe("Parquet files", () => {
  const file = (key: string, name = "train-00000-of-00001.parquet") => ({
    name,
    bytes: bytesOf(golden("parquet")[key]),
  });

  it("of Hugging Face: pictures inside, names of classes beside; paths are never opened", async () => {
    const { training, notes } = await read(file("huggingFace"));
    expect(training).toMatchObject({ count: 3, shape: [11, 13], classes: ["cat", "dog"] });
    expect([...training.labels]).toEqual([1, 0, 1]);
    expect(notes).toContain("The label is the column label, pictures are the column image.");
  });

  it("of numbers: a table", async () => {
    const { training } = await read(file("table"), { label: "species" });
    expect(rows(training)).toEqual([
      [0, 1.5, 1],
      [1, 2.5, 2],
      [0, -3, 3],
    ]);
    expect(training.classes).toEqual(["x", "y"]);
  });

  it("refuse missing values, and what is no whole file (Q1, Q2, Q10)", async () => {
    await expectError(
      () => read(file("missing")),
      "PARQUET_NULL",
      "train-00000-of-00001.parquet has no value in row 1 of its column a: fill it in, or leave that row out.",
    );
    const { bytes } = file("table");
    await expectError(
      () => read({ name: "a.parquet", bytes: bytes.subarray(0, -1) }),
      "PARQUET_MAGIC",
      /^a\.parquet is no whole Parquet file: it has [\d,]+ bytes and must begin and end with PAR1: get the file again\.$/,
    );
    const wrong = bytes.slice();
    wrong[wrong.length - 6] = 255;
    await expectError(
      () => read({ name: "a.parquet", bytes: wrong }),
      "PARQUET_FOOTER",
      /^a\.parquet says that its footer has 16,7\d\d,\d\d\d bytes, and there are/,
    );
  });
});

describe("class folders of pictures", () => {
  const files = [
    { name: "train/dog/1.png", bytes: picture("grey 8 plain.png") },
    { name: "train/cat/2.png", bytes: picture("grey 1 plain.png") },
    { name: "train/cat/notes.txt", bytes: new Uint8Array(1) },
    { name: "train/.DS_Store", bytes: new Uint8Array(1) },
    { name: "test/dog/a.png", bytes: picture("colour 8 plain.png") },
  ];

  it("have the classes of their folders, sorted, and the order of their numbers", async () => {
    const { training, test, notes } = await readSource(source(files), { host: nodeHost, colour: "grey" });
    expect(training).toMatchObject({ count: 2, shape: [11, 13], classes: ["cat", "dog"] });
    expect([...training.labels]).toEqual([1, 0]);
    expect([...test!.labels]).toEqual([1]);
    expect(notes).toEqual(["3 pictures in 2 class folders: cat and dog.", "2 other files are left aside."]);
  });

  it("of different channels or sizes: said, or brought into one form", async () => {
    await expectError(
      () => readSource(source(files), { host: nodeHost }),
      "SHAPE_MISMATCH",
      "the test images are 11 × 13 × 3 and the training images 11 × 13: give sets of one size.",
    );
    const sized = [...files.slice(0, 2), { name: "train/dog/3.jpg", bytes: picture("9x16 grey.jpg") }];
    await expectError(
      () => readSource(source(sized), { host: nodeHost }),
      "PICTURE_SIZES",
      "folder has pictures of different sizes, 2 of 13 × 11 and 1 of 9 × 16 (width × height), and a network needs one: bring them to it with --size 28x28, or another height x width.",
    );
    const { training } = await readSource(source(sized), { host: nodeHost, size: [8, 8], colour: "rgb" });
    expect(training).toMatchObject({ count: 3, shape: [8, 8, 3] });
  });

  it("with bad pictures: listed and refused, or counted and left out", async () => {
    const bad = [...files.slice(0, 2), { name: "train/dog/3.png", bytes: Uint8Array.of(1, 2, 3, 4) }];
    await expectError(
      () => readSource(source(bad), { host: nodeHost }),
      "PICTURES_BAD",
      "1 of 3 pictures cannot be read: train/dog/3.png begins 01 02 03 04, and pictures are read from PNG and JPEG files: convert it to PNG: correct or remove them, or leave them out with --skip-bad.",
    );
    const { training, notes } = await readSource(source(bad), { host: nodeHost, skipBad: true });
    expect(training.count).toBe(2);
    expect(notes[1]).toBe(
      "1 of 3 training pictures cannot be read and are left out: train/dog/3.png begins 01 02 03 04, and pictures are read from PNG and JPEG files: convert it to PNG.",
    );
  });

  it("with one class, or none at all, are refused with the layout that is expected (P25)", async () => {
    await expectError(
      () => readSource(source([files[0]!]), { host: nodeHost }),
      "DATA_CLASSES",
      "folder has pictures in one folder only, dog, and every class needs a folder of its own, such as cat/1.png and dog/1.png: sort them so.",
    );
    await expectError(
      () => readSource(source([text("a.png", "x")]), { host: nodeHost }),
      "DATA_FOLDER",
      /^folder has a\.png, and data are class folders of pictures \(cat\/1\.png, dog\/1\.png, also below train and test\), IDX files/,
    );
  });
});

describe("the order of pictures", () => {
  const order = (...paths: string[]) => {
    const pictures = paths.map((path) => ({ path, className: path.split("/")[0]! }));
    return mixed(pictures).map(({ path }) => path);
  };

  it("is that of their numbers, where every one has its own", () => {
    expect(order("5/10.png", "0/9.png", "5/2.png")).toEqual(["5/2.png", "0/9.png", "5/10.png"]);
  });

  it("else spreads every class over the whole", () => {
    expect(order("a/1.png", "a/2.png", "a/3.png", "a/4.png", "b/1.png", "b/2.png")).toEqual([
      "a/1.png",
      "b/1.png",
      "a/2.png",
      "a/3.png",
      "b/2.png",
      "a/4.png",
    ]);
  });
});

describe("planOf", () => {
  it("knows files by their names", () => {
    expect(planOf(["train-images.idx3-ubyte", "cat/1.png"]).kind).toBe("idx");
    expect(
      planOf([
        "data/train-00000-of-00002.parquet",
        "data/train-00001-of-00002.parquet",
        "data/test-00000-of-00001.parquet",
        "README.md",
      ]),
    ).toMatchObject({
      kind: "tables",
      format: "parquet",
      sets: {
        training: ["data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"],
        test: ["data/test-00000-of-00001.parquet"],
      },
    });
    expect(planOf(["mnist_train.csv", "mnist_test.csv"])).toMatchObject({
      format: "csv",
      sets: { training: ["mnist_train.csv"], test: ["mnist_test.csv"] },
    });
    expect(planOf(["sample_submission.csv", "train.csv", "test.csv"])).toMatchObject({
      sets: { training: ["train.csv"], test: ["test.csv"] },
    });
    expect(planOf(["iris.csv"])).toMatchObject({ sets: { training: ["iris.csv"] } });
    expect(planOf(["README.md"]).kind).toBe("nothing");
  });
});

describe("splitByClass", () => {
  it("keeps the share of every class apart, the same images for the same seed", async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `${i % 3 === 0 ? "a" : "b"},${i},0`);
    const { training } = await read(text("t.csv", `kind,x,y\n${lines.join("\n")}\n`));
    const { training: left, test } = splitByClass(training, 0.25);
    expect([left.count, test.count]).toEqual([45, 15]);
    expect([...test.labels].filter((label) => label === 0)).toHaveLength(5);
    const values = (data: Dataset) => Array.from({ length: data.count }, (_, i) => data.image(i)[0]);
    expect([...values(left), ...values(test)].sort((a, b) => a! - b!)).toEqual(lines.map((_, i) => i));
    expect(values(splitByClass(training, 0.25).test)).toEqual(values(test));
    expect(values(splitByClass(training, 0.25, 2).test)).not.toEqual(values(test));
    expect(values(splitByClass(training, 0.999).training)).toHaveLength(2);
  });

  it("refuses shares that are none", async () => {
    const { training } = await read(text("t.csv", "kind,x\na,1\nb,2\n"));
    await expectError(
      () => splitByClass(training, 1),
      "DATA_SPLIT",
      "1 of each class was asked for as test images: give a share between 0 and 1.",
      "usage",
    );
  });
});

describe("readFile refuses", () => {
  it("what is half of data, a pickle, or no data", async () => {
    await expectError(
      () => read({ name: "train-images-idx3-ubyte", bytes: Uint8Array.of(0, 0, 8, 3) }),
      "DATA_FILE",
      "train-images-idx3-ubyte is one array of several: give the folder that holds the images and the labels.",
    );
    await expectError(
      () => read({ name: "mnist.pkl.gz", bytes: Uint8Array.of(0x1f, 0x8b) }),
      "DATA_PICKLE",
      /^mnist\.pkl\.gz is a Python pickle, which can run any program when it is loaded, so Myelin never reads one: take the IDX files/,
    );
    await expectError(
      () => read({ name: "x.h5", bytes: Uint8Array.of(0x89, 0x48, 0x44, 0x46) }),
      "DATA_FILE",
      "x.h5 looks like an HDF5 file, and data are read from CSV, .npz and Parquet files, and from folders: convert it to one of them, for example with numpy.savez in Python.",
    );
    await expectError(() => read({ name: "x.csv", bytes: new Uint8Array(0) }), "DATA_FILE", "x.csv is empty,");
  });
});
