import type { Picture } from "./picture.ts";

/** Bits behind the point of the weights. */
const BITS = 22;

/** For each place of the result: where its pixels begin, and their weights. */
interface Axis {
  readonly starts: Int32Array;
  /** Weights · 2^22 in whole numbers, `most` for each place. */
  readonly weights: Int32Array;
  readonly most: number;
}

/**
 * The picture in another size, stretched where the proportions differ. The filter is a triangle (bilinear) as wide as one pixel of
 * the smaller of the two sizes, so that every pixel counts when a picture shrinks; first across, then down, in whole numbers, rounded to
 * bytes in between: what Pillow's BILINEAR gives, bit for bit.
 */
export function resizePicture(picture: Picture, height: number, width: number): Picture {
  if (picture.height === height && picture.width === width) return picture;
  const { channels } = picture;
  let data = picture.data;
  if (picture.width !== width) {
    const axis = axisOf(picture.width, width);
    const across = new Uint8Array(picture.height * width * channels);
    for (let y = 0; y < picture.height; y++) {
      const from = y * picture.width * channels;
      for (let c = 0; c < channels; c++)
        resample(data, from + c, channels, across, y * width * channels + c, channels, axis);
    }
    data = across;
  }
  if (picture.height !== height) {
    const axis = axisOf(picture.height, height);
    const down = new Uint8Array(height * width * channels);
    const row = width * channels;
    for (let x = 0; x < row; x++) resample(data, x, row, down, x, row, axis);
    data = down;
  }
  return { width, height, channels, data };
}

/** Weights of a triangle around the middle of each place, of which only what lies within the picture counts. */
function axisOf(from: number, to: number): Axis {
  const scale = from / to;
  const support = Math.max(1, scale);
  const most = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(to);
  const weights = new Int32Array(to * most);
  for (let place = 0; place < to; place++) {
    const middle = (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(middle - support + 0.5));
    const end = Math.min(from, Math.trunc(middle + support + 0.5));
    // Multiplied by 1 / support, as in Pillow: the last bit is not that of a division.
    const slope = 1 / support;
    const parts = Array.from({ length: end - start }, (_, i) =>
      Math.max(0, 1 - Math.abs((start + i - middle + 0.5) * slope)),
    );
    const sum = parts.reduce((total, part) => total + part, 0);
    starts[place] = start;
    parts.forEach((part, i) => {
      weights[place * most + i] = Math.trunc(0.5 + (part / sum) * (1 << BITS));
    });
  }
  return { starts, weights, most };
}

/** One row or column: sums of weighted pixels, rounded to bytes. */
function resample(
  from: Uint8Array,
  first: number,
  step: number,
  to: Uint8Array,
  toFirst: number,
  toStep: number,
  { starts, weights, most }: Axis,
): void {
  for (let place = 0; place < starts.length; place++) {
    let sum = 1 << (BITS - 1);
    const start = first + starts[place]! * step;
    for (let i = 0; i < most; i++) {
      const weight = weights[place * most + i]!;
      if (weight !== 0) sum += from[start + i * step]! * weight;
    }
    to[toFirst + place * toStep] = Math.max(0, Math.min(255, sum >> BITS));
  }
}
