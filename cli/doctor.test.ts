import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateDigits } from "../src/digits/index.ts";
import { writeNpz } from "../src/formats/npz.ts";
import { mnistFolder } from "../test/support/mnist.ts";
import { myelin, temporaryFolder, writeDigitsFolder } from "../test/support/myelin.ts";

const folder = temporaryFolder();
let data: string;
beforeAll(() => {
  data = writeDigitsFolder(join(folder.path, "small"), { training: 2000, test: 400 });
});
afterAll(() => folder.remove());

const files = (where: string, set: string, ending = "") => ({
  images: join(where, `${set}-images-idx3-ubyte${ending}`),
  labels: join(where, `${set}-labels-idx1-ubyte${ending}`),
});

/** The origin story as files: the training images where the test images should be. */
function zipped(where: string, ending = ""): string[] {
  const [train, test] = [files(where, "train", ending), files(where, "t10k", ending)];
  const training = ["--training-images", train.images, "--training-labels", train.labels];
  return ["doctor", ...training, "--test-images", train.images, "--test-labels", test.labels];
}

describe("myelin doctor", () => {
  it("names the cause of the origin story from four files: exit 10, pictures, the other count explained", async () => {
    const { code, stdout, stderr } = await myelin(zipped(data));
    expect(code, stderr).toBe(10);
    expect(stdout).toMatch(
      /^FAULT in the test images\n\nYour test images are byte for byte your first 400 training images,/,
    );
    expect(stdout).toContain("Below each picture: the label as paired, and the one that fits.");
    expect(stdout.replace(/\s+/g, " ")).toContain("which must be zip(test_images, test_labels)");
    expect(stdout).toContain("Explained by test-images-are-training-images\n  The test set has 2,000 images");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("prints one JSON object", async () => {
    const { stdout, stderr } = await myelin([...zipped(data), "--json"]);
    const diagnosis = JSON.parse(stdout);
    expect(Object.keys(diagnosis)).toEqual(["verdict", "findings", "checked", "notChecked", "seconds"]);
    expect(diagnosis.findings[0]).toMatchObject({
      id: "test-images-are-training-images",
      catalogue: "B1",
      confidence: "fault",
      primary: true,
      evidence: { split: "test", rows: 400, shared: 400, sameRow: 400 },
    });
    expect(diagnosis.findings[0].counterfactual.accuracy).toBeGreaterThan(0.6);
    expect(stderr).toContain("FAULT");
  });

  it("says the same twice", async () => {
    const [a, b] = await Promise.all([myelin([...zipped(data), "--json"]), myelin([...zipped(data), "--json"])]);
    expect({ ...JSON.parse(a.stdout), seconds: 0 }).toEqual({ ...JSON.parse(b.stdout), seconds: 0 });
  });

  it("is silent on a healthy folder: exit 0", async () => {
    const { code, stdout } = await myelin(["doctor", data]);
    expect(stdout).toMatch(/^Nothing is wrong, as far as was checked\./);
    expect(code).toBe(0);
  });

  it("reads a dump, and judges half of one as far as it goes: exit 11", async () => {
    const digits = generateDigits({ count: 300 });
    const images = { type: "u1" as const, shape: [300, 28, 28], data: digits.pixels as Uint8Array };
    const labels = { type: "u1" as const, shape: [300], data: digits.labels };
    const dump = join(folder.path, "half.npz");
    writeFileSync(
      dump,
      writeNpz(
        new Map([
          ["x_train", images],
          ["y_train", labels],
        ]),
      ),
    );
    const { code, stdout, stderr } = await myelin(["doctor", dump]);
    expect(code, stderr).toBe(11);
    expect(stdout).toMatch(/^Cannot judge/);
  });

  it("takes the name of data", async () => {
    const { code, stdout } = await myelin(["doctor", "digits", "--quick"]);
    expect(stdout).toMatch(/^Nothing is wrong/);
    expect(code).toBe(0);
  });

  it("points from a folder of runs at one of them, and judges one that diverged before anything was saved", async () => {
    const cwd = folder.path;
    const raw = ["--divide-by", "1", "--activation", "relu", "--cost", "log-likelihood", "--hidden", "100,100,100"];
    const run = ["train", "--data", "small", "--learning-rate", "1", "--epochs", "1", "--out", "runs/raw", ...raw];
    expect(await myelin(run, { cwd })).toMatchObject({ code: 6 });
    const above = await myelin(["doctor", "runs"], { cwd });
    expect(above).toMatchObject({ code: 3 });
    expect(above.stderr).toContain("give one of its runs, such as runs/raw.");
    const { code, stdout } = await myelin(["doctor", "runs/raw"], { cwd });
    expect(code, stdout).toBe(10);
  });

  it("makes a finding of a file that is of another kind", async () => {
    const train = files(data, "train");
    const args = ["doctor", "--training-images", train.labels, "--training-labels", train.images, "--json"];
    const { code, stdout } = await myelin(args);
    expect(code).toBe(10);
    expect(JSON.parse(stdout).findings[0]).toMatchObject({ id: "wrong-kind-of-file", where: "training images" });
  });

  it.each([
    [["doctor"], 2, "there is nothing to look at"],
    [["doctor", "nowhere.npz"], 4, "nowhere.npz could not be read"],
    [["doctor", "mnits"], 4, "mnits could not be read"],
    [
      ["doctor", "package.json"],
      3,
      "is no run folder, folder with data or .npz dump: give images as --training-images",
    ],
    [["doctor", "docs"], 3, "docs is neither a run folder nor a folder with data files"],
    [
      ["doctor", "--reported", "often"],
      2,
      '--reported: expected a share of right answers such as 0.10 or 10%, found "often".',
    ],
  ])("%j ends with %d", async (args, expected, words) => {
    const { code, stderr } = await myelin(args);
    expect(code).toBe(expected);
    expect(stderr).toContain(words);
  });

  it.skipIf(mnistFolder() === undefined)("names the cause of the origin story on MNIST", async () => {
    const { code, stdout } = await myelin([...zipped(mnistFolder() as string, ".gz"), "--json"]);
    expect(code).toBe(10);
    const [cause] = JSON.parse(stdout).findings;
    expect(cause).toMatchObject({ id: "test-images-are-training-images", primary: true });
    expect(cause.sentence).toContain("byte for byte your first 10,000 training images");
    expect(cause.evidence.accuracy).toBeCloseTo(0.101, 3);
    expect(cause.counterfactual.accuracy).toBeCloseTo(0.807, 3);
  });
});
