import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readRunFolder, type SavedRun } from "../../node/run-reader.ts";
import { smallData, TrainProcess, wait } from "../support/train-process.ts";

/** SIGKILLs altogether. */
const KILLS = process.env.CI ? 200 : 20;
const EPOCHS = 150;
const PLAIN = ["--epochs", `${EPOCHS}`, "--hidden", "10"];
/** Runs that are killed at the same time: a plain one, and one whose optimizer, masks, schedule and early stopping have state. */
const RUNS = [
  PLAIN,
  [...PLAIN, ..."--optimizer adam --dropout 0.2 --l2 1 --clip-norm 1 --warmup-epochs 3".split(" "), ..."--validation 400 --schedule halve --schedule-every 40 --patience 140".split(" ")],
] as const; // biome-ignore format: one run a line

let root: string;
let data: string;
let references: readonly Awaited<ReturnType<typeof outcome>>[];
const totals = { kills: 0, early: 0, inAWrite: 0, completed: 0 };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "myelin-kill-"));
  data = join(root, "data");
  await smallData(data, 2_000, 200);
  references = await Promise.all(
    RUNS.map(async (settings, i) => {
      const run = join(root, `reference-${i}`);
      const { code, stderr } = await new TrainProcess(["--data", data, "--out", run, ...settings]).ended;
      expect(stderr).toBe("");
      expect(code).toBe(0);
      return outcome(run);
    }),
  );
}, 60_000);
afterAll(async () => {
  console.log(`SIGKILLs: ${JSON.stringify(totals)}`);
  await rm(root, { recursive: true, force: true });
});

async function outcome(run: string) {
  const { checkpoint, run: folded, notes } = await readRunFolder(run, { take: "newest" });
  expect(notes).toEqual([]);
  expect(checkpoint).toMatchObject({ kind: "last", epoch: EPOCHS });
  const correct = folded.epochs.map(({ validation, test }) => [validation?.correct, test?.correct]);
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

/** Kills and resumes run `i` until it is done, again and again. @param random numbers in [0, 1) */
async function killAndResume(i: number, kills: number, random: () => number): Promise<void> {
  const run = join(root, `run-${i}`);
  const settings = RUNS[i]!;
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
      expect(await outcome(run)).toEqual(references[i]);
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
  expect(await outcome(run)).toEqual(references[i]);
  totals.completed++;
}

it(`${KILLS} SIGKILLs at random moments lose no saved epoch and change no bit (F4)`, async () => {
  const each = Math.ceil(KILLS / RUNS.length);
  await Promise.all(RUNS.map((_, i) => killAndResume(i, each, Math.random)));
  expect(totals.kills).toBeGreaterThanOrEqual(KILLS);
}, 600_000);
