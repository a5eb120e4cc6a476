import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateDigits } from "../src/digits/index.ts";
import { myelin, temporaryFolder, writeDigitsFolder } from "../test/support/myelin.ts";
import { greyPng, photograph } from "../test/support/png-files.ts";

const folder = temporaryFolder();
const run = join(folder.path, "run");
const digits = generateDigits({ from: 60_000, count: 30 });
const pictures = join(folder.path, "pictures");

beforeAll(async () => {
  const data = writeDigitsFolder(join(folder.path, "data"), { training: 2000, test: 300 });
  const flags = ["--epochs", "6", "--hidden", "20", "--init", "scaled", "--no-doctor", "--quiet"];
  const { code, stderr } = await myelin(["train", "--data", data, "--out", run, ...flags]);
  expect(code, stderr).toBe(0);
  mkdirSync(pictures);
  for (let i = 0; i < 12; i++) writeFileSync(join(pictures, `${10 + i}.png`), photograph(digits.image(i)));
});
afterAll(() => folder.remove());

const objectOf = (stdout: string) => JSON.parse(stdout);

describe("myelin predict", () => {
  it("reads photographs of a folder, in the order of their names", async () => {
    const { code, stdout } = await myelin(["predict", run, pictures, "--json"]);
    expect(code).toBe(0);
    const { answers } = objectOf(stdout);
    expect(answers).toHaveLength(12);
    expect(answers[0].name).toBe(join(pictures, "10.png"));
    expect(answers.every((a: { inverted: boolean; centred: boolean }) => a.inverted && a.centred)).toBe(true);
    const right = answers.filter(
      (a: { best: { class: string }[] }, i: number) => a.best[0]!.class === String(digits.labels[i]),
    );
    expect(right.length).toBeGreaterThanOrEqual(9);
    expect(answers[0].best).toHaveLength(3);
  });

  it("shows what the network sees and three classes; takes standard input", async () => {
    const { stdout } = await myelin(["predict", run, join(pictures, "10.png")]);
    expect(stdout).toMatch(/^network {3}\S+run, best network, after epoch \d\n\n/);
    expect(stdout).toMatch(/[█▀▄]/);
    expect(stdout.match(/^\d +\d+\.\d\d %/gm)).toHaveLength(3);
  });

  it("warns of an empty picture and of one that is unlike all of training", async () => {
    const [blank, noise] = [join(folder.path, "blank.png"), join(folder.path, "noise.png")];
    writeFileSync(
      blank,
      greyPng(50, 50, () => 250),
    );
    writeFileSync(
      noise,
      greyPng(50, 50, (x, y) => (x * 89 + y * 57 + x * y * 31) % 256),
    );
    const { code, stderr } = await myelin(["predict", run, blank, noise]);
    expect(code).toBe(0);
    expect(stderr).toContain(`myelin: ${blank}: nothing is drawn there, so the answer means nothing.\n`);
    expect(stderr).toContain(`myelin: ${noise}: far from all training pictures, so do not rely on the answer.\n`);
  });

  it("--csv writes file,class, and ImageId,Label for the rows of a table", async () => {
    const csv = await myelin(["predict", run, join(pictures, "10.png"), "--csv"]);
    expect(csv.stdout).toMatch(/^file,class\n\S+10\.png,\d\n$/);
    const table = join(folder.path, "test.csv");
    const names = Array.from({ length: 784 }, (_, i) => `pixel${i}`).join(",");
    const rows = Array.from({ length: 30 }, (_, i) => digits.image(i).join(","));
    writeFileSync(table, `${names}\n${rows.join("\n")}\n`);
    const submission = await myelin(["predict", run, table, "--csv"]);
    const lines = submission.stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(31);
    expect(lines[0]).toBe("ImageId,Label");
    expect(lines.slice(1).every((line, i) => line.startsWith(`${i + 1},`))).toBe(true);
    const right = lines.slice(1).filter((line, i) => line === `${i + 1},${digits.labels[i]}`);
    expect(right.length).toBeGreaterThanOrEqual(24);
    writeFileSync(table, "a,b\n1,2\n");
    const wrong = await myelin(["predict", run, table]);
    expect([wrong.code, wrong.stderr]).toEqual([3, `myelin: ${table} has 2 columns of numbers, and the network takes 784: give a table without labels, a column a pixel.\n`]); // biome-ignore format: one sentence
  });

  it("refuses what is no picture, an empty folder, and a path that is not there", async () => {
    const text = join(folder.path, "a.png");
    writeFileSync(text, "not a picture");
    const codes = await Promise.all(
      [[text], [run], [join(folder.path, "none.png")]].map(([p]) => myelin(["predict", run, p!])),
    );
    expect(codes.map(({ code }) => code)).toEqual([3, 3, 4]);
    expect(codes[1]!.stderr).toContain("has no .png or .jpg files: give a folder of pictures, or files.");
  });
});

