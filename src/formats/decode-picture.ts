import { inputError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { decodeJpeg } from "./jpeg.ts";
import { describeBytes, hexadecimal, type NamedBytes, shownName } from "./named.ts";
import type { Picture } from "./picture.ts";
import { decodePng } from "./png.ts";

export function isPng(bytes: Uint8Array): boolean {
  return bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

/**
 * Decodes a PNG or JPEG file, told apart by its bytes; the same bytes come out on every platform. What is transparent is laid
 * on white; 16 bits become 8 by rounding; gamma and colour profiles are not applied; a JPEG is turned as its EXIF data say.
 *
 * @throws MyelinError of kind "input": PICTURE_KIND, PNG_… (`decodePng`), JPEG_… (`decodeJpeg`).
 */
export async function decodePicture(file: NamedBytes, host: Host): Promise<Picture> {
  if (isPng(file.bytes)) return decodePng(file, host);
  if (isJpeg(file.bytes)) return decodeJpeg(file);
  throw otherKind(file);
}

function otherKind(file: NamedBytes) {
  const { bytes } = file;
  const kind = pictureKind(bytes) ?? describeBytes(bytes);
  const found = bytes.length === 0 ? "is empty" : kind ? `is ${kind}` : `begins ${hexadecimal(bytes)}`;
  return inputError(
    "PICTURE_KIND",
    `${shownName(file)} ${found}, and pictures are read from PNG and JPEG files: convert it to PNG.`,
    { file: file.name, offset: 0, ...(kind ? { kind } : { found: hexadecimal(bytes) }) },
  );
}

/** Picture formats that are known by name but not read. */
function pictureKind(bytes: Uint8Array): string | undefined {
  const text = Array.from(bytes.subarray(0, 12), (byte) => String.fromCharCode(byte)).join("");
  if (text.startsWith("RIFF") && text.slice(8) === "WEBP") return "a WebP picture";
  if (text.startsWith("BM")) return "a BMP picture";
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return "a TIFF picture";
  if (text.slice(4, 8) === "ftyp") return /avif|avis/.test(text.slice(8)) ? "an AVIF picture" : "an HEIF picture";
  return /^P[1-6]\s/.test(text) ? "a PNM picture" : undefined;
}
