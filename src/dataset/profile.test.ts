import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Dataset } from "./dataset.ts";
import { type Profile, profile } from "./profile.ts";
import { RowTable } from "./row-table.ts";
import { datasetWarnings, splitsWarnings } from "./warnings.ts";

const make = (
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  options: { float?: boolean; classes?: number; name?: string } = {},
) =>
  Dataset.fromArrays({
    name: options.name ?? "data",
    pixels: (options.float ? Float32Array : Uint8Array).from(rows.flat()),
    labels: Uint8Array.from(labels),
    shape: [1, rows[0]?.length ?? 1],
    classes: options.classes ?? 3,
  });

/** The same figures in the plainest way. */
function naiveProfile(data: Dataset): Profile {
  const rows = Array.from({ length: data.count }, (_, i) => [...data.image(i)]);
  const keys = rows.map((row) => row.join());
  const values = rows.flat();
  const first = keys.map((key) => keys.indexOf(key));
  return {
    count: rows.length,
    classCounts: data.classes.map((_, i) => [...data.labels].filter((label) => label === i).length),
    lowest: values.length ? Math.min(...values) : 0,
    highest: values.length ? Math.max(...values) : 0,
    constantPixels: rows.length ? rows[0]!.filter((value, j) => rows.every((row) => row[j] === value)).length : 0,
    duplicates: first.filter((row, i) => row !== i).length,
    contradictions: first.filter((row, i) => data.labels[row] !== data.labels[i]).length,
    nonzero: values.length ? 1 - values.filter((value) => value === 0).length / values.length : 0,
  };
}

describe("profile", () => {
  it("gives the figures of the naive twin, bytes and floats, rows of every length", () => {
    const rows = fc.integer({ min: 1, max: 9 }).chain((width) =>
      fc.array(fc.tuple(fc.array(fc.constantFrom(0, 0, 1, 200), { minLength: width, maxLength: width }), fc.nat(2)), {
        maxLength: 40,
      }),
    );
    fc.assert(
      fc.property(rows, fc.boolean(), (rows, float) => {
        const data = make(
          rows.map(([row]) => row),
          rows.map(([, label]) => label),
          { float },
        );
        expect(profile(data)).toEqual(naiveProfile(data));
      }),
      { numRuns: 500 },
    );
  });

  it("knows negative values", () => {
    expect(profile(make([[-2, -1]], [0], { float: true }))).toMatchObject({ lowest: -2, highest: -1 });
    expect(profile(make([[-2, 0]], [0], { float: true }))).toMatchObject({ lowest: -2, highest: 0 });
  });

  it("reads rows that do not start at a multiple of four bytes", () => {
    const data = make(
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [1, 2, 3, 4],
      ],
      [0, 1, 2],
    );
    const bytes = new Uint8Array(13);
    bytes.set(data.pixels, 1);
    const moved = Dataset.fromArrays({ ...data, pixels: bytes.subarray(1), classes: 3 });
    expect(profile(moved)).toMatchObject({ duplicates: 1, contradictions: 1 });
  });
});

describe("RowTable", () => {
  it("tells rows of one hash apart", () => {
    // The hash of a word is mixed into the next: a second word that undoes the difference of the first gives the same hash.
    const mix = (word: number) => {
      const hash = Math.imul(word, 0x9e3779b1);
      return hash ^ (hash >>> 15);
    };
    const second = 0x01020304 ^ mix(0x11111111) ^ mix(0x22222222);
    const bytes = new Uint8Array(Int32Array.of(0x11111111, 0x01020304, 0x22222222, second).buffer);
    const twins = [[...bytes.subarray(0, 8)], [...bytes.subarray(8)]];
    const table = new RowTable(make(twins, [0, 1]));
    expect([...table.duplicateOf]).toEqual([0, 1]);
    expect([...table.find(make([twins[1] as number[]], [0]))]).toEqual([1]);
    expect([...new RowTable(make([twins[0] as number[]], [0])).find(make([twins[1] as number[]], [0]))]).toEqual([-1]);
  });

  it("names the first equal row, and finds rows of another dataset", () => {
    const data = make(
      [
        [1, 2],
        [3, 4],
        [1, 2],
        [1, 2],
      ],
      [0, 0, 0, 0],
    );
    const table = new RowTable(data);
    expect([...table.duplicateOf]).toEqual([0, 1, 0, 0]);
    expect([
      ...table.find(
        make(
          [
            [3, 4],
            [4, 3],
          ],
          [0, 0],
        ),
      ),
    ]).toEqual([1, -1]);
    expect([...table.find(make([[1, 2, 0]], [0]))]).toEqual([-1]);
  });
});

describe("warnings", () => {
  const codes = (data: Dataset) => datasetWarnings(data).map((warning) => warning.code);

  it("name empty data (I11)", () => expect(codes(make([], []))).toEqual(["DATA_EMPTY"]));
  it("are none for ordinary data", () => expect(codes(make([[1], [2], [3]], [0, 1, 2]))).toEqual([]));

  it("name missing classes (I17)", () => {
    const [warning] = datasetWarnings(make([[1], [2]], [0, 2]));
    expect(warning).toEqual({ code: "DATA_CLASS_MISSING", message: "data has no image of the class 1." });
    const five = datasetWarnings(make([[1], [2]], [0, 2], { classes: 5 }));
    expect(five[0]?.message).toBe("data has no image of the classes 1, 3 and 4.");
  });

  it("name data of one class (D10)", () => expect(codes(make([[1], [2]], [1, 1]))).toEqual(["DATA_ONE_CLASS"]));

  it("name images that are all the same or all zero (I23)", () => {
    const same = datasetWarnings(make([[5], [5], [5]], [0, 1, 2]));
    expect(same[0]?.message).toBe("The 3 images of data are all the same.");
    expect(datasetWarnings(make([[0], [0], [0]], [0, 1, 2]))[0]?.message).toMatch(/all zero/);
  });

  it("name values beyond reason, as floats in the wrong byte order have (I20)", () => {
    const swapped = new DataView(new ArrayBuffer(4));
    swapped.setFloat32(0, 3.4028e38);
    expect(codes(make([[swapped.getFloat32(0)], [0], [1]], [0, 1, 2], { float: true }))).toEqual(["DATA_HUGE_VALUES"]);
    expect(codes(make([[-1e35], [0], [1]], [0, 1, 2], { float: true }))).toEqual(["DATA_HUGE_VALUES"]);
  });

  it("name test images that are training images (I24)", () => {
    const training = make(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [0, 1, 2],
    );
    const test = make(
      [
        [3, 4],
        [9, 9],
        [5, 6],
      ],
      [0, 1, 2],
    );
    const warnings = splitsWarnings({ training, test });
    expect(warnings.map((warning) => warning.code)).toEqual(["DATA_OVERLAP"]);
    expect(warnings[0]?.message).toMatch(/^2 of the 3 test images are training images too/);
  });
});
