import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { browserHost } from "../../browser/host.ts";
import { nodeHost } from "../../node/host.ts";
import { expectError } from "../../test/support/errors.ts";
import { defaultHost } from "../core/default-host.ts";
import { decodePicture } from "./decode-picture.ts";
import { isGrey, toColour, toGrey } from "./picture.ts";

interface Golden {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly sha256: string;
  readonly base64: string;
}
const golden = JSON.parse(readFileSync(new URL("../../test/goldens/pictures.json", import.meta.url), "utf8"));
const files = golden.files as readonly Golden[];

describe("decodePicture gives the pixels of Pillow (libpng, libjpeg-turbo)", () => {
  it("has files of every kind to compare", () => {
    expect(files.filter(({ name }) => name.endsWith(".png")).length).toBe(25);
    expect(files.filter(({ name }) => name.endsWith(".jpg")).length).toBe(30);
  });

  it.each(files.map((file) => [file.name, file] as const))("%s", async (name, file) => {
    const bytes = new Uint8Array(Buffer.from(file.base64, "base64"));
    for (const host of [defaultHost, nodeHost, browserHost]) {
      const picture = await decodePicture({ name, bytes }, host);
      const { width, height, channels } = file;
      expect(picture).toMatchObject({ width, height, channels });
      expect(createHash("sha256").update(picture.data).digest("hex")).toBe(file.sha256);
    }
  });
});

describe("decodePicture refuses", () => {
  const text = (words: string) => Uint8Array.from(words, (letter) => letter.charCodeAt(0));
  it.each([
    [
      "x.webp",
      text("RIFF1234WEBPVP8 "),
      "x.webp is a WebP picture, and pictures are read from PNG and JPEG files: convert it to PNG.",
    ],
    [
      "x.png",
      text("GIF89a"),
      "x.png is a GIF picture, and pictures are read from PNG and JPEG files: convert it to PNG.",
    ],
    [
      "x.heic",
      text("\0\0\0\x18ftypheic"),
      "x.heic is an HEIF picture, and pictures are read from PNG and JPEG files: convert it to PNG.",
    ],
    ["x.png", text(""), "x.png is empty, and pictures are read from PNG and JPEG files: convert it to PNG."],
    [
      "x.png",
      text("hello"),
      "x.png begins 68 65 6c 6c, and pictures are read from PNG and JPEG files: convert it to PNG.",
    ],
    [
      "x.png",
      text("<!DOCTYPE html>"),
      "x.png is an HTML page, and pictures are read from PNG and JPEG files: convert it to PNG.",
    ],
  ])("%s with other bytes", async (name, bytes, sentence) => {
    const error = await expectError(() => decodePicture({ name, bytes }, nodeHost), "PICTURE_KIND");
    expect(error.message).toBe(sentence);
  });
});

describe("grey and colour", () => {
  it("knows grey by its pixels, and weighs red, green and blue as BT.601 does", () => {
    const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9);
    const picture = { width: 2, height: 2, channels: 3, data } as const;
    expect(isGrey(picture)).toBe(false);
    expect([...toGrey(picture).data]).toEqual([76, 150, 29, 9]);
    const grey = toColour(toGrey(picture));
    expect([...grey.data]).toEqual([76, 76, 76, 150, 150, 150, 29, 29, 29, 9, 9, 9]);
    expect(isGrey(grey)).toBe(true);
  });
});
