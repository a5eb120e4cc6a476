import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FileSystem, nodeFileSystem } from "../../node/file-system.ts";
import { loadNetwork, saveNetwork } from "../../node/network-files.ts";
import { openRunFolder, type RunFolder, resumeRunFolder } from "../../node/run-folder.ts";
import { readRunFolder } from "../../node/run-reader.ts";
import { MyelinError } from "../../src/core/errors.ts";
import { fakeEnd, fakeEpoch, fakeNetwork, fakeSnapshot, fakeStart, fakeState } from "../support/fake-run.ts";
import { type Fault, FaultyFileSystem, type Injection } from "../support/faulty-file-system.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

/** Every fault once at the n-th call of any kind, and for ever from the n-th call that writes, for every n. */
const WRITING = ["open", "write", "sync", "close", "rename", "remove", "syncFolder", "makeFolder", "makeFolders"];
const FAULTS: readonly Fault[] = ["ENOSPC", "EIO", "EACCES", "EDQUOT", "EROFS", "EMFILE"];
const SERIES: readonly Omit<Injection, "call">[] = [
  ...FAULTS.map((fault) => ({ fault, forEver: false })),
  ...FAULTS.map((fault) => ({ fault, forEver: true, only: WRITING })),
  { fault: "EACCES", forEver: true, only: ["rename"] },
  { fault: "EIO", forEver: true, only: ["sync"] },
  { fault: "ENOSPC", forEver: true, only: ["write"] },
  { fault: "ENOSPC", forEver: false, only: ["write"] },
  { fault: "short", forEver: false, only: ["write"] },
  { fault: "short", forEver: true, only: ["write"] },
];

let injected = 0;
let template: ReadonlyMap<string, Uint8Array>;
const options = { dataName: "digits", config: { epochs: 4 } };
beforeAll(async () => {
  const disk = new MemoryDisk();
  await train(await openRunFolder("run", { ...options, fs: disk }), 0, 2);
  template = disk.files();
});
afterAll(() => console.log(`${injected} faults injected`));

async function train(target: RunFolder, from: number, to: number): Promise<void> {
  target.record(fakeStart(from));
  for (let epoch = from + 1; epoch <= to; epoch++) {
    target.record(fakeEpoch(epoch), fakeSnapshot(epoch));
    await target.settled();
  }
  target.record(fakeEnd(to), fakeSnapshot(to));
  await target.finish();
}

/** Runs `scenario` with the fault at call 1, 2, 3 … until a run meets none. */
async function everyCall(
  series: Omit<Injection, "call">,
  scenario: (fs: FaultyFileSystem, disk: FileSystem) => Promise<void>,
  makeDisk: () => FileSystem = () => new MemoryDisk(template),
): Promise<number> {
  let count = 0;
  for (let call = 1; ; call++) {
    const disk = makeDisk();
    const fs = new FaultyFileSystem(disk, { ...series, call });
    await scenario(fs, disk);
    count += fs.faults;
    if (fs.faults === 0) break;
    expect(call).toBeLessThan(1000);
  }
  injected += count;
  return count;
}

/** The error must be one sentence of kind "io". @returns true if there was one */
async function oneSentence(run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    expect(error.kind).toBe("io");
    expect(error.message).toMatch(/^[^\n]+[^.]\.$/);
    expect(error.message).not.toMatch(/\n| {4}at /);
    return true;
  }
}

/** The lock may be left behind when removing it failed; the process that held it is gone after a real failure. */
const processEnds = (disk: FileSystem, folder: string) => disk.remove(`${folder}/.lock`).catch(() => {});

/** Both networks are whole, each is that of its epoch; the newest is at least of epoch `atLeast`. */
async function intact(fs: FileSystem, folder: string, atLeast: number): Promise<number> {
  const newest = await readRunFolder(folder, { take: "newest", fs });
  const best = await readRunFolder(folder, { take: "best", fs });
  for (const { checkpoint, notes } of [newest, best]) {
    expect(notes).toEqual([]);
    expect(checkpoint?.network.parameters).toEqual(fakeNetwork(checkpoint?.epoch ?? -1).parameters);
    expect(checkpoint?.state).toEqual(fakeState(checkpoint?.epoch ?? -1));
  }
  expect(newest.checkpoint?.epoch).toBeGreaterThanOrEqual(atLeast);
  return newest.checkpoint?.epoch ?? -1;
}

/** Goes on with a run of 2 epochs on a disk with a fault, then again on the same disk without. */
async function goOn(fs: FaultyFileSystem, disk: FileSystem, run: string): Promise<void> {
  const failed = await oneSentence(async () => {
    const { folder } = await resumeRunFolder(run, { fs });
    await train(folder, 2, 4);
  });
  await processEnds(disk, run);
  const epoch = await intact(disk, run, 2);
  if (!failed) expect(epoch).toBe(4);
  // Whatever was left behind, the run ends as if nothing had happened.
  const { folder } = await resumeRunFolder(run, { fs: disk });
  await train(folder, epoch, 4);
  const after = await readRunFolder(run, { fs: disk });
  expect(after.run.epochs.map((event) => event.epoch)).toEqual([1, 2, 3, 4]);
  expect(after.run.best).toEqual({ epoch: 2, correct: 80, total: 100, on: "test" });
  expect(after.notes).toEqual([]);
  expect(await intact(disk, run, 4)).toBe(4);
  const names = ["best.safetensors", "config.json", "events.jsonl", "last.safetensors", "metrics.csv"];
  expect((await disk.list(run)).sort()).toEqual(names);
}

