import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { joinBytes } from "../../test/support/gzip-files.ts";
import { decodeJpeg } from "./jpeg.ts";

const golden = JSON.parse(readFileSync(new URL("../../test/goldens/pictures.json", import.meta.url), "utf8"));
const named = (name: string) => {
  const file = golden.files.find((entry: { name: string }) => entry.name === name);
  return new Uint8Array(Buffer.from(file.base64, "base64"));
};
const good = named("9x16 4:4:4 baseline.jpg");
/** Where the frame header's length stands. */
const frame = good.findIndex((byte, i) => byte === 0xff && good[i + 1] === 0xc0) + 2;

const changed = (changes: Readonly<Record<number, number>>) => {
  const bytes = good.slice();
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value;
  return bytes;
};
const refuse = async (bytes: Uint8Array, code: string, sentence: string | RegExp) => {
  const error = await expectError(() => decodeJpeg({ name: "a.jpg", bytes }), code);
  expect(error.message).toMatch(sentence);
};

describe("decodeJpeg refuses", () => {
  it("what it does not read, with the reason", async () => {
    await refuse(
      changed({ [frame + 7]: 4, [frame + 1]: 20 }),
      "JPEG_CMYK",
      "a.jpg is a JPEG in the four inks of printing (CMYK), whose colours on a screen depend on the printer: save it in RGB.",
    );
    await refuse(
      changed({ [frame - 1]: 0xc9 }),
      "JPEG_FORMAT",
      "a.jpg is an arithmetically coded JPEG, and baseline and progressive ones are read: save it as a plain JPEG or PNG.",
    );
    await refuse(
      changed({ [frame - 1]: 0xc3 }),
      "JPEG_FORMAT",
      "a.jpg is a lossless JPEG, and baseline and progressive ones are read: save it as a plain JPEG or PNG.",
    );
    await refuse(
      changed({ [frame + 2]: 12 }),
      "JPEG_FORMAT",
      "a.jpg has 12 bits a sample, and 8 are read: save it as an 8-bit JPEG or PNG.",
    );
    await refuse(
      changed({ [frame + 9]: 0x31, [frame + 12]: 0x21 }),
      "JPEG_FORMAT",
      "a.jpg samples its components in a way that is not read: save it as a plain JPEG or PNG.",
    );
  });

  it("sizes that cannot be, before anything is allocated", async () => {
    await refuse(
      changed({ [frame + 3]: 0, [frame + 4]: 0 }),
      "JPEG_SIZE",
      "a.jpg says that it is 9 × 0, and pictures have 1 to 100,000,000 pixels (limit picturePixels): check the file.",
    );
    await refuse(
      changed({ [frame + 3]: 255, [frame + 5]: 255 }),
      "JPEG_SIZE",
      /^a\.jpg says that it is 65,\d\d\d × 65,\d\d\d, and pictures have/,
    );
    await refuse(
      changed({ [frame + 3]: 15, [frame + 5]: 15 }),
      "JPEG_DATA",
      /are 696,972 blocks, and its 391 bytes can hold at most 3,128, at byte \d+: get the file again\.$/,
    );
  });

  it("a file that is cut, and one without pixels", async () => {
    await refuse(good.subarray(0, -2), "JPEG_DATA", "a.jpg ends in the middle of its pixel data");
    await refuse(
      good.subarray(0, 30),
      "JPEG_TRUNCATED",
      "a.jpg is cut short in its segment ff db: it has 30 bytes and no end marker, at byte 22: get the file again.",
    );
    await refuse(
      Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
      "JPEG_DATA",
      "a.jpg ends before it has any pixels, at byte 4: get the file again.",
    );
    await refuse(
      Uint8Array.of(0xff, 0xd8, 7, 7),
      "JPEG_MARKER",
      "a.jpg has the byte 07 where a marker (ff) is expected, at byte 2: get the file again.",
    );
  });

  it("more scans than any picture has: each would cost a pass", async () => {
    const scan = good.findIndex((byte, i) => byte === 0xff && good[i + 1] === 0xda);
    const again = Array.from({ length: 200 }, () => good.subarray(scan, -2));
    await refuse(
      joinBytes(good.subarray(0, -2), ...again, good.subarray(-2)),
      "JPEG_DATA",
      "a.jpg has more than 200 scans (limit jpegScans), at byte",
    );
  });

  it("a Huffman table with more codes than bits", async () => {
    const table = good.findIndex((byte, i) => byte === 0xff && good[i + 1] === 0xc4) + 5;
    await refuse(
      changed({ [table]: 3 }),
      "JPEG_TABLE",
      /^a\.jpg has a Huffman table that cannot be, at byte \d+: get the file again\.$/,
    );
  });
});
