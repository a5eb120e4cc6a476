/** A decoded picture: bytes row by row, the channels of a pixel side by side; 2 and 4 channels end with alpha. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** One number a pixel, 0 … 255, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array<ArrayBuffer>;
}

/** One number made of each pixel; what shines through is white, as on a page. */
function plane({ width, height, channels, data }: Picture, of: (at: number) => number): Plane {
  const out = new Float64Array(width * height);
  const alpha = channels === 2 || channels === 4 ? channels - 1 : -1;
  for (let i = 0, at = 0; i < out.length; i++, at += channels) {
    const value = of(at);
    out[i] = alpha < 0 ? value : 255 - ((255 - value) * data[at + alpha]!) / 255;
  }
  return { width, height, data: out };
}

/** Red, green and blue; all the same of a grey picture. */
export function colourPlanes(picture: Picture): Plane[] {
  const { channels, data } = picture;
  return [0, 1, 2].map((colour) => plane(picture, (at) => data[at + (channels < 3 ? 0 : colour)]!));
}

/** Brightness: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), rounded to a whole number. */
export function greyPlane(picture: Picture): Plane {
  const { data } = picture;
  if (picture.channels < 3) return plane(picture, (at) => data[at]!);
  return plane(picture, (at) => (19595 * data[at]! + 38470 * data[at + 1]! + 7471 * data[at + 2]! + 32768) >>> 16);
}

/** The picture turned from light on dark to dark on light, or back. */
export function inverted({ width, height, data }: Plane): Plane {
  return { width, height, data: data.map((value) => 255 - value) };
}

/** Brightness of the background: the median along the edge. */
export function edgeMedian({ width, height, data }: Plane): number {
  const edge: number[] = [];
  for (let x = 0; x < width; x++) edge.push(data[x]!, data[(height - 1) * width + x]!);
  for (let y = 1; y < height - 1; y++) edge.push(data[y * width]!, data[(y + 1) * width - 1]!);
  return edge.sort((a, b) => a - b)[edge.length >> 1]!;
}
