import { LINE } from "./arena.ts";

/**
 * The shape of a convolution or of a pool, as its kernels read it: a record of twelve u32 in this order.
 *
 * A volume is one image a row, [y][x][channels], and `channels` counts the numbers of a pixel with their padding: 4·⌈c/4⌉
 * between layers, c in the picture itself. What lies outside the image is 0.
 */
export interface ConvShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  /** Rows and columns of zeros above and left of the image; those below and to the right follow from the output. */
  readonly padTop: number;
  readonly padLeft: number;
  readonly outHeight: number;
  readonly outWidth: number;
  /** Filters without padding; a pool has none and says its channels. */
  readonly filters: number;
}

const FIELDS = [
  "height",
  "width",
  "channels",
  "kernelHeight",
  "kernelWidth",
  "strideY",
  "strideX",
  "padTop",
  "padLeft",
  "outHeight",
  "outWidth",
  "filters",
] as const satisfies readonly (keyof ConvShape)[];

/** Bytes of the record. */
export const SHAPE_BYTES = 4 * FIELDS.length;

/** Writes the record at `address`. */
export function writeShape(u32: Uint32Array, address: number, shape: ConvShape): void {
  FIELDS.forEach((field, i) => {
    u32[(address >>> 2) + i] = shape[field];
  });
}

/** The record at `address`. */
export function readShape(u32: Uint32Array, address: number): ConvShape {
  const entries = FIELDS.map((field, i) => [field, u32[(address >>> 2) + i]!]);
  return Object.fromEntries(entries) as Record<keyof ConvShape, number>;
}

/** n rounded up to whole vectors of 4 numbers. */
export function vectors4(n: number): number {
  return 4 * Math.ceil(n / 4);
}

/** Height and width of the image with the zeros around it that the kernels read: never smaller than the image. */
export function paddedSize(shape: ConvShape): { readonly height: number; readonly width: number } {
  const { height, width, kernelHeight, kernelWidth, strideY, strideX, padTop, padLeft, outHeight, outWidth } = shape;
  return {
    height: Math.max(padTop + height, (outHeight - 1) * strideY + kernelHeight),
    width: Math.max(padLeft + width, (outWidth - 1) * strideX + kernelWidth),
  };
}

/** Tiles of 2×2 positions that a Winograd kernel transforms before it multiplies. */
const TILES = 56;

/** Numbers that a Winograd kernel puts into the scratch: the padded image, and 16 of each tile for channels in and out. */
function winogradNumbers(outHeight: number, outWidth: number, channels: number, outChannels: number): number {
  const [tilesY, tilesX] = [Math.ceil(outHeight / 2), Math.ceil(outWidth / 2)];
  const tiles = Math.max(tilesX, Math.min(TILES, tilesY * tilesX));
  return (2 * tilesY + 2) * (2 * tilesX + 2) * channels + 16 * tiles * (channels + outChannels);
}

/** Bytes of a thread's scratch that are enough for every kernel on this shape. */
export function scratchBytes(shape: ConvShape): number {
  const { height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth } = shape;
  const outChannels = vectors4(shape.filters);
  const padded = paddedSize(shape);
  const image = padded.height * padded.width * channels;
  const sums = outHeight * outWidth * outChannels;
  const weights = kernelHeight * (kernelWidth * channels + 4) * outChannels;
  const deltas = (height + kernelHeight - 1) * (width + kernelWidth - 1) * outChannels;
  const winograd =
    kernelHeight === 3 && kernelWidth === 3
      ? [
          winogradNumbers(outHeight, outWidth, channels, outChannels),
          winogradNumbers(height, width, outChannels, channels),
        ]
      : [];
  return 4 * Math.max(image + sums + weights, deltas, ...winograd) + 3 * LINE;
}
