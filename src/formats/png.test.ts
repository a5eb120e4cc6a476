import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../../node/host.ts";
import { expectError } from "../../test/support/errors.ts";
import { joinBytes, text } from "../../test/support/gzip-files.ts";
import { crc32 } from "../core/crc32.ts";
import { decodePng } from "./png.ts";

const word = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(type: string, data: readonly number[] | Uint8Array, crc?: number): Uint8Array {
  const body = joinBytes(text(type), Uint8Array.from(data));
  return joinBytes(word(data.length), body, word(crc ?? crc32(body)));
}

const head = (width: number, height: number, depth = 8, colour = 0, ...methods: number[]) =>
  chunk("IHDR", [...word(width), ...word(height), depth, colour, ...(methods.length ? methods : [0, 0, 0])]);
const pixels = (...raw: number[]) => chunk("IDAT", deflateSync(Uint8Array.from(raw)));
const end = chunk("IEND", []);
const png = (...chunks: Uint8Array[]) => joinBytes(SIGNATURE, ...chunks);
const decode = (bytes: Uint8Array) => decodePng({ name: "a.png", bytes }, nodeHost);

const refuse = async (bytes: Uint8Array, code: string, sentence: string) => {
  const error = await expectError(() => decode(bytes), code);
  expect(error.message).toBe(`a.png ${sentence}`);
};

describe("decodePng lays what is transparent on white", () => {
  it("by alpha, rounded", async () => {
    const picture = await decode(png(head(3, 1, 8, 4), pixels(0, 0, 0, 0, 128, 100, 51), end));
    // 255·(255 − 128)/255 = 127; (100·51 + 255·204)/255 = 224.
    expect([...picture.data]).toEqual([255, 127, 224]);
  });

  it("by the colour of tRNS, and by palette", async () => {
    const grey = await decode(png(head(3, 1), chunk("tRNS", [0, 7]), pixels(0, 6, 7, 8), end));
    expect([...grey.data]).toEqual([6, 255, 8]);
    const palette = chunk("PLTE", [10, 20, 30, 40, 50, 60]);
    const colours = await decode(png(head(2, 1, 8, 3), palette, chunk("tRNS", [0]), pixels(0, 0, 1), end));
    expect([...colours.data]).toEqual([255, 255, 255, 40, 50, 60]);
  });

  it("with 16 bits: rounded to 8, the whole value compared with tRNS", async () => {
    const picture = await decode(
      png(head(3, 1, 16), chunk("tRNS", [0x80, 1]), pixels(0, 0x80, 0, 0x80, 1, 0, 0x81), end),
    );
    // 0x8000 · 255 / 65535 = 127.5 and a bit; 129 · 255 / 65535 = 0.502.
    expect([...picture.data]).toEqual([128, 255, 1]);
  });
});

describe("decodePng leaves alone", () => {
  it("a wrong CRC of a chunk that does not matter (P4), text that is no text (P19), bytes behind the end (P22)", async () => {
    const picture = await decode(
      png(head(1, 1), chunk("tEXt", [1, 2], 0), pixels(0, 5), chunk("zTXt", [9]), end, Uint8Array.of(1)),
    );
    expect([...picture.data]).toEqual([5]);
  });
});

