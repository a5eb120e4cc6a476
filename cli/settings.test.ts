import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PRESETS } from "../src/experiment/index.ts";
import { myelin, temporaryFolder, writeDigitsFolder } from "../test/support/myelin.ts";

const folder = temporaryFolder();
const cwd = folder.path;
beforeAll(() => {
  writeDigitsFolder(join(cwd, "small"));
});
afterAll(() => folder.remove());

const train = (...args: string[]) => myelin(["train", "--data", "small", "--epochs", "2", ...args], { cwd });
const config = (run: string) => JSON.parse(readFileSync(join(cwd, run, "config.json"), "utf8"));

describe("myelin train: settings", () => {
  it("shows validation and training scores, and keeps the best epoch of the validation images", async () => {
    const flags = "--validation 100 --monitor-training --monitor-cost --cost cross-entropy --init scaled --l2 0.1";
    const { code, stdout, stderr } = await train("--out", "watched", ...flags.split(" "));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("small: 400 training, 100 validation and 100 test images of 28 × 28\n");
    expect(stdout).toMatch(/\ntraining +2 epochs, mini-batches of 10, η 0\.5, seed 1, L2 λ 0\.1\n/);
    expect(stdout).toMatch(
      /\nEpoch 1: .* test cost \d\.\d{4} {3}validation \d+\.\d\d %, cost \d\.\d{4} {3}training \d+\.\d\d %, cost \d\.\d{4}\n/,
    );
    expect(stdout).toMatch(/\nbest +epoch \d: \d+ \/ 100, \d+\.\d\d % of the validation images\n/);
    const evaluated = await myelin(["evaluate", "watched", "--split", "validation", "--json", "--quiet"], { cwd });
    const best = Number(/best +epoch \d: (\d+) /.exec(stdout)?.[1]);
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ correct: best, total: 100, data: { split: "validation" } });
  });

  it("stops early, and keeps the best epoch's weights", async () => {
    const flags = "--validation 100 --patience 1 --epochs 50 --learning-rate 1 --optimizer nesterov --momentum 0.5";
    const { code, stdout, stderr } = await train("--out", "early", ...flags.split(" "), "--json");
    expect(code).toBe(0);
    const { reason, best, epochs } = JSON.parse(stdout);
    expect(stderr).toContain(`\nStopped after ${epochs.length} epochs: the validation result stood still.\n`);
    expect(reason).toBe("stopped-early");
    expect(best.epoch).toBe(epochs.length - 1);
  });

  it("--preset: a config file and flags win over it; the whole config is kept", async () => {
    const outcome = await train("--preset", "good", "--hidden", "16", "--out", "preset", "--quiet");
    expect(outcome.code).toBe(0);
    expect(config("preset")).toMatchObject({ ...PRESETS.good, hidden: [16], epochs: 2 });
  });

  it.each([
    [["--preset", "god"], 'there is no preset "god"; did you mean good?'],
    [["--resume", "x", "--preset", "good"], /^--preset does not go with --resume/],
    [["--momentum", "0.5"], /^momentum has no effect with the optimizer sgd/],
    [["--patience", "3"], /^--patience needs validation images to watch, and there are none: give --validation/],
    [["--dropout", "1"], "--dropout: expected a number from 0 to below 1, found 1."],
    [["--activation", "softmax"], /^--activation: expected sigmoid, tanh, relu, leaky-relu or linear/],
    [["--hidden", "none", "--dropout", "0.5"], /^--dropout has no effect without hidden dense layers/],
    [["--layers", "conv 20 5x5, pool 2"], /^--layers: layer 2 is "pool 2", but there is no such kind of layer/],
    [["--preset", "good", "--layers", "conv 9 5x5"], /^--dropout has no effect without hidden dense layers/],
    [["--hidden", "16384,16384"], /^network must be at most 134217728 parameters/],
  ])("%j is refused before any data is read, exit 2", async (args, message) => {
    const { code, stdout, stderr } = await myelin(["train", "--data", "nowhere", ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    if (typeof message === "string") expect(stderr).toBe(`myelin: ${message}\n`);
    else expect(stderr.slice("myelin: ".length)).toMatch(message);
    expect(existsSync(join(cwd, "runs"))).toBe(false);
  });

  it("refuses other --epochs where the cosine schedule depends on them, and leaves the run as it was", async () => {
    expect((await train("--schedule", "cosine", "--out", "cosine", "--quiet")).code).toBe(0);
    const before = config("cosine");
    const { code, stderr } = await myelin(["train", "--resume", "cosine", "--epochs", "4"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^myelin: --epochs cannot change when a run with the schedule cosine goes on/);
    expect(config("cosine")).toEqual(before);
  });
});
