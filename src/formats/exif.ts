import type { Picture } from "./picture.ts";

const ORIENTATION = 0x0112;
const SHORT = 3;

/**
 * How a camera was held: the orientation 1 … 8 of an EXIF block ("Exif", two zero bytes, a TIFF header and its first
 * directory). 1, upright, where it says nothing or cannot be understood.
 */
export function exifOrientation(block: Uint8Array): number {
  const text = (from: number, to: number) => String.fromCharCode(...block.subarray(from, to));
  if (text(0, 6) !== "Exif\0\0") return 1;
  const order = text(6, 8);
  if (order !== "II" && order !== "MM") return 1;
  const little = order === "II";
  const tiff = block.subarray(6);
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  if (tiff.length < 8) return 1;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== ORIENTATION || view.getUint16(at + 2, little) !== SHORT) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The picture as it was seen: mirrored and turned as its EXIF orientation says. */
export function upright(picture: Picture, orientation: number): Picture {
  if (orientation === 1) return picture;
  const { width, height, channels, data } = picture;
  // Orientations from 5 on exchange rows and columns; then columns, then rows, run backwards.
  const turned = orientation >= 5;
  const [newWidth, newHeight] = turned ? [height, width] : [width, height];
  const backAcross = [2, 3, 6, 7].includes(orientation);
  const backDown = [3, 4, 7, 8].includes(orientation);
  const result = new Uint8Array(data.length);
  for (let y = 0, to = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) {
      const across = backAcross ? newWidth - 1 - x : x;
      const down = backDown ? newHeight - 1 - y : y;
      const from = channels * (turned ? across * width + down : down * width + across);
      for (let i = 0; i < channels; i++) result[to++] = data[from + i]!;
    }
  }
  return { width: newWidth, height: newHeight, channels, data: result };
}
