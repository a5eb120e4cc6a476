import { describe, expect, it } from "vitest";
import { digits, relabel, revalue, take } from "../../../test/support/doctor-cases.ts";
import { caseOf, type DoctorInput } from "../input.ts";
import { Evidence } from "./measure.ts";
import { transforms } from "./transforms.ts";

const data = digits(1500, 600);
const odd = { training: relabel(data.training, (y, i) => y[i]! % 2), test: relabel(data.test, (y, i) => y[i]! % 2) };
const search = async (input: DoctorInput) => (await new Evidence(caseOf(input)).get(transforms))[0]!;

describe("the search for a change that restores", () => {
  it("finds images that were divided twice", async () => {
    const unit = { training: revalue(data.training, (x) => x / 255), test: revalue(data.test, (x) => x / 255 / 255) };
    expect((await search(unit)).restoring).toMatchObject({ geometry: "none", values: "divided by 255" });
  });

  // Multiplied by 255, all images would be nearest to one class: right more often, for it has most rows, and no repair.
  it.each([0, 1])("takes no scale for wrong where one of two classes, %i, is rare", async (rare) => {
    const labels = odd.test.labels as number[];
    const rows = Array.from(labels.keys()).filter((i) => labels[i] !== rare || i % 5 === 0);
    expect((await search({ ...odd, test: take(odd.test, rows) })).restoring).toBeUndefined();
  });
});