describe("myelin export", () => {
  it("writes each format into the run folder once, and evaluate and predict read what comes back", async () => {
    const counted = objectOf((await myelin(["evaluate", run, "--json"])).stdout);
    for (const format of ["onnx", "safetensors", "npz", "network2"]) {
      const { code, stdout } = await myelin(["export", run, "--to", format, "--json"]);
      expect(code).toBe(0);
      const { files, weightsSha256 } = objectOf(stdout);
      expect(weightsSha256).toBe(counted.weightsSha256);
      const data = join(folder.path, "data");
      const again = objectOf((await myelin(["evaluate", files[0].path, "--data", data, "--json"])).stdout);
      expect(again).toMatchObject({ correct: counted.correct, confusion: counted.confusion, weightsSha256 });
    }
    const unsaid = await myelin(["predict", join(run, "model.onnx"), join(pictures, "10.png")]);
    expect(unsaid.code).toBe(0);
    expect(unsaid.stderr).toContain("does not say what its training pictures look like: the pictures were only sized");
    const again = await myelin(["export", run, "--to", "onnx"]);
    expect(again.code).toBe(2);
    expect(again.stderr).toBe(
      `myelin: ${join(run, "model.onnx")} is there already: choose another --out, or overwrite with --force.\n`,
    );
    expect((await myelin(["export", run, "--to", "onnx", "--force"])).code).toBe(0);
  });

  it("writes tfjs as a folder, and a function and a page beside other files", async () => {
    const out = join(folder.path, "out");
    expect((await myelin(["export", run, "--to", "tfjs", "--out", out])).code).toBe(0);
    expect(["model.json", "weights.bin"].map((name) => existsSync(join(out, name)))).toEqual([true, true]);
    const file = join(out, "digits.mjs");
    expect((await myelin(["export", run, "--to", "function", "--out", file])).code).toBe(0);
    const { predict } = await import(pathToFileURL(file).href);
    const right = Array.from({ length: 30 }, (_, i) => predict(digits.image(i)).class === String(digits.labels[i]));
    expect(right.filter(Boolean).length).toBeGreaterThanOrEqual(24);
  });

  it("says which formats there are", async () => {
    const none = await myelin(["export", run]);
    expect([none.code, none.stderr]).toEqual([2, "myelin: --to is missing: expected one of onnx, safetensors, npz, tfjs, network2, html, function.\n"]); // biome-ignore format: one sentence
    const near = await myelin(["export", run, "--to", "onx"]);
    expect(near.stderr).toContain('There is no export format "onx": did you mean onnx?');
  });
});

describe("MODEL_CARD.md", () => {
  it("says what evaluate says, and how to make the network again", async () => {
    const card = readFileSync(join(run, "MODEL_CARD.md"), "utf8");
    const { correct, total, weightsSha256, data } = objectOf((await myelin(["evaluate", run, "--json"])).stdout);
    expect(card).toContain(`**${correct} of ${total}** test images are right`);
    expect(card).toContain(weightsSha256);
    expect(card).toContain(data.sha256);
    const config = JSON.parse(card.split("```json\n")[1]!.split("```")[0]!);
    expect(config).toEqual(JSON.parse(readFileSync(join(run, "config.json"), "utf8")));
  });
});
