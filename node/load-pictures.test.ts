import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../test/support/folder.ts";
import { listFolder } from "./data-folder.ts";
import { loadDataset } from "./load-dataset.ts";
import { cachedPictures, fingerprint, keepPictures } from "./picture-cache.ts";
import { decodePictures } from "./picture-pool.ts";

const golden = JSON.parse(readFileSync(new URL("../test/goldens/pictures.json", import.meta.url), "utf8"));
const bytesOf = (name: string) =>
  Buffer.from(golden.files.find((file: { name: string }) => file.name === name).base64, "base64");
const png = bytesOf("grey 8 plain.png");

function folderOf(files: Readonly<Record<string, Uint8Array>>): string {
  const folder = join(temporaryFolder(), "animals");
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

describe("loadDataset of class folders", () => {
  it("has the name of the folder, sets, classes and notes", async () => {
    const folder = folderOf({ "train/cat/1.png": png, "train/dog/2.png": png, "test/cat/3.png": png });
    const data = await loadDataset(folder);
    expect(data).toMatchObject({ name: "animals", training: { count: 2, shape: [11, 13], classes: ["cat", "dog"] } });
    expect(data.test).toMatchObject({ count: 1, name: "animals test" });
    expect(data.notes).toEqual(["3 pictures in 2 class folders: cat and dog."]);
  });

  it("takes size, colour and test images as asked", async () => {
    const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i % 2 ? "b" : "a"}/${i}.png`, png]));
    const { training, test } = await loadDataset(folderOf(files), { size: [4, 5], colour: "rgb", testFraction: 0.4 });
    expect([training.count, test?.count, training.shape]).toEqual([6, 4, [4, 5, 3]]);
  });
});

describe("listFolder", () => {
  it("never opens pipes, and follows links inside the folder only, never in a circle (P29, P30, P33)", () => {
    const folder = folderOf({ "a/1.png": png, "b/2.png": png });
    execFileSync("mkfifo", [join(folder, "a/pipe.png")]);
    symlinkSync("/etc/hostname", join(folder, "a/out.png"));
    symlinkSync("../b/2.png", join(folder, "a/in.png"));
    symlinkSync("..", join(folder, "a/up"));
    symlinkSync("nowhere", join(folder, "a/broken.png"));
    expect(listFolder(folder).sort()).toEqual(["a/1.png", "a/in.png", "b/2.png"]);
  });
});

describe("kept pictures", () => {
  const many = () => {
    const folder = folderOf(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${i}.png`, png])));
    return { folder, files: listFolder(folder).map((name) => join(folder, name)) };
  };
  const later = () => Date.now() + 10_000;

  it("come back as they were, and not when they are damaged", async () => {
    const { files } = many();
    const cache = temporaryFolder();
    const batch = await decodePictures(files.slice(0, 3), {});
    const key = fingerprint(files, {}, later())!;
    keepPictures(cache, key, batch);
    expect(cachedPictures(cache, key)).toEqual(batch);
    const kept = readFileSync(join(cache, key));
    kept[kept.length - 1]! ^= 1;
    writeFileSync(join(cache, key), kept);
    expect(cachedPictures(cache, key)).toBeUndefined();
    expect(cachedPictures(cache, "0".repeat(64))).toBeUndefined();
  });

  it("have a fingerprint that changes with content, form and list; none for few files or new ones", () => {
    const { files } = many();
    const first = fingerprint(files, {}, later());
    expect(fingerprint(files, {}, later())).toBe(first);
    expect(fingerprint(files, { size: [2, 2] }, later())).not.toBe(first);
    expect(fingerprint(files, { colour: "grey" }, later())).not.toBe(first);
    expect(fingerprint([...files].reverse(), {}, later())).not.toBe(first);
    writeFileSync(
      files[500]!,
      Uint8Array.from(png, (byte, i) => (i === 50 ? byte ^ 1 : byte)),
    );
    expect(fingerprint(files, {}, later())).not.toBe(first);
    expect(fingerprint(files, {})).toBeUndefined();
    expect(fingerprint(files.slice(1), {}, later())).toBeUndefined();
  });
});
