import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { type Augmentation, Augmenter, parseAugmentation, printAugmentation } from "./augmentation.ts";

describe("the text form", () => {
  it.each<[string, Augmentation]>([
    ["shift 2", { shift: 2 }],
    [
      "shift 2, rotate 10, scale 0.1, shear .1, elastic",
      { shift: 2, rotate: 10, scale: 0.1, shear: 0.1, elastic: 1.4 },
    ],
    ["elastic 2,flip-x , flip-y", { elastic: 2, flipX: true, flipY: true }],
  ])("%s", (text, augmentation) => {
    expect(parseAugmentation(text)).toEqual(augmentation);
    expect(parseAugmentation(printAugmentation(augmentation))).toEqual(augmentation);
  });

  it.each([
    ["shfit 2", 'augment: "shfit 2" is no change of pictures: did you mean shift?'],
    ["", 'augment: "" is no change of pictures: there are shift, rotate, scale, shear, elastic, flip-x, flip-y.'],
    ["shift", 'augment: "shift" is no change of pictures: shift takes a whole number above 0 and at most 64.'],
    ["shift 1.5", 'augment: "shift 1.5" is no change of pictures: shift takes a whole number above 0 and at most 64.'],
    ["shift 65", 'augment: "shift 65" is no change of pictures: shift takes a whole number above 0 and at most 64.'],
    ["rotate -3", 'augment: "rotate -3" is no change of pictures: rotate takes a number above 0 and at most 180.'],
    [
      "elastic x",
      'augment: "elastic x" is no change of pictures: elastic takes no number or a number above 0 and at most 64.',
    ],
    ["flip-x 1", 'augment: "flip-x 1" is no change of pictures: flip-x takes no number.'],
    [
      "scale 0.1 0.2",
      'augment: "scale 0.1 0.2" is no change of pictures: scale takes a number above 0 and at most 0.9.',
    ],
    ["shift 1, shift 2", 'augment: "shift 2" is no change of pictures: shift is said twice.'],
  ])("refuses %j", async (text, says) => {
    const error = await expectError(() => parseAugmentation(text), "AUGMENT", "", "usage");
    expect(error.message).toBe(says);
  });
});

const HEIGHT = 21;
const WIDTH = 29;
const CENTRE = [10, 14] as const;

/** What was drawn for many rows of an epoch, each as numbers of the inverse map. */
function drawn(augmentation: Augmentation, rows = 2000, epoch = 3, seed = 5) {
  const augmenter = new Augmenter(augmentation, [HEIGHT, WIDTH], seed);
  return Array.from({ length: rows }, (_, row) => {
    const transform = new Float32Array(120);
    augmenter.draw(epoch, row, transform);
    const [a, b, e, c, d, f] = transform as unknown as [number, number, number, number, number, number];
    return { a, b, c, d, e, f, field: transform.slice(8, 106) };
  });
}
const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;

