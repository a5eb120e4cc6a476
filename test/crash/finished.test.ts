import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readRunFolder } from "../../node/run-reader.ts";
import { smallData, TrainProcess } from "../support/train-process.ts";

it("a run killed between its last epoch and its end keeps its last network, where early stopping goes back to the best", async () => {
  const root = await mkdtemp(join(tmpdir(), "myelin-finished-"));
  const [data, run] = [join(root, "data"), join(root, "run")];
  await smallData(data, 600, 100);
  const settings = "--epochs 40 --hidden 10 --validation 200 --patience 39 --quiet".split(" ");
  const last = async () => (await readRunFolder(run, { take: "newest" })).checkpoint?.network.weightsSha256();
  expect((await new TrainProcess(["--data", data, "--out", run, ...settings]).ended).code).toBe(0);
  const before = await last();
  const events = join(run, "events.jsonl");
  const lines = (await readFile(events, "utf8")).split("\n").filter((line) => !line.includes('"run-end"'));
  await writeFile(events, lines.join("\n"));
  expect((await new TrainProcess(["--resume", run]).ended).code).toBe(0);
  expect(await last()).toBe(before);
  const best = (await readRunFolder(run, { take: "best" })).checkpoint?.network.weightsSha256();
  expect(await best).not.toBe(before);
  await rm(root, { recursive: true });
});
