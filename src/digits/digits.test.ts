import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import type { Dataset } from "../dataset/index.ts";
import { DIGITS_VERSION, digitImage, digitsSplits, generateDigits } from "./index.ts";

const SIDE = 28;
const digits = generateDigits({ count: 10_000 });

/** First and last row and column with ink, and the centre of mass, of image i. */
function measure(data: Dataset, i: number) {
  const pixels = data.image(i);
  const m = { left: SIDE, right: -1, top: SIDE, bottom: -1, x: 0, y: 0, mass: 0 };
  pixels.forEach((byte, k) => {
    if (byte === 0) return;
    const x = k % SIDE;
    const y = Math.floor(k / SIDE);
    m.left = Math.min(m.left, x);
    m.right = Math.max(m.right, x);
    m.top = Math.min(m.top, y);
    m.bottom = Math.max(m.bottom, y);
    m.x += byte * x;
    m.y += byte * y;
    m.mass += byte;
  });
  return { ...m, x: m.x / m.mass, y: m.y / m.mass, width: m.right - m.left + 1, height: m.bottom - m.top + 1 };
}

/** Pieces of ink that do not touch, not even at a corner. */
function pieces(data: Dataset, i: number): number {
  const pixels = Uint8Array.from(data.image(i));
  let count = 0;
  for (let start = 0; start < pixels.length; start++) {
    if (pixels[start] === 0) continue;
    count++;
    const open = [start];
    while (open.length > 0) {
      const k = open.pop()!;
      if (pixels[k] === 0) continue;
      pixels[k] = 0; // at most 20 columns have ink: stepping over the edge of a row finds none
      for (const step of [-29, -28, -27, -1, 1, 27, 28, 29]) if (pixels[k + step]) open.push(k + step);
    }
  }
  return count;
}

describe("digits", () => {
  it("are the same bytes on every machine, for as long as the version is the same", async () => {
    expect(DIGITS_VERSION).toBe(1);
    expect(await digits.slice(0, 1000).sha256()).toBe(
      "123a317cf3fd5634f64e626210c41f983b4e48bd32ed33300514ee3afb7abae2",
    );
  });

  it("depend only on the seed and the number: alone or in a range", () => {
    const range = generateDigits({ seed: 7, from: 123, count: 20 });
    for (let k = 19; k >= 0; k--) {
      const alone = digitImage(7, 123 + k);
      expect(range.image(k)).toEqual(alone.pixels);
      expect(range.labels[k]).toBe(alone.label);
    }
    expect(digitImage(8, 123).pixels).not.toEqual(digitImage(7, 123).pixels);
  });

  it("work for seed 0, the largest seed and the last number", () => {
    for (const [seed, i] of [
      [0, 0],
      [Number.MAX_SAFE_INTEGER, 0],
      [1, 4_294_967_295],
    ] as const) {
      expect(digitImage(seed, i).pixels).toHaveLength(784);
    }
    expect(generateDigits({ count: 0 }).count).toBe(0);
  });

  it("fill a box of 20 × 20 pixels in one direction and leave it in none", () => {
    for (let i = 0; i < digits.count; i++) {
      const { width, height } = measure(digits, i);
      expect(Math.max(width, height), `digit ${i}`).toBe(20);
    }
  });

  it("have their centre of mass within half a pixel of pixel 14, unless the edge of the image is in the way", () => {
    for (let i = 0; i < digits.count; i++) {
      const m = measure(digits, i);
      if (m.left > 0 && m.right < SIDE - 1) expect(Math.abs(m.x - 14), `digit ${i}`).toBeLessThanOrEqual(0.5);
      if (m.top > 0 && m.bottom < SIDE - 1) expect(Math.abs(m.y - 14), `digit ${i}`).toBeLessThanOrEqual(0.5);
    }
  });

  it("have as much ink as MNIST's: about 19 % of the pixels, 13 % of the ink of a black image", () => {
    const bytes = digits.pixels as Uint8Array;
    const nonzero = bytes.reduce((count, byte) => count + (byte > 0 ? 1 : 0), 0);
    const sum = bytes.reduce((total, byte) => total + byte, 0);
    expect(Math.abs(nonzero / bytes.length - 0.19)).toBeLessThan(0.005);
    expect(Math.abs(sum / 255 / bytes.length - 0.131)).toBeLessThan(0.005);
  });

  it("are all equally likely: χ² of the counts below its 1-in-1000 value for 9 degrees of freedom", () => {
    const counts = new Array<number>(10).fill(0);
    for (const label of digits.labels) counts[label]!++;
    expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(27.88);
  });

  it("never repeat: 10,000 digits are 10,000 images", () => {
    const seen = new Set<string>();
    for (let i = 0; i < digits.count; i++) seen.add(Buffer.from(digits.image(i) as Uint8Array).toString("latin1"));
    expect(seen.size).toBe(digits.count);
  });

  it("have no broken strokes: what is written in one movement is one piece of ink", () => {
    let checked = 0;
    for (let i = 0; i < 3000; i++) {
      if (![2, 3, 6, 8, 9].includes(digits.labels[i]!)) continue;
      expect(pieces(digits, i), `digit ${i}`).toBe(1);
      checked++;
    }
    expect(checked).toBeGreaterThan(1400);
  });

  it("come as 60,000 for training and the next 10,000 for testing, with their version in the source", () => {
    const { training, test } = digitsSplits();
    expect([training.count, test?.count]).toEqual([60_000, 10_000]);
    expect(training.image(59_999)).toEqual(digitImage(1, 59_999).pixels);
    expect(test?.image(0)).toEqual(digitImage(1, 60_000).pixels);
    expect(training.name).toBe("digits");
    expect(training.sources).toEqual(["digits generator 1, seed 1, from 0"]);
    expect(training.shape).toEqual([28, 28]);
    expect(training.classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  it("refuse counts and numbers that are none, and seeds out of range", async () => {
    await expectError(() => generateDigits({ count: -1 }), "DIGITS_RANGE", "-1 digits", "usage");
    await expectError(() => generateDigits({ count: 1.5 }), "DIGITS_RANGE", "1.5 digits", "usage");
    await expectError(() => generateDigits({ from: -2, count: 1 }), "DIGITS_RANGE", "number -2", "usage");
    await expectError(() => generateDigits({ from: 4_294_967_295, count: 2 }), "DIGITS_RANGE", "", "usage");
    await expectError(() => generateDigits({ seed: -1, count: 1 }), "SEED_RANGE", "", "usage");
  });
});
