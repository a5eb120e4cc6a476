import type { Component, Frame } from "./jpeg-tables.ts";
import type { Picture } from "./picture.ts";

// Inverse transform, upsampling and colours are those of libjpeg's default ("islow" transform, "fancy" upsampling), in whole
// numbers, so that the pixels are the ones that most programs see.

/** Multipliers of the transform by Loeffler, Ligtenberg and Moschytz (1989): round(c · 2^13). */
const C0298 = 2446;
const C0390 = 3196;
const C0541 = 4433;
const C0765 = 6270;
const C0899 = 7373;
const C1175 = 9633;
const C1501 = 12299;
const C1847 = 15137;
const C1961 = 16069;
const C2053 = 16819;
const C2562 = 20995;
const C3072 = 25172;

/** One transform of 8 numbers, `step` apart, in place; the results are divided by 2^shift, rounded. */
function transform(v: Float64Array, at: number, step: number, shift: number): void {
  const [a0, a1, a2, a3] = [v[at]!, v[at + step]!, v[at + 2 * step]!, v[at + 3 * step]!];
  const [a4, a5, a6, a7] = [v[at + 4 * step]!, v[at + 5 * step]!, v[at + 6 * step]!, v[at + 7 * step]!];
  const e = (a2 + a6) * C0541;
  const e2 = e - a6 * C1847;
  const e3 = e + a2 * C0765;
  const e0 = (a0 + a4) * 8192;
  const e1 = (a0 - a4) * 8192;
  const even = [e0 + e3, e1 + e2, e1 - e2, e0 - e3] as const;
  const z5 = (a7 + a3 + a5 + a1) * C1175;
  const z1 = (a7 + a1) * -C0899;
  const z2 = (a5 + a3) * -C2562;
  const z3 = z5 - (a7 + a3) * C1961;
  const z4 = z5 - (a5 + a1) * C0390;
  const odd = [a1 * C1501 + z1 + z4, a3 * C3072 + z2 + z3, a5 * C2053 + z2 + z4, a7 * C0298 + z1 + z3] as const;
  const [half, scale] = [1 << (shift - 1), 1 << shift];
  for (let i = 0; i < 4; i++) {
    v[at + i * step] = Math.floor((even[i]! + odd[i]! + half) / scale);
    v[at + (7 - i) * step] = Math.floor((even[i]! - odd[i]! + half) / scale);
  }
}

/** The samples of one component, in rows as wide as its blocks. */
function samplesOf(component: Component, quantization: Uint16Array): Uint8Array {
  const { blocksAcross, blocksDown, coefficients } = component;
  const stride = 8 * blocksAcross;
  const samples = new Uint8Array(64 * blocksAcross * blocksDown);
  const v = new Float64Array(64);
  for (let block = 0; block < blocksAcross * blocksDown; block++) {
    for (let i = 0; i < 64; i++) v[i] = coefficients[64 * block + i]! * quantization[i]!;
    for (let column = 0; column < 8; column++) transform(v, column, 8, 11);
    for (let row = 0; row < 8; row++) transform(v, 8 * row, 1, 18);
    const corner = 8 * (Math.trunc(block / blocksAcross) * stride + (block % blocksAcross));
    for (let i = 0; i < 64; i++) samples[corner + (i >> 3) * stride + (i & 7)] = clamped(v[i]! + 128);
  }
  return samples;
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** One row of samples at the full width. */
type RowReader = (y: number) => Uint8Array | Int32Array;

/** Reads rows of a component in the picture's own size: where it was stored smaller, it is brought up again. */
function fullRows(frame: Frame, component: Component, quantization: Uint16Array): RowReader {
  const samples = samplesOf(component, quantization);
  const stride = 8 * component.blocksAcross;
  const { width, height } = component;
  const [across, down] = [frame.across / component.across, frame.down / component.down];
  const stored = (y: number) => {
    const row = Math.max(0, Math.min(height - 1, y));
    return samples.subarray(row * stride, row * stride + width);
  };
  const wide = across === 2 && (down === 1 || down === 2) && width > 2;
  if (wide) return (y) => smoothAcross(down === 1 ? weighted(stored(y), stored(y), 1) : nearRows(stored, y), down);
  if (across === 1 && down === 2) return (y) => nearRows(stored, y).map((sum) => (sum + (y % 2 === 0 ? 1 : 2)) >> 2);
  if (across === 1) return (y) => stored(Math.trunc(y / down));
  return (y) => repeated(stored(Math.trunc(y / down)), across);
}

/** Three times the nearer row, and once the one beyond it. */
function nearRows(stored: (y: number) => Uint8Array, y: number): Int32Array {
  const near = Math.trunc(y / 2);
  return weighted(stored(near), stored(y % 2 === 0 ? near - 1 : near + 1), 3);
}

function weighted(near: Uint8Array, far: Uint8Array, weight: 1 | 3): Int32Array {
  const sums = Int32Array.from(near);
  if (weight === 3) for (let i = 0; i < sums.length; i++) sums[i] = 3 * sums[i]! + far[i]!;
  return sums;
}

/** Twice as wide: each sample is 3/4 of the nearer one and 1/4 of the farther one; of two rows the sums are four times that. */
function smoothAcross(sums: Int32Array, down: number): Uint8Array {
  const { length } = sums;
  const [left, right, bits] = down === 1 ? [1, 2, 2] : [8, 7, 4];
  const row = new Uint8Array(2 * length);
  for (let i = 0; i < length; i++) {
    const here = 3 * sums[i]!;
    row[2 * i] = (here + sums[Math.max(0, i - 1)]! + left) >> bits;
    row[2 * i + 1] = (here + sums[Math.min(length - 1, i + 1)]! + right) >> bits;
  }
  return row;
}

function repeated(row: Uint8Array, times: number): Uint8Array {
  return Uint8Array.from({ length: row.length * times }, (_, i) => row[Math.trunc(i / times)]!);
}

/** The picture of a frame whose coefficients are complete. @param rgb true where components are red, green and blue */
export function pixelsOf(frame: Frame, tables: readonly Uint16Array[], rgb: boolean): Picture {
  const { width, height, components } = frame;
  const rows = components.map((component) => fullRows(frame, component, tables[component.quantization]!));
  const channels = components.length === 1 ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width * channels, (y + 1) * width * channels);
    const [first, second, third] = rows.map((read) => read(y));
    if (channels === 1) row.set(first!.subarray(0, width));
    else if (rgb) interleave(row, first!, second!, third!);
    else toRgb(row, first!, second!, third!);
  }
  return { width, height, channels, data };
}

type Samples = Uint8Array | Int32Array;

function interleave(row: Uint8Array, red: Samples, green: Samples, blue: Samples): void {
  for (let x = 0; 3 * x < row.length; x++) {
    row[3 * x] = red[x]!;
    row[3 * x + 1] = green[x]!;
    row[3 * x + 2] = blue[x]!;
  }
}

/** Brightness and two colour differences to red, green and blue (JFIF), factors · 2^16 rounded. */
function toRgb(row: Uint8Array, brightness: Samples, blueness: Samples, redness: Samples): void {
  for (let x = 0; 3 * x < row.length; x++) {
    const y = brightness[x]!;
    const cb = blueness[x]! - 128;
    const cr = redness[x]! - 128;
    row[3 * x] = clamped(y + ((91881 * cr + 32768) >> 16));
    row[3 * x + 1] = clamped(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
    row[3 * x + 2] = clamped(y + ((116130 * cb + 32768) >> 16));
  }
}