describe("decodePng refuses", () => {
  it("a file that is no PNG, or was changed as text (P1)", async () => {
    await refuse(
      Uint8Array.of(0x89, 0x50),
      "PNG_TRUNCATED",
      "is cut short in its signature at byte 0: it has 2 bytes and needs at least 8: get the file again.",
    );
    await refuse(
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0a, 0x1a, 0x0a, 0, 0),
      "PNG_SIGNATURE",
      "was changed as text would be: it begins 89 50 4e 47 0a 1a 0a 00, and PNG begins 89 50 4e 47 0d 0a 1a 0a: get the file again, as binary.",
    );
  });

  it("a damaged chunk, with both sums (P3)", async () => {
    await refuse(
      png(head(1, 1), chunk("IDAT", [1], 0xff), end),
      "PNG_CRC",
      "is damaged in its chunk IDAT at byte 33: the CRC-32 is 5f3f4d7e and should be 000000ff: get the file again.",
    );
  });

  it("sizes of 0 and beyond the limit before anything is allocated (P5, P6)", async () => {
    await refuse(
      png(head(0, 5), end),
      "PNG_SIZE",
      "says at byte 16 that it is 0 × 5, and pictures have at least 1 × 1: check the file.",
    );
    await refuse(
      png(head(2 ** 31 - 1, 2 ** 31 - 1), end),
      "PNG_SIZE",
      "says at byte 16 that it is 2,147,483,647 × 2,147,483,647, and pictures have at most 100,000,000 pixels (limit picturePixels): check the file.",
    );
    await refuse(
      png(head(10_000, 10_000), pixels(0), end),
      "PNG_DATA",
      "promises 10,000 × 10,000 pixels, which are 100,010,000 bytes, and its 9 bytes of pixel data can hold at most 9,288: get the file again.",
    );
  });

  it("colour types, depths and methods that PNG does not have (P12)", async () => {
    for (const [colour, depth] of [
      [1, 8],
      [5, 8],
      [7, 8],
      [0, 3],
      [2, 4],
      [3, 16],
      [6, 32],
    ] as const)
      await refuse(
        png(head(1, 1, depth, colour), end),
        "PNG_FORMAT",
        `says at byte 24 that it has colour type ${colour} with ${depth} bits a sample, which PNG does not have: get the file again.`,
      );
    await refuse(
      png(head(1, 1, 8, 0, 0, 0, 2), end),
      "PNG_FORMAT",
      "names the methods 0, 0 and 2 of compression, filter and interlace at byte 26, and PNG has 0, 0 and 0 or 1: get the file again.",
    );
  });

  it("chunks out of order (P16), lengths that cannot be (P17), chunks that must be understood (P18)", async () => {
    await refuse(
      png(end),
      "PNG_ORDER",
      "is out of order: its chunk IEND at byte 8 stands before the header IHDR, which comes first: get the file again.",
    );
    await refuse(
      png(head(1, 1), head(1, 1)),
      "PNG_ORDER",
      "is out of order: its chunk IHDR at byte 33 is the second header IHDR, and there is one: get the file again.",
    );
    await refuse(png(head(1, 1), end), "PNG_ORDER", "ends without pixels (no IDAT chunk): get the file again.");
    await refuse(
      png(head(1, 1), pixels(0, 1), chunk("tIME", []), pixels(0), end),
      "PNG_ORDER",
      "is out of order: its chunk IDAT at byte 67 stands apart from the other pixel chunks IDAT: get the file again.",
    );
    await refuse(
      png(head(1, 1), Uint8Array.of(0x80, 0, 0, 0, 0x49, 0x44, 0x41, 0x54)),
      "PNG_CHUNK",
      "has at byte 33 the length 2,147,483,648 for its chunk IDAT, more than PNG allows: get the file again.",
    );
    await refuse(
      png(head(1, 1), chunk("ABCD", [])),
      "PNG_CHUNK",
      "has at byte 33 the chunk ABCD, which must be understood and is not known: save it as a plain PNG.",
    );
    await refuse(
      png(head(1, 1)),
      "PNG_TRUNCATED",
      "is cut short where the next chunk begins at byte 33: it has 33 bytes and needs at least 45: get the file again.",
    );
  });

  it("a missing palette, and colours beyond it (P9)", async () => {
    await refuse(
      png(head(1, 1, 8, 3), pixels(0, 0), end),
      "PNG_PALETTE",
      "needs a palette for its colour type 3 and has none (no PLTE chunk): get the file again.",
    );
    await refuse(
      png(head(1, 1, 8, 3), chunk("PLTE", [1, 2, 3]), pixels(0, 1), end),
      "PNG_PALETTE",
      "uses colour 1 at pixel 0, and its palette has 1, from 0: get the file again.",
    );
    await refuse(
      png(head(1, 1, 1, 3), chunk("PLTE", [1, 2, 3, 4]), end),
      "PNG_PALETTE",
      "has a palette of 4 bytes, and 1 bits a pixel need 3 to 6 in threes: get the file again.",
    );
  });

  it("filters that PNG does not have (P13), and pixel data too short, too long (P14, P15) or damaged", async () => {
    await refuse(
      png(head(1, 2), pixels(0, 1, 5, 1), end),
      "PNG_FILTER",
      "names the filter 5 for row 1, and PNG has 0 to 4: get the file again.",
    );
    await refuse(
      png(head(2, 2), pixels(0, 1, 1), end),
      "PNG_DATA",
      "has 2 × 2 pixels, which are 6 bytes, and its pixel data hold only 3: get the file again.",
    );
    await refuse(
      png(head(1, 1), pixels(0, 1, 1), end),
      "PNG_DATA",
      "has 1 × 1 pixels, which are 2 bytes, and its pixel data hold more than 2: get the file again.",
    );
    const wrong = new Uint8Array(deflateSync(Uint8Array.of(0, 1)));
    wrong[wrong.length - 1]! ^= 1;
    await refuse(
      png(head(1, 1), chunk("IDAT", wrong), end),
      "PNG_DATA",
      "has pixel data whose checksum is wrong: get the file again.",
    );
    await refuse(
      png(head(1, 1), chunk("IDAT", [0x78, 0x9d, 1, 2, 3, 4, 5]), end),
      "PNG_DATA",
      "has pixel data that are no zlib stream (they begin 78 9d): get the file again.",
    );
  });
});
