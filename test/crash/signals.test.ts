import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRunFolder } from "../../node/run-reader.ts";
import { smallData, TrainProcess, wait } from "../support/train-process.ts";

let root: string;
let data: string;
let sha256: string;
const settings = ["--epochs", "80", "--hidden", "10"];
const last = async (run: string) => (await readRunFolder(run, { take: "newest" })).checkpoint;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "myelin-signals-"));
  data = join(root, "data");
  await smallData(data, 8_000, 200);
  await new TrainProcess(["--data", data, "--out", join(root, "whole"), ...settings]).ended;
  sha256 = (await (await last(join(root, "whole")))?.network.weightsSha256()) ?? "";
  expect(sha256).not.toBe("");
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

describe("a signal while training", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s saves, says how to go on, and exits with %i (F20, F22)", async (signal, exit) => {
    const run = join(root, signal);
    const child = new TrainProcess(["--data", data, "--out", run, ...settings]);
    await child.training;
    child.send(signal);
    const { code, stdout } = await child.ended;
    expect(code).toBe(exit);
    expect(stdout).toContain(`myelin train --resume ${run}`);
    const saved = await readRunFolder(run, { take: "newest" });
    expect(saved.run.end?.reason).toBe("interrupted");
    expect(saved.checkpoint?.epoch).toBe(saved.run.end?.epochs);
    const resumed = await new TrainProcess(["--resume", run]).ended;
    expect(resumed.code).toBe(0);
    expect(await (await last(run))?.network.weightsSha256()).toBe(sha256);
  });

  it("the second one leaves at once; what was saved stays whole (F21)", async () => {
    const run = join(root, "twice");
    const child = new TrainProcess(["--data", data, "--out", run, ...settings]);
    await child.training;
    child.send("SIGINT");
    child.send("SIGINT");
    await wait(1);
    child.send("SIGINT");
    const { code, signal } = await child.ended;
    expect(signal ?? code).toEqual(signal === null ? 130 : "SIGINT");
    const saved = await readRunFolder(run, { take: "newest" });
    expect(saved.notes).toEqual([]);
    const again = saved.checkpoint ? ["--resume", run] : ["--data", data, "--out", run, "--force", ...settings];
    expect((await new TrainProcess(again).ended).code).toBe(0);
    expect(await (await last(run))?.network.weightsSha256()).toBe(sha256);
  });
});
