import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { gzipFile, joinBytes, noise, text } from "../../test/support/gzip-files.ts";
import { little, type ZipParts, zipFile } from "../../test/support/zip-files.ts";
import { defaultHost } from "../core/default-host.ts";
import { isZip, unzip, zipEntries } from "./zip.ts";
import { writeZip } from "./zip-write.ts";

const file = (bytes: Uint8Array) => ({ name: "a.zip", bytes });
const one = (parts: Partial<ZipParts> = {}): ZipParts => ({ name: "x", content: text("hello"), ...parts });
const deflated = (content: Uint8Array, parts: Partial<ZipParts> = {}): ZipParts => ({
  name: "x",
  content,
  packed: new Uint8Array(deflateRawSync(content)),
  method: 8,
  ...parts,
});

/** Every member unpacked, by name. */
async function unzipAll(bytes: Uint8Array): Promise<Record<string, string>> {
  const archive = file(bytes);
  const all: Record<string, string> = {};
  for (const entry of zipEntries(archive)) {
    all[entry.name] = Buffer.from(await unzip(archive, entry, defaultHost)).toString("latin1");
  }
  return all;
}

const zeros = new Uint8Array(3000);
const extra64 = (size: number, packed: number) =>
  joinBytes(little(2, 1), little(2, 16), little(8, size), little(8, packed));

describe("zip: reads", () => {
  it("stored and deflated members, in the order of the directory", async () => {
    const bytes = zipFile([deflated(zeros, { name: "b" }), one({ name: "a" })]);
    expect(isZip(bytes)).toBe(true);
    expect(Object.keys(await unzipAll(bytes))).toEqual(["b", "a"]);
    expect(await unzipAll(bytes)).toEqual({ b: "\0".repeat(3000), a: "hello" });
  });

  it("an empty archive, and one with a comment", async () => {
    expect(isZip(zipFile([]))).toBe(true);
    expect(await unzipAll(zipFile([]))).toEqual({});
    expect(await unzipAll(zipFile([one()], { comment: text("PK\x05\x06 by hand") }))).toEqual({ x: "hello" });
  });

  it("zip64 end records and sizes (Z14)", async () => {
    const ffff = 0xffff_ffff;
    const big = deflated(zeros, { packedSize: ffff, size: ffff, extra: extra64(3000, deflateRawSync(zeros).length) });
    const member = { ...big, centralExtra: extra64(3000, deflateRawSync(zeros).length) };
    expect(await unzipAll(zipFile([member], { zip64: true }))).toEqual({ x: "\0".repeat(3000) });
    expect(await unzipAll(zipFile([one()], { zip64: true }))).toEqual({ x: "hello" });
  });

  it("members whose sizes stand behind them, through the directory (Z18)", async () => {
    const behind = joinBytes(text("PK\x07\x08"), little(12, 0));
    const streamed = deflated(zeros, { flags: 8, local: { crc: 0, size: 0, packedSize: 0 }, behind });
    expect(await unzipAll(zipFile([streamed, one({ name: "y" })]))).toEqual({ x: "\0".repeat(3000), y: "hello" });
  });

  it("names as keys, whatever they look like (Z16)", async () => {
    const names = ["../../x.npy", "/etc/passwd", "C:\\x", "__proto__", "a\x1b[2J", ""];
    const bytes = zipFile(names.map((name) => one({ name })));
    expect(zipEntries(file(bytes)).map(({ name }) => name)).toEqual(names);
    const latin = [Uint8Array.of(0xe4), Uint8Array.of(0xf6)].map((name) => one({ name }));
    expect(zipEntries(file(zipFile(latin))).map(({ name }) => name)).toEqual(["ä", "ö"]);
  });

  it("an archive inside as bytes like any other (Z13)", async () => {
    const inner = zipFile([one()]);
    const all = await unzipAll(zipFile([one({ content: inner })]));
    expect(all).toEqual({ x: Buffer.from(inner).toString("latin1") });
  });
});

