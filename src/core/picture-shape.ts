/** Height, width and channels of a picture: [height, width] means one channel. A table of D columns is [1, D]. */
export type PictureShape =
  | readonly [height: number, width: number]
  | readonly [height: number, width: number, channels: number];

export function channelsOf(shape: PictureShape): number {
  return shape[2] ?? 1;
}

/** Numbers in one picture: height · width · channels. They are stored row by row, the channels of a pixel side by side. */
export function valuesOf(shape: PictureShape): number {
  return shape[0] * shape[1] * channelsOf(shape);
}
