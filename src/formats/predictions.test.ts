import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { text } from "../../test/support/gzip-files.ts";
import { writeNpy } from "./npy.ts";
import { predictionsOfArray, readPredictions } from "./predictions.ts";

const read = (content: string, classes?: readonly string[]) =>
  readPredictions({ name: "p.csv", bytes: text(content) }, classes ? { classes } : {});

describe("readPredictions", () => {
  it("reads class numbers, with and without a header", () => {
    expect(read("3\n1\n4\n")).toEqual({ values: Uint8Array.of(3, 1, 4), width: 1, rows: 3, name: "p.csv" });
    expect(read("prediction\n3\n1\n").values).toEqual(Uint8Array.of(3, 1));
  });

  it("reads scores, one column a class", () => {
    expect(read("0.1,0.9\n0.8,0.2\n")).toMatchObject({
      width: 2,
      rows: 2,
      values: Float64Array.of(0.1, 0.9, 0.8, 0.2),
    });
  });

  it("leaves out a column that counts the rows, and says so", () => {
    expect(read("ImageId,Label\n1,3\n2,1\n")).toMatchObject({
      width: 1,
      values: Uint8Array.of(3, 1),
      note: "column 1 (ImageId) counts the rows",
    });
    expect(read(",p0,p1\n0,0.1,0.9\n1,0.5,0.5\n")).toMatchObject({ width: 2, note: "column 1 () counts the rows" });
    expect(read("0,5\n1,3\n")).toMatchObject({ width: 2 });
  });

  it("looks class names up", async () => {
    expect(read("cat\ndog\ncat\n", ["cat", "dog"])).toMatchObject({ rows: 2, values: Uint8Array.of(1, 0) });
    expect(read("p\ncat\ndog\n", ["cat", "dog"]).values).toEqual(Uint8Array.of(0, 1));
    await expectError(() => read("p\ncat\n"), "PREDICTIONS_NAME", /line 2 the text "cat" where a class number is/);
    await expectError(() => read("p\ncow\n", ["cat"]), "PREDICTIONS_NAME", /class name/);
    await expectError(() => read("a,b\n1,x\n"), "PREDICTIONS_NAME", /a score/);
  });

  it("joins the scores of two columns, and takes decimal commas in both", () => {
    expect(read("x;y\n0,5;0,25\n1,5;2\n").values).toEqual(Float64Array.of(0.5, 0.25, 1.5, 2));
    expect(read("id,a,b\n0,7,8\n1,9,4\n").values).toEqual(Uint8Array.of(7, 8, 9, 4));
    const many = Array.from({ length: 300 }, (_, i) => `c${i}`);
    expect(read("p\nc299\nc7\n", many).values).toEqual(Float64Array.of(299, 7));
  });

  it("reads .npy", async () => {
    const bytes = writeNpy({ type: "f4", shape: [2, 2], data: Float32Array.of(0, 1, 1, 0) });
    expect(readPredictions({ name: "p.npy", bytes })).toMatchObject({ width: 2, rows: 2, name: "p.npy" });
    expect(predictionsOfArray("p", { shape: [3], data: Int32Array.of(1, 2, 3) }).values).toEqual(
      Float64Array.of(1, 2, 3),
    );
    for (const shape of [[], [1, 1, 1], [1, 0]]) {
      await expectError(() => predictionsOfArray("p", { shape, data: [] }), "PREDICTIONS_SHAPE");
    }
  });
});