describe("zip refuses", () => {
  it.each([
    ["an empty file", new Uint8Array(0), /it is empty/],
    ["a page", text("<!doctype html><p>not found, and long enough"), /looks like an HTML page/],
    ["gzip", gzipFile(zeros), /looks like gzip data/],
    ["a cut archive", zipFile([one()]).slice(0, -1), /no end-of-directory record.*cut short/],
  ])("%s: no end record (Z10)", async (_what, bytes, says) => {
    await expectError(() => zipEntries(file(bytes)), "ZIP_EOCD", says);
  });

  it.each<[string, Partial<ZipParts>]>([
    ["name", { local: { name: "y" } }],
    ["name", { local: { name: "xx" } }],
    ["method", { local: { method: 8 } }],
    ["size", { local: { size: 6 } }],
    ["size", { local: { packedSize: 6 } }],
    ["CRC-32", { local: { crc: 1 } }],
    ["set of flags", { local: { flags: 2 } }],
    ["signature", { offset: 1 }],
    ["place", { offset: 9999 }],
  ])("another %s in local header and directory (Z11)", async (what, parts) => {
    await expectError(() => zipEntries(file(zipFile([one(parts)]))), "ZIP_MISMATCH", new RegExp(`another ${what} `));
  });

  it("members that overlap (Z12)", async () => {
    const inner = zipFile([one({ name: "y" })]).slice(0, 36); // local header and data of y
    const outer = one({ content: inner });
    const both = zipFile([outer, one({ name: "y", offset: 31 })]);
    const error = await expectError(() => zipEntries(file(both)), "ZIP_OVERLAP", /inside "x"/);
    expect(error.facts).toMatchObject({ member: "y", offset: 31 });
  });

  it("members that share one byte, and not those that touch (Z12)", async () => {
    // The last byte of x is the first of y's header.
    const content = text("abcdP");
    const members = (offset: number) => [one({ content }), one({ name: "y", offset })];
    expect(zipEntries(file(zipFile(members(36))))).toHaveLength(2);
    const apart = zipFile(members(35), { directoryOffset: 71 });
    const sharing = joinBytes(apart.subarray(0, 36), apart.subarray(37));
    await expectError(
      () => zipEntries(file(sharing)),
      "ZIP_OVERLAP",
      /"y" begins at byte 35, inside "x", which ends at byte 36: the archive is damaged/,
    );
  });

  it("a second member of one name (Z17)", async () => {
    await expectError(() => zipEntries(file(zipFile([one(), one()]))), "ZIP_DUPLICATE", /"x" stands twice/);
  });

  it("bytes before the first member (Z20)", async () => {
    await expectError(() => zipEntries(file(zipFile([one()], { prefix: text("#!/bin/sh") }))), "ZIP_PREFIX", /9 bytes/);
    const unmoved = zipFile([one()], { prefix: text("#!"), directoryOffset: 36 });
    await expectError(() => zipEntries(file(unmoved)), "ZIP_DIRECTORY", /bytes stand before the archive/);
  });

  it("other methods and encryption, by name (Z15)", async () => {
    await expectError(() => zipEntries(file(zipFile([one({ method: 12 })]))), "ZIP_METHOD", /method 12 \(bzip2\)/);
    await expectError(() => zipEntries(file(zipFile([one({ method: 77 })]))), "ZIP_METHOD", /method 77,/);
    await expectError(() => zipEntries(file(zipFile([one({ flags: 1 })]))), "ZIP_ENCRYPTED", /without a password/);
  });

  it("wrong check sums (Z19)", async () => {
    await expectError(() => unzipAll(zipFile([one({ crc: 5 })])), "ZIP_CRC", /should be 00000005/);
    await expectError(() => unzipAll(zipFile([deflated(zeros, { crc: 5 })])), "ZIP_CRC");
  });

  it("sizes that cannot be or are not true", async () => {
    const bomb = deflated(zeros, { size: 2_000_000_000 });
    await expectError(() => zipEntries(file(zipFile([bomb]))), "ZIP_SIZE", /cannot hold the 2,000,000,000 bytes/);
    await expectError(() => zipEntries(file(zipFile([one({ size: 4 })]))), "ZIP_SIZE");
    await expectError(() => unzipAll(zipFile([deflated(zeros, { size: 2999 })])), "ZIP_SIZE", /more came out/);
    await expectError(() => unzipAll(zipFile([deflated(zeros, { size: 3001 })])), "ZIP_SIZE", /only 3,000 bytes/);
    const longer = joinBytes(new Uint8Array(deflateRawSync(zeros)), Uint8Array.of(0));
    await expectError(() => unzipAll(zipFile([deflated(zeros, { packed: longer })])), "ZIP_SIZE", /end at byte/);
  });

  it("damaged streams", async () => {
    const packed = new Uint8Array(deflateRawSync(noise(100)));
    await expectError(
      () => unzipAll(zipFile([deflated(noise(100), { packed: packed.slice(0, -9) })])),
      "ZIP_DATA",
      /end before/,
    );
    const bad = packed.with(0, 7);
    await expectError(() => unzipAll(zipFile([deflated(noise(100), { packed: bad })])), "ZIP_DATA", /make no sense/);
  });

  it("directories that make no sense", async () => {
    const read = (bytes: Uint8Array) => () => zipEntries(file(bytes));
    await expectError(read(zipFile([one()], { count: 2 })), "ZIP_DIRECTORY", /promises 2 members.*has 1/);
    await expectError(read(zipFile([one(), one({ name: "y" })], { count: 1 })), "ZIP_DIRECTORY", /promises 1/);
    await expectError(read(zipFile([one()], { disks: 1 })), "ZIP_DIRECTORY", /several files/);
    await expectError(read(zipFile([one()], { count: 70_000, zip64: true })), "ZIP_ENTRIES", /70,000 members/);
    const broken = zipFile([one()]);
    broken[36] = 0; // the directory's signature
    await expectError(read(broken), "ZIP_DIRECTORY", /makes no sense at byte 36/);
    await expectError(read(zipFile([one({ size: 0xffff_ffff })])), "ZIP_DIRECTORY");
    const moved = zipFile([one()], { zip64: true });
    const locator = moved.length - 22 - 20;
    moved[locator + 8]!++;
    await expectError(read(moved), "ZIP_EOCD", /zip64 end record/);
  });
});

describe("writeZip", () => {
  it("writes what is read back", async () => {
    const members = fc.dictionary(fc.string({ unit: "grapheme" }), fc.uint8Array());
    await fc.assert(
      fc.asyncProperty(members, async (contents) => {
        const archive = file(writeZip(new Map(Object.entries(contents))));
        const entries = zipEntries(archive);
        expect(entries.map(({ name }) => name)).toEqual(Object.keys(contents));
        for (const entry of entries) expect(await unzip(archive, entry, defaultHost)).toEqual(contents[entry.name]);
      }),
    );
  });

  it("refuses more than the format holds", async () => {
    const many = new Map(Array.from({ length: 65_535 }, (_, i) => [`${i}`, new Uint8Array(0)]));
    await expectError(() => writeZip(many), "ZIP_WRITE", /65535 members/, "usage");
  });
});
