import { type Plane, resizePlane } from "./plane.ts";

/** Parts of a drawing smaller than this share of its largest part are dust. */
const DUST = 0.04;
/** The light on the background is measured in so many squares a side, each by its pixel of this rank. */
const LIGHT_SQUARES = 4;
const LIGHT_RANK = 0.2;

/** What is drawn: 0 is background, 255 full ink. */
export interface Ink extends Box {
  readonly plane: Plane;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What is drawn in a picture that is light on dark: uneven light taken off, noise of the background cut, strokes brought to
 * full ink, dust left out.
 *
 * @returns undefined where nothing is drawn
 */
export function findInk(picture: Plane): Ink | undefined {
  const plane = evenLight(picture);
  const threshold = otsu(plane);
  const { data } = plane;
  const { below, above, deviation } = statistics(data, threshold);
  if (!(above - below >= 16)) return undefined;
  const low = Math.min(below + 2 * deviation, threshold);
  const scaled = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++)
    scaled[i] = Math.floor(Math.min(255, Math.max(0, (255 * (data[i]! - low)) / (above - low))) + 0.5);
  const ink = { ...plane, data: scaled };
  return { plane: ink, ...boxOf(keepParts(ink, (255 * (threshold - low)) / (above - low)), plane.width) };
}

/** Takes off the light that lies on the background: its level in each square, smooth in between. */
function evenLight(plane: Plane): Plane {
  const { width, height, data } = plane;
  if (Math.min(width, height) < 8 * LIGHT_SQUARES) return plane;
  const levels = new Uint8Array(LIGHT_SQUARES * LIGHT_SQUARES);
  for (let i = 0; i < levels.length; i++) {
    const [row, column] = [Math.floor(i / LIGHT_SQUARES), i % LIGHT_SQUARES];
    const values: number[] = [];
    for (let y = Math.floor((row * height) / LIGHT_SQUARES); y < Math.floor(((row + 1) * height) / LIGHT_SQUARES); y++)
      for (
        let x = Math.floor((column * width) / LIGHT_SQUARES);
        x < Math.floor(((column + 1) * width) / LIGHT_SQUARES);
        x++
      )
        values.push(data[y * width + x]!);
    levels[i] = values.sort((a, b) => a - b)[Math.floor(LIGHT_RANK * values.length)]!;
  }
  const light = resizePlane({ width: LIGHT_SQUARES, height: LIGHT_SQUARES, data: levels }, width, height);
  const even = data.slice();
  for (let i = 0; i < data.length; i++) even[i] = Math.max(0, data[i]! - light.data[i]!);
  return { width, height, data: even };
}

/** The threshold that parts the values best in two: greatest variance between the parts. Otsu 1979. */
function otsu({ data }: Plane): number {
  const counts = new Float64Array(256);
  for (const value of data) counts[value]!++;
  const total = counts.reduce((sum, count, level) => sum + count * level, 0);
  let [best, threshold, below, sum] = [-1, 0, 0, 0];
  for (let level = 0; level < 255; level++) {
    below += counts[level]!;
    sum += level * counts[level]!;
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const difference = sum / below - (total - sum) / above;
    const between = below * above * difference * difference;
    if (between > best) [best, threshold] = [between, level];
  }
  return threshold;
}

/** Means of the values up to the threshold and above it, and the standard deviation of the lower ones. */
function statistics(data: Uint8Array, threshold: number): { below: number; above: number; deviation: number } {
  let low = 0;
  let squares = 0;
  let high = 0;
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value > threshold) high += value;
    else {
      low += value;
      squares += value * value;
      count++;
    }
  }
  const below = low / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - below * below));
  return { below, above: high / (data.length - count), deviation };
}

/** The pixels that belong to the drawing, part by part (pixels that touch, corners too), without dust. */
function keepParts({ width, height, data }: Plane, threshold: number): number[] {
  const seen = new Uint8Array(data.length);
  const parts: number[][] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || !(data[start]! > threshold)) continue;
    const part = [start];
    seen[start] = 1;
    for (let i = 0; i < part.length; i++) {
      const [x, y] = [part[i]! % width, Math.floor(part[i]! / width)];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const at = v * width + u;
          if (seen[at] || !(data[at]! > threshold)) continue;
          seen[at] = 1;
          part.push(at);
        }
    }
    parts.push(part);
  }
  const largest = parts.reduce((most, part) => Math.max(most, part.length), 0);
  return parts.filter((part) => part.length >= DUST * largest).flat();
}

function boxOf(pixels: readonly number[], width: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (const at of pixels) {
    left = Math.min(left, at % width);
    right = Math.max(right, at % width);
    top = Math.min(top, Math.floor(at / width));
    bottom = Math.max(bottom, Math.floor(at / width));
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
