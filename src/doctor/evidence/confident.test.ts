import { describe, expect, it } from "vitest";
import { digits, noise, relabel } from "../../../test/support/doctor-cases.ts";
import { caseOf, type DoctorInput } from "../input.ts";
import { confident, confidentJoint } from "./confident.ts";
import { Evidence } from "./measure.ts";

describe("the confident joint", () => {
  // Worked by hand. t₀ = mean(0.9, 0.8, 0.1) = 0.6; t₁ = mean(0.7, 0.9, 0.4) = 2/3.
  const p = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 0.1, 0.9, 0.6, 0.4);
  const labels = Int32Array.of(0, 0, 0, 1, 1, 1);
  const found = confidentJoint(p, labels, 2);

  it("has the mean self-confidence as thresholds", () => {
    expect(found.thresholds[0]).toBeCloseTo(0.6, 12);
    expect(found.thresholds[1]).toBeCloseTo(2 / 3, 12);
  });
  it("counts each row where its class is above the threshold", () => {
    expect([...found.joint]).toEqual([2, 1, 1, 2]);
    expect([...found.suspects]).toEqual([2, 5]);
    expect(found.share).toBeCloseTo(1 / 3, 12);
  });
  it("leaves out rows that reach no threshold, and weighs each label by its rows", () => {
    const unsure = confidentJoint(
      Float64Array.of(0.9, 0.1, 0.45, 0.55, 0.1, 0.9, 0.1, 0.9),
      Int32Array.of(0, 0, 1, 0),
      2,
    );
    expect([...unsure.joint]).toEqual([1, 1, 0, 1]);
    expect(unsure.share).toBeCloseTo(0.5 * (3 / 4), 12);
  });
});

describe("confident learning on digits", () => {
  const data = digits(2500, 600);
  const measure = (input: DoctorInput) => new Evidence(caseOf(input)).get(confident);

  it.each([0.1, 0.3])("finds a share of %f of planted wrong labels, and mostly the planted ones", async (share) => {
    const training = noise(data.training, share);
    const found = await measure({ ...data, training });
    const clean = (await measure(data)).share;
    expect(found.share - clean).toBeGreaterThan(0.6 * share);
    expect(found.share - clean).toBeLessThan(1.4 * share);
    const planted = found.examples.rows.filter((row) => training.labels[row] !== data.training.labels[row]);
    expect(planted.length).toBeGreaterThanOrEqual(10);
    expect(
      found.examples.fitting!.filter((label, i) => label === data.training.labels[found.examples.rows[i]!]).length,
    ).toBeGreaterThanOrEqual(10);
  });

  it("names the classes that were mixed up", async () => {
    const training = relabel(data.training, (y, row) => (y[row] === 0 && row % 3 === 0 ? 1 : y[row]!));
    const { most, share, elsewhere } = await measure({ ...data, training });
    expect(most).toMatchObject({ label: 1, looksLike: 0 });
    expect(share).toBeGreaterThan(elsewhere!.share);
  });

  it("is not asked where the labels do not fit at all", async () => {
    const training = relabel(data.training, (y, row, n) => y[(row * 7919 + 13) % n]!);
    await expect(measure({ ...data, training })).rejects.toThrow("training labels do not fit their images");
  });
});
