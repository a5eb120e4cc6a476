import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { text } from "../../test/support/gzip-files.ts";
import { readLabelledCsv } from "./csv-labels.ts";

const read = (content: string, label?: string | number) =>
  readLabelledCsv({ name: "a.csv", bytes: text(content) }, label === undefined ? {} : { label });

describe("readLabelledCsv", () => {
  it("takes the first column, or the one with a usual name, or the one that is named", () => {
    const kaggle = read("label,pixel0,pixel1\n7,0,255\n2,1,2\n");
    expect(kaggle).toMatchObject({
      rows: 2,
      columns: 2,
      names: ["pixel0", "pixel1"],
      labelColumn: { place: 0, name: "label" },
    });
    expect(kaggle.values).toEqual(Uint8Array.of(0, 255, 1, 2));
    expect(kaggle.labels).toEqual(Uint8Array.of(7, 2));
    expect(read("a,b,Class\n1,2,0\n").labelColumn).toEqual({ place: 2, name: "Class" });
    expect(read("5,1\n6,2\n").labels).toEqual(Uint8Array.of(5, 6));
    expect(read("a,b,c\n1,2,3\n", "b")).toMatchObject({ names: ["a", "c"], labels: Uint8Array.of(2) });
    expect(read("1,2,3\n", 2).labels).toEqual(Uint8Array.of(3));
    expect(read("1,2\n", "none")).toMatchObject({ columns: 2, values: Uint8Array.of(1, 2) });
  });

  it("reads whole numbers as they are written, and texts as places in a sorted table (C24)", () => {
    expect(read("label,x\n7.0,1\n3,2\n").labels).toEqual(Uint8Array.of(7, 3));
    const names = read("x,species\n1,virginica\n2,setosa\n3,virginica\n");
    expect(names).toMatchObject({ labels: Uint8Array.of(1, 0, 1), classes: ["setosa", "virginica"] });
  });

  it("leaves numbers that are no class for the dataset to judge (C25)", () => {
    expect(read("label,x\n-1,1\n255,1\n1.5,1\n").labels).toEqual(Float64Array.of(-1, 255, 1.5));
  });

  it("refuses columns that are not there, mixed labels and empty ones", async () => {
    await expectError(
      () => read("label,x\n1,2\n", "lable"),
      "CSV_LABEL",
      /columns are label and x: did you mean label\?/,
    );
    await expectError(() => read("1,2\n", "y"), "CSV_LABEL", /2 columns without names/);
    await expectError(() => read("1,2\n", 2), "CSV_LABEL");
    await expectError(
      () => read("label,x\n1,2\nseven,3\n"),
      "CSV_LABEL",
      /mixes 1 numbers and 1 texts.*"seven" in line 3/,
    );
    await expectError(() => read("label,x\n1,2\n,3\n"), "CSV_LABEL", /no label in line 3/);
  });
});