describe("a fault at every call", () => {
  it.each(SERIES)("of a run that goes on: $fault, for ever: $forEver, $only", async (series) => {
    const count = await everyCall(series, (fs, disk) => goOn(fs, disk, "run"));
    expect(count).toBeGreaterThan(5);
  });

  it.each(SERIES)("of a new run: $fault, for ever: $forEver, $only", async (series) => {
    await everyCall(
      series,
      async (fs, disk) => {
        const failed = await oneSentence(async () => {
          await train(await openRunFolder("run", { ...options, fs }), 0, 2);
        });
        await processEnds(disk, "run");
        if (!failed) expect(await intact(disk, "run", 2)).toBe(2);
        // A new run in the same folder needs --force at most.
        await train(await openRunFolder("run", { ...options, fs: disk, force: true }), 0, 2);
        expect(await intact(disk, "run", 2)).toBe(2);
      },
      () => new MemoryDisk(),
    );
  });

  it.each(SERIES)("of saveNetwork: $fault, for ever: $forEver, $only", async (series) => {
    await everyCall(series, async (fs, disk) => {
      const path = "run/x.safetensors";
      await saveNetwork(path, fakeNetwork(1), { fs: disk });
      const failed = await oneSentence(() => saveNetwork(path, fakeNetwork(2), { fs }));
      const { parameters } = await loadNetwork(path, { fs: disk });
      expect([fakeNetwork(1).parameters, fakeNetwork(2).parameters]).toContainEqual(parameters);
      if (!failed) expect(parameters).toEqual(fakeNetwork(2).parameters);
      const left = (await disk.list("run")).filter((name) => name.endsWith(".tmp"));
      // Only a system that refuses to remove the new file too can leave it behind.
      if (!series.forEver) expect(left).toEqual([]);
    });
  });
});

describe("a fault at every call on the real file system", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "myelin-faults-"));
    await train(await openRunFolder(join(root, "template"), options), 0, 2);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each(SERIES.slice(0, 1))("of a run that goes on: $fault", async (series) => {
    await everyCall(
      series,
      async (fs, disk) => {
        const run = join(root, "run");
        await rm(run, { recursive: true, force: true });
        await cp(join(root, "template"), run, { recursive: true });
        await goOn(fs, disk, run);
      },
      () => nodeFileSystem,
    );
  });
});

describe("a disk that is full for a while (F1)", () => {
  it("costs nothing: each try is told, the next one saves", async () => {
    const disk = new MemoryDisk();
    const fs = new FaultyFileSystem(disk);
    const heard: string[] = [];
    const notify = (event: { type: string; message?: string }) => heard.push(event.message ?? event.type);
    const target = await openRunFolder("run", { ...options, fs, notify });
    target.record(fakeStart());
    const record = async (epoch: number) => {
      target.record(fakeEpoch(epoch), fakeSnapshot(epoch));
      await target.settled();
    };
    await record(1);
    fs.break({ fault: "ENOSPC", call: 1, forEver: true, only: WRITING });
    await record(2);
    await record(3);
    expect(await intact(disk, "run", 1)).toBe(1);
    expect(heard).toHaveLength(3);
    expect(heard[2]).toMatch(/could not be written: the disk is full \(ENOSPC\); free some space/);
    fs.heal();
    await record(4);
    await target.finish();
    expect(await intact(disk, "run", 4)).toBe(4);
    expect((await readRunFolder("run", { fs: disk })).checkpoint?.epoch).toBe(2);
    expect((await readRunFolder("run", { fs: disk })).run.epochs).toHaveLength(4);
  });

  it("to the end: the error names what is saved and what is not", async () => {
    const disk = new MemoryDisk();
    const fs = new FaultyFileSystem(disk);
    const target = await openRunFolder("run", { ...options, fs });
    target.record(fakeStart());
    target.record(fakeEpoch(1), fakeSnapshot(1));
    await target.settled();
    fs.break({ fault: "ENOSPC", call: 1, forEver: true, only: WRITING });
    target.record(fakeEpoch(2), fakeSnapshot(2));
    await expect(target.finish()).rejects.toMatchObject({
      code: "RUN_NOT_SAVED",
      kind: "io",
      facts: { errno: "ENOSPC" },
    });
    await expect(intact(disk, "run", 1)).resolves.toBe(1);
  });
});

it("injects well over a thousand faults", () => {
  expect(injected).toBeGreaterThan(1000);
});
