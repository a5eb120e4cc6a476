import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { resizePicture } from "./resize.ts";

/** Pixels whose value a formula gives, so that Pillow could be asked about the same ones. */
function made(height: number, width: number, channels: 1 | 3) {
  const data = Uint8Array.from(
    { length: height * width * channels },
    (_, i) => (i * 7919 + Math.trunc(i / 3) ** 2) % 256,
  );
  return { width, height, channels, data };
}

describe("resizePicture gives the bytes of Pillow 9.4.0, Image.BILINEAR", () => {
  it.each([
    [5, 7, 3, 4, 1, "db719734e34a0ce94b3b4294a8be7c97d2af333239ec10ca6ec43b5a7ae2bf54"],
    [5, 7, 11, 9, 1, "831e829abcd66335ab08788b1a4b98edac658f9734c83d56e95c9790163e86b0"],
    [40, 30, 28, 28, 3, "1ee86cb42cbd091846850d47d1d9138a92feba2f91907fbb905e96389f29077a"],
    [28, 28, 28, 28, 1, "fc871b99ffe32a5ea53b26a78129334a605448e7bf441e2a26ba3cab9cfb4d6f"],
    [1, 1, 4, 3, 3, "37d6439522ab1d158fb92bf5fe97909857a7bda2af55037e07b7b3a0faf0b6a8"],
    [100, 3, 28, 28, 1, "722ee5d4761bbe99d057e06bd302371e204453d343e99fdc194d9cd5ac361cde"],
    [64, 64, 32, 16, 3, "be190fccac86db487c058ae96dc8f535d1e1a1ed2c3b21005bf7175c27030cb5"],
  ] as const)("%i × %i to %i × %i, %i channels", (height, width, toHeight, toWidth, channels, sha256) => {
    const picture = resizePicture(made(height, width, channels), toHeight, toWidth);
    expect(picture).toMatchObject({ width: toWidth, height: toHeight, channels });
    expect(createHash("sha256").update(picture.data).digest("hex")).toBe(sha256);
  });
});
