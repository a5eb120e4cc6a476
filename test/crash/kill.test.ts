import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readRunFolder, type SavedRun } from "../../node/run-reader.ts";
import { smallData, TrainProcess, wait } from "../support/train-process.ts";

/** SIGKILLs altogether; two runs are killed at a time. */
const KILLS = process.env.CI ? 200 : 20;
const AT_A_TIME = 2;
const EPOCHS = 150;

let root: string;
let data: string;
let reference: { sha256: string; correct: readonly (number | undefined)[] };
const settings = ["--epochs", `${EPOCHS}`, "--hidden", "10"];
const totals = { kills: 0, early: 0, inAWrite: 0, completed: 0 };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "myelin-kill-"));
  data = join(root, "data");
  await smallData(data, 2_000, 200);
  const run = join(root, "reference");
  const { code, stderr } = await new TrainProcess(["--data", data, "--out", run, ...settings]).ended;
  expect(stderr).toBe("");
  expect(code).toBe(0);
  reference = await outcome(run);
}, 60_000);
afterAll(async () => {
  console.log(`SIGKILLs: ${JSON.stringify(totals)}`);
  await rm(root, { recursive: true, force: true });
});

async function outcome(run: string) {
  const { checkpoint, run: folded, notes } = await readRunFolder(run, { take: "newest" });
  expect(notes).toEqual([]);
  expect(checkpoint).toMatchObject({ kind: "last", epoch: EPOCHS });
  const correct = folded.epochs.map(({ test }) => test?.correct);
  return { sha256: (await checkpoint?.network.weightsSha256()) ?? "", correct };
}

/** What is in the folder, as far as there is a run; nothing in it may be damaged. */
async function look(run: string): Promise<SavedRun | undefined> {
  const names: string[] = await readdir(run).catch(() => []);
  totals.inAWrite += names.some((name) => name.endsWith(".tmp")) ? 1 : 0;
  if (!names.some((name) => !name.startsWith("."))) return undefined;
  const saved = await readRunFolder(run, { take: "newest" });
  expect(saved.notes).toEqual([]);
  return saved;
}

/** Kills and resumes one run until it is done, again and again. @param random numbers in [0, 1) */
async function killAndResume(run: string, kills: number, random: () => number): Promise<void> {
  let saved: SavedRun | undefined;
  for (let killed = 0; killed < kills; ) {
    const begun = saved?.checkpoint !== undefined;
    const child = new TrainProcess(begun ? ["--resume", run] : ["--data", data, "--out", run, "--force", ...settings]);
    // One kill in five may come before training begins: while the lock is taken or the log is cut.
    const early = random() < 0.2;
    await (early ? wait(random() * 400) : child.training);
    if (!early) await wait(random() * 200);
    child.send("SIGKILL");
    const { code, signal, stderr } = await child.ended;
    const before = saved?.checkpoint?.epoch ?? 0;
    if (signal !== "SIGKILL") {
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("myelin:") });
      expect(await outcome(run)).toEqual(reference);
      totals.completed++;
      await rm(run, { recursive: true });
      saved = undefined;
      continue;
    }
    killed++;
    totals.kills++;
    totals.early += early ? 1 : 0;
    saved = await look(run);
    const told = (saved?.events ?? []).map((event) => (event.type === "checkpoint" ? event.epoch : 0));
    expect(saved?.checkpoint?.epoch ?? 0).toBeGreaterThanOrEqual(
      begun ? Math.max(before, ...told) : Math.max(0, ...told),
    );
  }
  if (saved?.checkpoint) await new TrainProcess(["--resume", run]).ended;
  else await new TrainProcess(["--data", data, "--out", run, "--force", ...settings]).ended;
  expect(await outcome(run)).toEqual(reference);
  totals.completed++;
}

it(`${KILLS} SIGKILLs at random moments lose no saved epoch and change no bit (F4)`, async () => {
  const each = Math.ceil(KILLS / AT_A_TIME);
  const runs = Array.from({ length: AT_A_TIME }, (_, i) => killAndResume(join(root, `run-${i}`), each, Math.random));
  await Promise.all(runs);
  expect(totals.kills).toBeGreaterThanOrEqual(KILLS);
}, 600_000);
