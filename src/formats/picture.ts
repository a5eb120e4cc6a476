/** A picture as bytes 0 … 255: row by row from the top, the channels (grey, or red, green and blue) of a pixel side by side. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Whether red, green and blue are the same in every pixel. */
export function isGrey({ channels, data }: Picture): boolean {
  if (channels === 1) return true;
  for (let i = 0; i < data.length; i += 3) if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  return true;
}

/** The picture in grey: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), in whole numbers; grey stays what it is. */
export function toGrey(picture: Picture): Picture {
  if (picture.channels === 1) return picture;
  const { width, height, data } = picture;
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    grey[i] = (19595 * data[at]! + 38470 * data[at + 1]! + 7471 * data[at + 2]! + 32768) >>> 16;
  }
  return { width, height, channels: 1, data: grey };
}

/** The picture with three channels: grey three times. */
export function toColour(picture: Picture): Picture {
  if (picture.channels === 3) return picture;
  const { width, height, data } = picture;
  const colour = new Uint8Array(3 * data.length);
  for (let i = 0; i < data.length; i++) colour.fill(data[i]!, 3 * i, 3 * i + 3);
  return { width, height, channels: 3, data: colour };
}
