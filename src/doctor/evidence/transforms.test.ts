import { describe, expect, it } from "vitest";
import { type Data, digits, integersTable, rearrange, revalue, table } from "../../../test/support/doctor-cases.ts";
import { caseOf } from "../input.ts";
import type { Sample } from "../sample.ts";
import { Evidence } from "./measure.ts";
import { pairing } from "./pairing.ts";
import { transforms } from "./transforms.ts";

const look = async (data: Data) =>
  (await new Evidence(caseOf(data)).get(transforms)).find((one) => one.split === "test")!;

/** Means over 4 × 4 pixels, as rows of 49 numbers without a shape of a picture. */
function pooled(sample: Sample): Sample {
  const rows = sample.labels.length;
  const images = new Float64Array(rows * 49);
  for (let i = 0; i < rows * 784; i++) {
    const [row, y, x] = [Math.trunc(i / 784), Math.trunc((i % 784) / 28), i % 28];
    images[row * 49 + Math.trunc(y / 4) * 7 + Math.trunc(x / 4)]! += sample.images[i]! / 16;
  }
  return { ...sample, images, size: 49, shape: [1, 49] };
}

/** Three classes in six columns, each with its own mean in each. */
const blobs = (count: number, seed: number) =>
  table(count, seed, (random) => {
    const label = random.below(3);
    return { x: Array.from({ length: 6 }, (_, j) => ((label * 7 + j * j) % 5) + 0.5 * random.normal()), label };
  });

describe("rows of numbers that are small pictures", () => {
  const { training, test } = digits(1500, 400);
  const small = { training: pooled(training), test: pooled(test) };
  it("as they are", async () => expect((await look(small)).searched).toBe(false));
  it("read column by column", async () => {
    const turned = { ...small, test: rearrange(small.test, (y, x) => x * 7 + y, 7) };
    expect((await look(turned)).restoring).toMatchObject({ geometry: "transposed", values: "none" });
  });
});

describe("columns of a table", () => {
  const data = { training: blobs(600, 1), test: blobs(300, 2) };
  const moved = { ...data, test: rearrange(data.test, (_, x) => (x + 5) % 6, 6) };
  it("as they are", async () => expect((await look(data)).searched).toBe(false));
  it("moved by one, as by an index column", async () => {
    const found = await look(moved);
    expect(found.restoring?.geometry).toBe("with their columns moved by 1");
    expect(found.restoring!.agreement.accuracy).toBeGreaterThan(found.asIs.accuracy + 0.3);
  });
  it("in an order that is not searched: the set reads itself, so its labels are right", async () => {
    const shuffled = rearrange(data.test, (_, x) => [2, 0, 5, 1, 3, 4][x]!, 6);
    const seen = await new Evidence(caseOf({ ...data, test: shuffled })).get(pairing);
    expect(seen.splits.map(({ kind }) => kind)).toEqual(["fits", "other-domain"]);
  });
  it("are never called negatives", async () => {
    const negative = revalue(data.test, (x) => 4 - x);
    expect((await look({ ...data, test: negative })).restoring?.values).not.toBe("inverted");
  });
});

describe("tables that repeat rows by nature", () => {
  it("are no copies with other labels", async () => {
    const seen = await new Evidence(caseOf(integersTable)).get(pairing);
    expect(seen.splits.map(({ kind }) => kind)).not.toContain("training-images");
  });
});
