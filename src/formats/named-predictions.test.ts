import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { isNamedPredictions, readNamedPredictions } from "./named-predictions.ts";

const table = (words: string) => ({ name: "p.csv", bytes: new TextEncoder().encode(words) });
const files = ["test/cat/1.png", "test/dog/2.png"];
const classes = ["cat", "dog"];

describe("answers by the names of the pictures", () => {
  it("are known by a file name in front of one answer", () => {
    expect(isNamedPredictions(table("file,class\ncat/1.png,dog\n"))).toBe(true);
    expect(isNamedPredictions(table("ImageId,Label\n1,2\n"))).toBe(false);
    expect(isNamedPredictions(table("file,a,b\ncat/1.png,1,2\n"))).toBe(false);
  });

  it("are brought into the order of the pictures: paths, paths below the set's folder, or names alone", () => {
    for (const words of [
      "file,class\ntest/dog/2.png,dog\ntest/cat/1.png,dog\n",
      "file,class\n./dog/2.png,1\ncat/1.png,1\n",
      "2.png;dog\n1.png;dog\nelse.png;cat\n",
    ]) {
      const { values, rows, width } = readNamedPredictions(table(words), { files, classes });
      expect([rows, width, [...values]]).toEqual([2, 1, [1, 1]]);
    }
    expect(readNamedPredictions(table("1.png,cat\n2.png,dog\nx.png,cat\n"), { files, classes }).note).toBe(
      "answers are matched with the pictures by their names; 1 of other pictures are left aside",
    );
    expect([...readNamedPredictions(table("f,c\nb.png,dog\na.png,cat\n"), { classes }).values]).toEqual([1, 0]);
  });

  it("are refused where a picture has none, two, or a class that is none", async () => {
    await expectError(
      () => readNamedPredictions(table("f,c\n1.png,cat\n"), { files, classes }),
      "PREDICTIONS_FILES",
      "p.csv has no answer for test/dog/2.png: give one line a picture, with its path below the folder, such as cat/1.png.",
    );
    await expectError(
      () => readNamedPredictions(table("f,c\n1.png,cat\n1.png,dog\n"), { files, classes }),
      "PREDICTIONS_FILES",
      "p.csv answers 1.png twice: give one line a picture,",
    );
    await expectError(
      () => readNamedPredictions(table("f,c\n1.png,cow\n"), { files, classes }),
      "PREDICTIONS_NAME",
      'p.csv has in line 2 the text "cow" where a class number or class name is expected: write class numbers from 0, or the names of the classes.',
    );
  });
});
