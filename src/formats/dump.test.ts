import { describe, expect, it } from "vitest";
import numpyFiles from "../../test/goldens/numpy-files.json" with { type: "json" };
import { expectError } from "../../test/support/errors.ts";
import { zipFile } from "../../test/support/zip-files.ts";
import { defaultHost } from "../core/default-host.ts";
import { readDump } from "./dump.ts";
import { type NpyArray, writeNpy } from "./npy.ts";
import { writeNpz } from "./npz.ts";

const array: NpyArray = { type: "u1", shape: [2], data: Uint8Array.of(1, 2) };
const dump = (...keys: string[]) => ({ name: "d.npz", bytes: writeNpz(new Map(keys.map((key) => [key, array]))) });

describe("readDump", () => {
  it.each([
    [
      "x_train y_train x_test y_test pred_test pred_train",
      "trainingImages trainingLabels testImages testLabels testPredictions trainingPredictions",
    ],
    ["train_images train_labels X-val y-val", "trainingImages trainingLabels validationImages validationLabels"],
    ["test_x test_y y_pred", "testImages testLabels testPredictions"],
    ["Xtrain ytrain predictions y_pred_train", "trainingImages trainingLabels testPredictions trainingPredictions"],
  ])("understands %s", async (keys, roles) => {
    const { arrays, ignored, problems } = await readDump(dump(...keys.split(" ")), defaultHost);
    expect(Object.keys(arrays)).toEqual(roles.split(" "));
    expect([ignored, problems]).toEqual([[], []]);
    expect(Object.values(arrays).map(({ name }) => name)).toEqual(keys.split(" ").map((key) => `d.npz!${key}`));
  });

  it("goes as far as it can", async () => {
    const object = new Uint8Array(Buffer.from(numpyFiles.object, "base64"));
    const bytes = zipFile([
      { name: "x_train.npy", content: writeNpy(array) },
      { name: "y_train.npy", content: object },
      { name: "notes.npy", content: object },
    ]);
    const { arrays, problems, ignored } = await readDump({ name: "d.npz", bytes }, defaultHost);
    expect(Object.keys(arrays)).toEqual(["trainingImages"]);
    expect(problems).toMatchObject([{ role: "trainingLabels", key: "y_train", error: { code: "NPY_PICKLE" } }]);
    expect(ignored).toEqual(["notes"]);
  });

  it("refuses archives without any known array, listing what they hold (Z21)", async () => {
    await expectError(() => readDump(dump("foo", "bar"), defaultHost), "NPZ_KEYS", /it holds foo and bar/);
  });
});
