import { describe, expect, it } from "vitest";
import { generateDigits } from "../../digits/index.ts";
import { Dataset } from "../dataset.ts";
import { pictureForm } from "./form.ts";
import { type Plane, pictureOfRgba, reduce } from "./plane.ts";
import { pictureToInput } from "./to-input.ts";

const digits = generateDigits({ count: 400 });
const form = pictureForm(digits)!;
const target = { shape: digits.shape, form };

/** A digit on paper: five times as large, dark on light, off the middle, light falling unevenly. */
function photograph(pixels: ArrayLike<number>) {
  const [width, height, scale, left, top] = [240, 200, 5, 70, 10];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [Math.floor((x - left) / scale), Math.floor((y - top) / scale)];
      const ink = u >= 0 && u < 28 && v >= 0 && v < 28 ? pixels[v * 28 + u]! / 255 : 0;
      const paper = 235 - (70 * x) / width + ((x * 7 + y * 13) % 9);
      data.fill(paper * (1 - 0.7 * ink), 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  return { width, height, channels: 3, data } as const;
}

const correlation = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((s, v) => s + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
};

describe("pictureForm", () => {
  it("sees that digits lie on black, in a box of 20, centred by mass", () => {
    expect(form).toMatchObject({ white: 255, background: 0, box: 20, typical: { grid: [14, 14] } });
    expect(form.typical.mean).toHaveLength(196);
  });

  it("sees white paper, numbers from 0 to 1, and what is not centred", () => {
    const light = Dataset.fromArrays({ ...digits, pixels: Float32Array.from(digits.pixels, (v) => 1 - v / 255) });
    expect(pictureForm(light)).toMatchObject({ white: 1, background: 255, box: 20 });
    const moved = digits.pixels.map((_, i) => (i % 784 < 84 ? 0 : digits.pixels[i - 84]!)) as Uint8Array;
    const off = pictureForm(Dataset.fromArrays({ ...digits, pixels: moved }))!;
    expect(off.background).toBe(0);
    expect(off.box).toBeUndefined();
  });

  it("sees grey paper, and takes pictures that are filled as such", () => {
    const paper = digits.pixels.map((v) => 215 - v * 0.8) as Uint8Array;
    const grey = pictureForm(Dataset.fromArrays({ ...digits, pixels: paper }))!;
    expect(grey.background).toBe(255);
    expect(grey.box).toBeUndefined();
  });

  it("says nothing of tables, and only the grid of pictures without a common background", () => {
    const table = Dataset.fromArrays({
      name: "t",
      pixels: new Uint8Array(8),
      labels: new Uint8Array(2),
      shape: [1, 4],
    });
    expect(pictureForm(table)).toBeUndefined();
    const noise = Uint8Array.from({ length: 4 * 64 }, (_, i) => (i * 97) % 256);
    const bare = pictureForm(
      Dataset.fromArrays({ name: "n", pixels: noise, labels: new Uint8Array(4), shape: [8, 8] }),
    )!;
    expect(Object.keys(bare)).toEqual(["white", "typical"]);
  });
});

describe("pictureToInput", () => {
  it("leaves a picture that has the form as it is", () => {
    for (let i = 0; i < 50; i++) {
      const { pixels, ...rest } = pictureToInput(
        { width: 28, height: 28, channels: 1, data: digits.image(i) as Uint8Array },
        target,
      );
      expect(pixels).toEqual(digits.image(i));
      expect(rest).toMatchObject({ inverted: false, centred: false, empty: false });
    }
  });

  it("finds the digit on a photograph, whatever its place, size, paper and light", () => {
    let sum = 0;
    for (let i = 0; i < 40; i++) {
      const found = pictureToInput(photograph(digits.image(i)), target);
      expect(found).toMatchObject({ inverted: true, centred: true, empty: false });
      const alike = correlation(found.pixels, digits.image(i));
      expect(alike).toBeGreaterThan(0.75);
      sum += alike / 40;
      const box = [...found.pixels].flatMap((value, at) => (value > 0 ? [[at % 28, Math.floor(at / 28)]] : []));
      const side = (axis: number) => Math.max(...box.map((p) => p[axis]!)) - Math.min(...box.map((p) => p[axis]!)) + 1;
      expect(Math.max(side(0), side(1))).toBe(20);
    }
    expect(sum).toBeGreaterThan(0.88);
  });

  it("gives dark on light where the training pictures are that, and numbers where they are numbers", () => {
    const light = { shape: digits.shape, form: { ...form, white: 1, background: 255 } };
    const found = pictureToInput(photograph(digits.image(3)), light);
    expect(found.inverted).toBe(false);
    expect(found.pixels).toBeInstanceOf(Float32Array);
    expect(found.pixels[0]).toBe(1);
    const dark = pictureToInput(photograph(digits.image(3)), target);
    expect([...found.pixels].map((v) => Math.round(255 * (1 - v)))).toEqual([...dark.pixels]);
  });

  it("takes what shines through as paper, and RGBA as a canvas has it", () => {
    const grey = photograph(digits.image(5));
    const rgba = new Uint8ClampedArray(grey.width * grey.height * 4);
    for (let i = 0; i < grey.width * grey.height; i++) rgba.set([...grey.data.subarray(3 * i, 3 * i + 3), 255], 4 * i);
    expect(pictureToInput(pictureOfRgba(grey.width, grey.height, rgba), target)).toEqual(pictureToInput(grey, target));
    const clear = pictureToInput(pictureOfRgba(9, 9, new Uint8Array(324)), target);
    expect(clear).toMatchObject({ empty: true, centred: false });
    expect([...clear.pixels].every((value) => value === 0)).toBe(true);
  });

  it("sizes colour pictures as a whole, channel by channel", () => {
    const data = Uint8Array.from({ length: 4 * 4 * 3 }, (_, i) => (i % 3) * 100);
    const { pixels } = pictureToInput({ width: 4, height: 4, channels: 3, data }, { shape: [2, 2, 3] });
    expect([...pixels]).toEqual([0, 100, 200, 0, 100, 200, 0, 100, 200, 0, 100, 200]);
    const grey = pictureToInput({ width: 1, height: 1, channels: 1, data: Uint8Array.of(7) }, { shape: [1, 2, 3] });
    expect([...grey.pixels]).toEqual([7, 7, 7, 7, 7, 7]);
  });

  it("tells what is far from the training pictures", () => {
    const far = (of: (x: number, y: number) => number) => {
      const data = Uint8Array.from({ length: 784 }, (_, i) => of(i % 28, Math.floor(i / 28)));
      return pictureToInput({ width: 28, height: 28, channels: 1, data }, target).strangeness!;
    };
    const digit = digits.image(1);
    expect(far((x, y) => digit[28 * y + x]!)).toBeLessThan(1);
    expect(far((x, y) => (x * 89 + y * 57 + x * y * 31) % 256)).toBeGreaterThan(1);
    expect(far((x) => (x % 4 < 2 ? 255 : 0))).toBeGreaterThan(1);
    expect(far(() => 0)).toBeGreaterThan(1);
  });

  it("has these bits, on every machine", async () => {
    const all = [0, 1, 2, 3, 4].map((i) => pictureToInput(photograph(digits.image(i)), target).pixels as Uint8Array);
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256");
    for (const pixels of all) hash.update(pixels);
    expect(hash.digest("hex")).toBe("aaf2c5742ebb5452e750f633f691b91bfaca4216712bc2d5faadcb3cd0c92f68");
  });
});

describe("reduce", () => {
  const plane = (width: number, values: readonly number[]): Plane => ({
    width,
    height: values.length / width,
    data: Uint8Array.from(values),
  });

  it("takes the mean of whole squares, to at most so many pixels a side", () => {
    expect(reduce(plane(5, [1, 3, 5, 7, 9, 1, 3, 5, 7, 9]), 2)).toEqual(plane(1, [3]));
    expect(reduce(plane(2, [1, 2]), 2)).toEqual(plane(2, [1, 2]));
  });
});
