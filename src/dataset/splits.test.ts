import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { batchOrder } from "./batch-order.ts";
import { Dataset } from "./dataset.ts";
import { checkSplits, splitOff, splitsSha256 } from "./splits.ts";

const make = (count: number, shape: [number, number] = [1, 1], classes = 10) =>
  Dataset.fromArrays({
    name: "n",
    pixels: Uint8Array.from({ length: count * shape[0] * shape[1] }, (_, i) => i % 251),
    labels: Uint8Array.from({ length: count }, (_, i) => i % classes),
    shape,
    classes,
  });

describe("splitOff", () => {
  it("takes the last rows, with their labels, as the book does", () => {
    const { training, validation } = splitOff(make(60_000), 10_000);
    expect([training.count, validation.count]).toEqual([50_000, 10_000]);
    expect(validation.image(0)[0]).toBe(50_000 % 251);
    expect(validation.labels[7]).toBe(50_007 % 10);
  });

  it.each([0, -1, 5, 6, 1.5, Number.NaN])("refuses %d of 5", async (validation) => {
    await expectError(() => splitOff(make(5), validation), "DATA_SPLIT", /give 1 to 4/, "usage");
  });
});

describe("checkSplits refuses", () => {
  it("sets of different shape, with both (I21, I22)", async () => {
    const splits = { training: make(2, [28, 28]), test: make(2, [32, 32]) };
    await expectError(
      () => checkSplits(splits),
      "SHAPE_MISMATCH",
      /test images are 32 × 32 and the training images 28 × 28/,
    );
    await expectError(() => checkSplits({ training: make(1, [2, 3]), validation: make(1, [3, 2]) }), "SHAPE_MISMATCH");
  });

  it("sets with different numbers of classes", async () => {
    await expectError(() => checkSplits({ training: make(2), test: make(2, [1, 1], 3) }), "DATA_CLASSES");
  });
});

it("splitsSha256 covers training, validation and test in that order, images before labels", async () => {
  const [training, validation, test] = [make(3), make(2), make(1)];
  const hash = createHash("sha256");
  for (const set of [training, validation, test]) hash.update(set.pixels as Uint8Array).update(set.labels);
  expect(await splitsSha256({ training, validation, test })).toBe(hash.digest("hex"));
});

describe("batchOrder", () => {
  it("is a permutation that depends on count, seed and epoch", () => {
    const order = batchOrder(1000, 1, 1);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(batchOrder(1000, 1, 1)).toEqual(order);
    for (const other of [batchOrder(1000, 2, 1), batchOrder(1000, 1, 2)]) expect(other).not.toEqual(order);
    expect(batchOrder(0, 1, 1)).toHaveLength(0);
    expect([...batchOrder(1, 1, 1)]).toEqual([0]);
  });

  it("puts each row first about equally often", () => {
    const counts = [0, 0, 0, 0, 0];
    for (let epoch = 1; epoch <= 5000; epoch++) counts[batchOrder(5, 3, epoch)[0]!]!++;
    // Standard deviation 28.3; five of them.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(142);
  });
});
