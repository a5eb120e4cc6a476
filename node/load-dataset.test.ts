import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeIdx } from "../src/formats/idx.ts";
import { expectError } from "../test/support/errors.ts";
import { temporaryFolder } from "../test/support/folder.ts";
import { serve } from "../test/support/loopback.ts";
import { mnistFolder, rawMnist } from "../test/support/mnist.ts";
import { nodeHost } from "./host.ts";
import { knownFiles } from "./known-data.ts";
import { loadDataset, loadDefaultDataset } from "./load-dataset.ts";
import { DATA_NAMES, KNOWN_DATA, type KnownData } from "./names.ts";

const images = (count: number, side = 2) =>
  writeIdx({
    type: "uint8",
    shape: [count, side, side],
    data: Uint8Array.from({ length: count * side * side }, (_, i) => i),
  });
const labels = (count: number) =>
  writeIdx({ type: "uint8", shape: [count], data: Uint8Array.from({ length: count }, (_, i) => i % 10) });

type Files = Readonly<Record<string, Uint8Array>>;
const pairFiles = (set: string, count: number, side = 2): Files => ({
  [`${set}-images-idx3-ubyte`]: images(count, side),
  [`${set}-labels-idx1-ubyte`]: labels(count),
});
const small: Files = { ...pairFiles("train", 4), ...pairFiles("t10k", 2) };

function folderWith(
  files: Files,
  change: (name: string, bytes: Uint8Array) => [string, Uint8Array] = (...same) => same,
) {
  const folder = join(temporaryFolder(), "numbers");
  mkdirSync(folder);
  for (const [name, bytes] of Object.entries(files)) {
    const [newName, newBytes] = change(name, bytes);
    writeFileSync(join(folder, newName), newBytes);
  }
  return folder;
}

/** Nothing is found and nothing answers: the proxy does not exist. */
const nowhere = () => ({ XDG_CACHE_HOME: temporaryFolder(), HTTPS_PROXY: "http://127.0.0.1:9" });