describe("what is drawn", () => {
  it("shift: every whole number from −2 to 2 alike often, x and y apart, and nothing else", () => {
    const all = drawn({ shift: 2 });
    const counts = new Map<string, number>();
    for (const { a, b, c, d, e, f } of all) {
      expect([a, b + 0, c + 0, d]).toEqual([1, 0, 0, 1]);
      counts.set(`${-e},${-f}`, (counts.get(`${-e},${-f}`) ?? 0) + 1);
    }
    expect(counts.size).toBe(25);
    // 80 expected, standard deviation 8.8.
    for (const count of counts.values()) expect(Math.abs(count - 80)).toBeLessThan(45);
  });

  it("rotate: within ±10°, both ways, about the centre, with lengths kept", () => {
    const angles = drawn({ rotate: 10 }).map(({ a, b, c, d, e, f }) => {
      expect(a * d - b * c).toBeCloseTo(1, 5);
      expect(b).toBeCloseTo(-c, 6);
      expect(a * CENTRE[1] + b * CENTRE[0] + e).toBeCloseTo(CENTRE[1], 4);
      expect(c * CENTRE[1] + d * CENTRE[0] + f).toBeCloseTo(CENTRE[0], 4);
      return (Math.atan2(b, a) * 180) / Math.PI;
    });
    const [low, high] = range(angles);
    expect(low).toBeGreaterThanOrEqual(-10);
    expect(high).toBeLessThanOrEqual(10);
    expect(high - low).toBeGreaterThan(19.8);
  });

  it("scale: factors from 0.8 to 1.2; shear: x by up to 0.3 · y", () => {
    const factors = drawn({ scale: 0.2 }).map(({ a, b, c, d }) => {
      expect([b + 0, c + 0]).toEqual([0, 0]);
      expect(a).toBe(d);
      return 1 / a;
    });
    expect(range(factors)[0]).toBeCloseTo(0.8, 2);
    expect(range(factors)[1]).toBeCloseTo(1.2, 2);
    const slants = drawn({ shear: 0.3 }).map(({ a, b, c, d }) => {
      expect([a, c + 0, d]).toEqual([1, 0, 1]);
      return -b;
    });
    expect(range(slants)[0]).toBeCloseTo(-0.3, 2);
    expect(range(slants)[1]).toBeCloseTo(0.3, 2);
  });

  it("flips: every second picture, and the mirror keeps the picture in its place", () => {
    const all = drawn({ flipX: true });
    const turned = all.filter(({ a }) => a === -1);
    expect(Math.abs(turned.length - 1000)).toBeLessThan(120);
    for (const { a, d, e, f } of turned) expect([a * 3 + e, d, f]).toEqual([WIDTH - 1 - 3, 1, 0]);
    for (const { d, f } of drawn({ flipY: true }).filter(({ d }) => d === -1)) expect(d * 4 + f).toBe(HEIGHT - 1 - 4);
  });

  it("elastic: fields whose displacements have the asked root mean square", () => {
    const shares = (t: number) => [(1 - t) ** 3 / 6, (3 * t ** 3 - 6 * t ** 2 + 4) / 6, (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6, t ** 3 / 6]; // biome-ignore format: one row
    let [squares, places] = [0, 0];
    for (const { field } of drawn({ elastic: 2 }, 200)) {
      for (let y = 0; y < HEIGHT; y++)
        for (let x = 0; x < WIDTH; x++) {
          const [v, u] = [((y + 0.5) * 4) / HEIGHT, ((x + 0.5) * 4) / WIDTH];
          const [i, j] = [Math.floor(v), Math.floor(u)];
          let moved = 0;
          shares(v - i).forEach((sy, k) => {
            shares(u - j).forEach((sx, l) => {
              moved += sy * sx * field[(i + k) * 7 + j + l]!;
            });
          });
          squares += moved ** 2;
          places++;
        }
    }
    expect(Math.sqrt(squares / places)).toBeCloseTo(2, 0);
    expect(Math.abs(Math.sqrt(squares / places) - 2)).toBeLessThan(0.15);
  });

  it("depends on seed, epoch and row, and on nothing that was drawn before", () => {
    const all = { shift: 3, rotate: 30, scale: 0.3, shear: 0.2, elastic: 1, flipX: true };
    const rows = drawn(all, 5);
    const augmenter = new Augmenter(all, [HEIGHT, WIDTH], 5);
    for (const row of [4, 0, 2]) {
      const transform = new Float32Array(120);
      augmenter.draw(3, row, transform);
      expect(transform.slice(8, 106)).toEqual(rows[row]!.field);
      expect(transform[0]).toBe(rows[row]!.a);
    }
    const first = (found: typeof rows) => JSON.stringify([...found[0]!.field]);
    expect(new Set([first(rows), first(drawn(all, 1, 4)), first(drawn(all, 1, 3, 6)), JSON.stringify([...rows[1]!.field])]).size).toBe(4); // biome-ignore format: one row
  });
});
