import { describe, expect, it } from "vitest";
import { digits } from "../../../test/support/doctor-cases.ts";
import { Random } from "../../core/random.ts";
import { caseOf, type DoctorInput } from "../input.ts";
import type { Sample } from "../sample.ts";
import { Evidence } from "./measure.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { BANDS, SimHashTable, signatures } from "./simhash.ts";

const bits = (x: number) => x.toString(2).replaceAll("0", "").length;

describe("SimHash", () => {
  it("differs in a share θ/π of the bits for rows at angle θ", () => {
    const [columns, pairs] = [49, 60];
    const random = new Random(8, "doctor");
    for (const angle of [0.2, 0.8, Math.PI / 2, 2.5]) {
      const values = new Float64Array(2 * pairs * columns);
      for (let pair = 0; pair < pairs; pair++) {
        const a = Array.from({ length: columns }, () => random.normal());
        const u = Array.from({ length: columns }, () => random.normal());
        const dot = (x: number[], y: number[]) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
        // Gram and Schmidt: b is at right angles to a, and as long.
        const across = u.map((v, i) => v - (dot(a, u) / dot(a, a)) * a[i]!);
        const scale = Math.sqrt(dot(a, a) / dot(across, across));
        values.set(a, 2 * pair * columns);
        values.set(
          a.map((v, i) => v * Math.cos(angle) + across[i]! * scale * Math.sin(angle)),
          (2 * pair + 1) * columns,
        );
      }
      const found = signatures({ columns, values });
      let different = 0;
      for (let at = 0; at < pairs * BANDS; at++) {
        const [pair, band] = [Math.trunc(at / BANDS), at % BANDS];
        different += bits(found[2 * pair * BANDS + band]! ^ found[(2 * pair + 1) * BANDS + band]!);
      }
      expect(different / (pairs * 64)).toBeCloseTo(angle / Math.PI, 1);
    }
  });

  it("finds rows that share a band, the first one first", () => {
    const all = Uint16Array.of(1, 2, 3, 4, 9, 9, 3, 9, 8, 8, 8, 8);
    const table = new SimHashTable(all);
    expect(table.find(all, 1, () => true)).toBe(1);
    expect(table.find(all, 1, (row) => row !== 1)).toBe(0);
    expect(table.find(all, 2, (row) => row !== 2)).toBe(-1);
  });
});

describe("near-duplicates", () => {
  const data = digits(1500, 400);
  const seen = async (input: DoctorInput) => (await new Evidence(caseOf(input)).get(nearDuplicates))[0]!;
  const random = new Random(9, "doctor");
  /** Training images with noise on their strokes, in the first rows of the test set. */
  const copied = (rows: number, noise: number): Sample => {
    const images = Uint8Array.from(data.test.images);
    for (let at = 0; at < rows * 784; at++) {
      const value = data.training.images[at + 784]!;
      images[at] = value === 0 ? 0 : Math.max(1, Math.min(255, value + Math.round(noise * random.normal())));
    }
    return { ...data.test, images };
  };

  it("there are none in digits that were drawn one by one", async () => {
    const found = await seen(data);
    expect([found.near, found.ownNear]).toEqual([0, 0]);
  });

  it("finds planted ones, and the rows that they were made from", async () => {
    const { near, pairs } = await seen({ ...data, test: copied(100, 4) });
    expect(near).toBeGreaterThanOrEqual(95);
    expect(near).toBeLessThanOrEqual(100);
    for (const [row, from] of pairs) expect(from).toBe(row + 1);
  });

  it("equal images are no near ones, nor are those with much noise", async () => {
    expect((await seen({ ...data, test: copied(100, 0) })).near).toBe(0);
    expect((await seen({ ...data, test: copied(100, 90) })).near).toBe(0);
  });

  it("rows of a table are not compared", async () => {
    const flat = (sample: Sample) => ({ ...sample, shape: [1, 784] as const });
    await expect(seen({ training: flat(data.training), test: flat(data.test) })).rejects.toThrow("alike by nature");
  });
});