describe("loadDataset of a folder", () => {
  it.each([
    ["plain", (name: string, bytes: Uint8Array) => [name, bytes]],
    ["gz", (name: string, bytes: Uint8Array) => [`${name}.gz`, gzipSync(bytes)]],
    ["with a dot before idx", (name: string, bytes: Uint8Array) => [name.replace("-idx", ".idx"), bytes]],
    ["dot and .gz", (name: string, bytes: Uint8Array) => [`${name.replace("-idx", ".idx")}.gz`, gzipSync(bytes)]],
    ["test instead of t10k", (name: string, bytes: Uint8Array) => [name.replace("t10k", "test"), bytes]],
    ["a prefix", (name: string, bytes: Uint8Array) => [`emnist-digits-${name.replace("t10k", "test")}`, bytes]],
  ] as const)("%s", async (_what, change) => {
    const folder = folderWith(small, (name, bytes) => change(name, bytes) as [string, Uint8Array]);
    const data = await loadDataset(folder);
    expect(data.name).toBe("numbers");
    expect([data.training.count, data.test?.count]).toEqual([4, 2]);
    expect(await data.training.sha256()).toBe(
      createHash("sha256").update(images(4).subarray(16)).update(labels(4).subarray(8)).digest("hex"),
    );
  });

  it("prefers the plain file where both are there", async () => {
    const folder = folderWith(small);
    writeFileSync(join(folder, "train-images-idx3-ubyte.gz"), "damaged");
    expect((await loadDataset(folder)).training.sources[0]).toBe("train-images-idx3-ubyte");
  });

  it("without test files has no test set", async () => {
    expect((await loadDataset(folderWith(pairFiles("train", 3)))).test).toBeUndefined();
  });

  it("takes classes and first label", async () => {
    const data = await loadDataset(folderWith(pairFiles("train", 3)), { classes: ["a", "b", "c"] });
    expect(data.training.classes).toEqual(["a", "b", "c"]);
  });

  it("refuses half a pair, a missing training set, several sets, and no files", async () => {
    const { "train-labels-idx1-ubyte": _, ...half } = small;
    const noLabels = /has train-images-idx3-ubyte, but not train-labels-idx1-ubyte/;
    await expectError(() => loadDataset(folderWith(half)), "DATA_FOLDER", noLabels);
    await expectError(() => loadDataset(folderWith(pairFiles("t10k", 2))), "DATA_FOLDER", /the test files only/);
    const two = { ...pairFiles("a-train", 2), ...pairFiles("b-train", 2) };
    await expectError(() => loadDataset(folderWith(two)), "DATA_FOLDER", /several training sets, a-train and b-train/);
    await expectError(
      () => loadDataset(folderWith({})),
      "DATA_FOLDER",
      / is empty, and data are class folders of pictures/,
    );
  });

  it("of several damaged files tells the training files first, however long they take", async () => {
    const cut = (name: string, bytes: Uint8Array): [string, Uint8Array] => [
      name,
      name.includes("images") ? bytes.subarray(0, bytes.length - 1) : bytes,
    ];
    const zipped = (name: string, bytes: Uint8Array): [string, Uint8Array] =>
      name.startsWith("train") ? [`${name}.gz`, gzipSync(cut(name, bytes)[1])] : cut(name, bytes);
    const large = { ...pairFiles("train", 2000, 28), ...pairFiles("t10k", 2) };
    for (const change of [cut, zipped])
      await expectError(() => loadDataset(folderWith(large, change)), "IDX_TRUNCATED", /train-images.*1,568,016/);
    await expectError(
      () =>
        loadDataset(folderWith(small, (name, bytes) => (name.startsWith("t10k") ? cut(name, bytes) : [name, bytes]))),
      "IDX_TRUNCATED",
      "t10k-images",
    );
  });

  it("refuses sets of different shape (I22)", async () => {
    const files = { ...pairFiles("train", 4), ...pairFiles("t10k", 2, 3) };
    await expectError(() => loadDataset(folderWith(files)), "SHAPE_MISMATCH", /3 × 3.*2 × 2/);
  });

  it("refuses a file, and names that are nothing, with the nearest one", async () => {
    const file = join(folderWith(small), "train-images-idx3-ubyte");
    await expectError(() => loadDataset(file), "DATA_FILE", /train-images-idx3-ubyte is one array of several/);
    await expectError(() => loadDataset("mnits"), "DATA_NOT_FOUND", /did you mean mnist\?/, "io");
    await expectError(() => loadDataset("/no/such"), "DATA_NOT_FOUND", /mnist, fashion-mnist and digits/, "io");
    await expectError(() => loadDataset("a\x1b[2J"), "DATA_NOT_FOUND", /a\\x1b\[2J/, "io");
    await expectError(() => loadDataset("__proto__"), "DATA_NOT_FOUND", "", "io");
  });
});

describe("data by name", () => {
  const packed = Object.entries(small).map(
    ([name, bytes]) => [`${name}.gz` as string, new Uint8Array(gzipSync(bytes))] as const,
  );
  const known = (mirror: string): KnownData => ({
    name: "mnist",
    files: packed.map(([name, bytes]) => ({
      name,
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    })) as unknown as KnownData["files"],
    mirrors: [mirror],
  });
  const put = (folder: string) => {
    mkdirSync(folder, { recursive: true });
    for (const [name, bytes] of packed) writeFileSync(join(folder, name), bytes);
    return folder;
  };
  const damage = (folder: string) => {
    const path = join(folder, packed[0]![0]);
    const bytes = readFileSync(path);
    bytes[30]! ^= 1;
    writeFileSync(path, bytes);
  };
  const server = () => serve((request, response) => response.end(new Map(packed).get((request.url ?? "").slice(1))));

  it("comes from MYELIN_DATA, or its subfolder, without asking anybody", async () => {
    const mirror = await server();
    const own = temporaryFolder();
    const env = { MYELIN_DATA: own, XDG_CACHE_HOME: temporaryFolder() };
    put(join(own, "mnist"));
    await knownFiles(known(mirror.url), { env, host: nodeHost });
    rmSync(join(own, "mnist"), { recursive: true });
    put(own);
    const { files } = await knownFiles(known(mirror.url), { env, host: nodeHost });
    expect(files.map((file) => Buffer.from(file.bytes))).toEqual(packed.map(([, bytes]) => Buffer.from(bytes)));
    expect(mirror.asked).toEqual([]);
    await mirror.close();
  });

  it("is downloaded once and then comes from the cache; damaged or missing files are fetched again (D3)", async () => {
    const mirror = await server();
    const cache = temporaryFolder();
    const own = put(temporaryFolder());
    damage(own);
    const options = { env: { MYELIN_DATA: own, XDG_CACHE_HOME: cache }, host: nodeHost };
    const get = async () => {
      const { files, notice } = await knownFiles(known(mirror.url), options);
      expect(notice).toBeUndefined();
      expect(files.map((file) => Buffer.from(file.bytes))).toEqual(packed.map(([, bytes]) => Buffer.from(bytes)));
      return mirror.asked.length;
    };
    expect(await get()).toBe(4);
    expect(await get()).toBe(4);
    const folder = join(cache, "myelin", "mnist");
    expect(readdirSync(folder).sort()).toEqual(packed.map(([name]) => name).sort());
    damage(folder);
    expect(await get()).toBe(8);
    rmSync(join(folder, packed[2]![0]));
    writeFileSync(join(folder, `${packed[2]![0]}.1-x.part`), "half");
    expect(await get()).toBe(12);
    expect(await get()).toBe(12);
    await mirror.close();
  });

  it("of two loads at once is whole for both", async () => {
    const mirror = await server();
    const options = { env: { XDG_CACHE_HOME: temporaryFolder() }, host: nodeHost };
    const both = await Promise.all([knownFiles(known(mirror.url), options), knownFiles(known(mirror.url), options)]);
    expect(both[0]).toEqual(both[1]);
    await mirror.close();
  });

  it("is used, with a notice, when it cannot be kept", async () => {
    const mirror = await server();
    const cache = temporaryFolder();
    writeFileSync(join(cache, "myelin"), "a file where the folder should be");
    const { files, notice } = await knownFiles(known(mirror.url), { env: { XDG_CACHE_HOME: cache }, host: nodeHost });
    expect(files).toHaveLength(4);
    expect(notice).toMatch(/will be downloaded again next time, because .*could not be written/);
    await mirror.close();
  });

  it("is never replaced by other data", async () => {
    const other = folderWith(small);
    for (const name of ["mnist", "fashion-mnist"]) {
      const env = { ...nowhere(), MYELIN_DATA: other };
      await expectError(() => loadDataset(name, { env }), "DOWNLOAD_OFFLINE", new RegExp(`^${name} is neither`), "io");
    }
  });

  it("has two https mirrors and the sizes and sums of four files each", () => {
    for (const data of Object.values(KNOWN_DATA)) {
      expect(new Set(data.mirrors.map((mirror) => new URL(mirror).host)).size).toBe(2);
      for (const mirror of data.mirrors) expect(mirror).toMatch(/^https:\/\/.*\/$/);
      expect(new Set(data.files.map((file) => file.sha256)).size).toBe(4);
      for (const file of data.files) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(DATA_NAMES).toEqual([...Object.keys(KNOWN_DATA), "digits"]);
  });
});

describe("loadDefaultDataset", () => {
  it("takes the folder of MYELIN_DATA if it holds data", async () => {
    const data = await loadDefaultDataset({ env: { ...nowhere(), MYELIN_DATA: folderWith(small) } });
    expect(data).toMatchObject({ name: "numbers" });
    expect(data.notice).toBeUndefined();
  });

  it("says so when what MYELIN_DATA holds is damaged", async () => {
    const { "t10k-labels-idx1-ubyte": _, ...half } = small;
    await expectError(() => loadDefaultDataset({ env: { MYELIN_DATA: folderWith(half) } }), "DATA_FOLDER");
  });

  it("falls back to the digits, with a notice, when nothing else can be had", async () => {
    const data = await loadDefaultDataset({ env: { ...nowhere(), MYELIN_DATA: temporaryFolder() } });
    expect(data.name).toBe("digits");
    expect(data.notice).toMatch(/^MNIST could not be downloaded, so the built-in digits are used: .*\.$/);
  });
});

describe.skipIf(mnistFolder() === undefined)("the real MNIST files", () => {
  it("load by folder and by name, with the pixels and labels that an independent reader finds", async () => {
    const folder = mnistFolder()!;
    const byName = await loadDataset("mnist", { env: { ...nowhere(), MYELIN_DATA: folder } });
    const byFolder = await loadDataset(folder);
    for (const [set, training] of [
      ["train", true],
      ["t10k", false],
    ] as const) {
      const raw = rawMnist(set, folder);
      for (const data of [byName, byFolder]) {
        const part = training ? data.training : data.test!;
        expect(part).toMatchObject({ count: raw.count, shape: [28, 28] });
        expect(Buffer.compare(part.pixels as Uint8Array, raw.pixels)).toBe(0);
        expect(Buffer.compare(part.labels, raw.labels)).toBe(0);
      }
    }
    expect(byName.test.classes).toHaveLength(10);
  });
});
