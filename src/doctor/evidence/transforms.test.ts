import { describe, expect, it } from "vitest";
import { digits, relabel, revalue, take } from "../../../test/support/doctor-cases.ts";
import { mnistFolder, mnistSplits } from "../../../test/support/mnist.ts";
import { caseOf, type DoctorInput } from "../input.ts";
import { type Sample, sampleFromDataset } from "../sample.ts";
import { Evidence } from "./measure.ts";
import { transforms } from "./transforms.ts";

const data = digits(1500, 600);
const search = async (input: DoctorInput) => (await new Evidence(caseOf(input)).get(transforms))[0]!;

describe("the search for a change that restores", () => {
  it("finds images that were divided twice", async () => {
    const unit = { training: revalue(data.training, (x) => x / 255), test: revalue(data.test, (x) => x / 255 / 255) };
    expect((await search(unit)).restoring).toMatchObject({ geometry: "none", values: "divided by 255" });
  });

  // Multiplied by 255, all images would be nearest to one class: right more often, for it has most rows, and no repair.
  it.skipIf(mnistFolder() === undefined)("takes no scale for wrong where one of two classes is rare", async () => {
    const splits = await mnistSplits();
    const rows = (from: number, count: number) => Uint32Array.from({ length: count }, (_, i) => from + i);
    const parity = (sample: Sample) => relabel(sample, (y, i) => y[i]! % 2);
    const training = parity(take(sampleFromDataset(splits.training), rows(4000, 4000)));
    const all = parity(take(sampleFromDataset(splits.test), rows(1000, 1000)));
    const labels = all.labels as number[];
    const test = take(
      all,
      Array.from(labels.keys()).filter((i) => labels[i] !== 1 || i % 4 === 0),
    );
    const found = await search({ training, test });
    expect(found.searched).toBe(true);
    expect(found.restoring).toBeUndefined();
  });
});
