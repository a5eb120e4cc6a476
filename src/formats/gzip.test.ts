import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { fixedCodes, gzipFile, joinBytes, noise, stored, text } from "../../test/support/gzip-files.ts";
import { crc32 } from "../core/crc32.ts";
import { defaultHost } from "../core/default-host.ts";
import { gunzip, isGzip } from "./gzip.ts";

const content = text("Reading makes a full man. Reading makes a full man. ".repeat(4));
const unpack = (bytes: Uint8Array, limit?: number) =>
  gunzip({ name: "a.gz", bytes }, defaultHost, limit === undefined ? {} : { limit: () => limit });

describe("gunzip reads", () => {
  it("what gzip wrote, at every level", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 9 }), async (bytes, level) => {
        if (isGzip(bytes)) return;
        expect(await unpack(new Uint8Array(gzipSync(bytes, { level })))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it("several members as one, an empty one among them (G7, G8)", async () => {
    const file = joinBytes(gzipFile(text("one ")), gzipFile(text("")), gzipFile(text("two ")), gzipFile(text("")));
    expect(await unpack(file)).toEqual(text("one two "));
    expect(await unpack(joinBytes(gzipFile(text("")), gzipFile(content)))).toEqual(content);
    // Two equal members: check sum and length at the end of the file fit the first one too.
    expect(await unpack(joinBytes(gzipFile(text("same")), gzipFile(text("same"))))).toEqual(text("samesame"));
  });

  it("a file with zero bytes behind its end (G9)", async () => {
    for (const zeros of [1, 7, 8, 9, 512]) {
      expect(await unpack(joinBytes(gzipFile(content), new Uint8Array(zeros)))).toEqual(content);
    }
  });

  it("headers with extra field, name, comment and check sum, and shows none of them (G12, G13)", async () => {
    const optional = joinBytes(Uint8Array.of(3, 0, 9, 9, 9), text("../../etc/x\x1b[31m\0"), text("comment\0"));
    expect(await unpack(gzipFile(content, { flags: 4 | 8 | 16, optional }))).toEqual(content);
    const head = joinBytes(Uint8Array.of(0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3), optional);
    const sum = Uint8Array.of(crc32(head) & 255, (crc32(head) >> 8) & 255);
    const checked = gzipFile(content, { flags: 2 | 4 | 8 | 16, optional: joinBytes(optional, sum) });
    expect(await unpack(checked)).toEqual(content);
  });

  it("an empty file inside", async () => {
    expect(await unpack(gzipFile(new Uint8Array(0)))).toEqual(new Uint8Array(0));
  });
});

describe("gunzip refuses", () => {
  it.each([
    ["plain text", text("hello, this is text"), /begins 68 65 6c 6c, not 1f 8b/],
    ["an HTML page", text("<!DOCTYPE html><title>404</title>"), /looks like an HTML page.*error page in its place/],
    ["xz", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), /looks like xz data/],
    ["bzip2", text("BZh91AY&SY"), /looks like bzip2 data/],
    ["zstd", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd), /looks like zstd data/],
    ["nothing", new Uint8Array(0), /is not gzip data: it is empty/],
    ["one byte", Uint8Array.of(0x1f), /begins 1f/],
  ])("%s (G1, G16)", async (_what, bytes, says) => {
    await expectError(() => unpack(bytes), "GZ_MAGIC", says);
  });

  it("another compression method (G2)", async () => {
    await expectError(() => unpack(gzipFile(content, { method: 7 })), "GZ_METHOD", /method 7.*only 8, at byte 2/);
  });

  it("reserved flags (G3)", async () => {
    await expectError(() => unpack(gzipFile(content, { flags: 0x20 })), "GZ_FLAGS", /0x20.*byte 3/);
  });

  it("a file cut in header, data and trailer, and says how far it came (G4)", async () => {
    const file = gzipFile(content, { stream: stored(content) });
    for (const length of [2, 3, 9]) await expectError(() => unpack(file.subarray(0, length)), "GZ_TRUNCATED");
    const inside = await expectError(
      () => unpack(file.subarray(0, 100)),
      "GZ_TRUNCATED",
      /byte 100, after 85 bytes came out/,
    );
    expect(inside.facts).toMatchObject({ file: "a.gz", offset: 100, plainOffset: 85 });
    for (let cut = 1; cut <= 8; cut++) {
      const whole = new RegExp(`after ${content.length} bytes came out`);
      await expectError(() => unpack(file.subarray(0, file.length - cut)), "GZ_TRUNCATED", whole);
    }
  });

  it("a wrong check sum, with both (G5)", async () => {
    const found = crc32(content).toString(16).padStart(8, "0");
    const file = gzipFile(content, { crc: 0xabc });
    await expectError(() => unpack(file), "GZ_CRC", new RegExp(`says 00000abc, but what came out has ${found}`));
  });

  it("a wrong length, with both (G6)", async () => {
    await expectError(() => unpack(gzipFile(content, { size: 7 })), "GZ_SIZE", /says 7 bytes, but 208 came out/);
  });

  it("a wrong check sum or length in the second member", async () => {
    const second = joinBytes(gzipFile(content), gzipFile(content, { crc: 1 }));
    await expectError(() => unpack(second), "GZ_CRC");
  });

  it("other bytes behind the end (G10)", async () => {
    const file = gzipFile(content);
    await expectError(() => unpack(joinBytes(file, text("junk"))), "GZ_TRAILING", /has 4 bytes behind the end/);
    const late = joinBytes(file, new Uint8Array(3), text("x"));
    await expectError(
      () => unpack(late),
      "GZ_TRAILING",
      new RegExp(`has 4 bytes .* at byte ${file.length}, beginning 00`),
    );
    await expectError(() => unpack(joinBytes(file, Uint8Array.of(0x1f, 0x8b))), "GZ_TRUNCATED");
  });

  it("more than was promised (G11), in one member or in several", async () => {
    const bomb = gzipFile(new Uint8Array(10_000_000));
    expect(bomb.length).toBeLessThan(12_000);
    await expectError(() => unpack(bomb, 5000), "GZ_TOO_LONG", /more than the 5,000 bytes/);
    await expectError(() => unpack(gzipFile(content), 207), "GZ_TOO_LONG");
    expect(await unpack(gzipFile(content), 208)).toEqual(content);
    const two = joinBytes(gzipFile(content), gzipFile(content));
    await expectError(() => unpack(two, 300), "GZ_TOO_LONG", /more than the 300 bytes/);
  });

  it.each([
    ["extra field longer than the file", 4, Uint8Array.of(0xff, 0xff)],
    ["extra field cut in its length", 4, Uint8Array.of(0xff)],
    ["name without end", 8, noise(70_000).map((byte) => byte | 1)],
    ["comment without end", 16, text("never ends")],
    ["check sum of the header", 2, Uint8Array.of(1, 1)],
  ])("a bad header: %s (G12)", async (_what, flags, optional) => {
    const head = joinBytes(gzipFile(content, { flags }).subarray(0, 10), optional);
    const file = flags === 2 ? joinBytes(head, gzipFile(content).subarray(10)) : head;
    await expectError(() => unpack(file), "GZ_HEADER", /at byte \d+/);
  });

  it.each([
    ["an invalid block type", Uint8Array.of(7, 0, 0, 0)],
    ["a distance before the beginning", Uint8Array.of(3, 2, 0, 0)],
    ["a damaged code", fixedCodes(content).map((byte, i) => (i === 5 ? 0xff : byte))],
  ])("%s (G14)", async (_what, stream) => {
    const error = await expectError(() => unpack(gzipFile(content, { stream })), "GZ_DATA", /at about byte \d+ of/);
    expect(error.facts.offset).toBeGreaterThan(9);
  });

  it("gzip inside gzip (G15)", async () => {
    await expectError(() => unpack(gzipFile(gzipFile(content))), "GZ_NESTED", /unpack it once/);
  });

  it("what the limit refuses, before anything is inflated", async () => {
    const refuse = () => {
      throw new RangeError("no");
    };
    const file = { name: "a", bytes: gzipFile(content) };
    await expect(gunzip(file, defaultHost, { limit: refuse })).rejects.toThrow(RangeError);
  });
});

it("names with control characters are shown harmlessly (X1, X4)", async () => {
  const file = { name: "\x1b[2J\n::error::x\u202e.gz", bytes: text("no") };
  const error = await expectError(() => gunzip(file, defaultHost), "GZ_MAGIC");
  expect(error.message.startsWith("\\x1b[2J\\x0a::error::x\\u202e.gz ")).toBe(true);
});
