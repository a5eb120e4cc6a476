import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MyelinError } from "../src/core/errors.ts";
import { readEvents } from "../src/runlog/index.ts";
import { fakeEnd, fakeEpoch, fakeNetwork, fakeSnapshot, fakeStart, fakeState } from "../test/support/fake-run.ts";
import { FaultyFileSystem } from "../test/support/faulty-file-system.ts";
import { nodeFileSystem } from "./file-system.ts";
import { loadNetwork, saveNetwork } from "./network-files.ts";
import { folderName } from "./run-files.ts";
import { openRunFolder, type RunFolder, resumeRunFolder } from "./run-folder.ts";
import { readRunFolder } from "./run-reader.ts";

let folder: string;
let run: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-"));
  run = join(folder, "run");
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const options = { dataName: "digits", config: { epochs: 4 } };

async function refusal(promise: Promise<unknown>): Promise<MyelinError> {
  const error: unknown = await promise.then(
    () => new Error("it was accepted"),
    (error: unknown) => error,
  );
  if (!(error instanceof MyelinError)) throw error;
  expect(error.message).toMatch(/^[^\n]+\.$/);
  expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  return error;
}

/** Records epochs and lets each be written before the next. */
async function record(target: RunFolder, from: number, to: number): Promise<void> {
  for (let epoch = from; epoch <= to; epoch++) {
    target.record(fakeEpoch(epoch), fakeSnapshot(epoch));
    await target.settled();
  }
}

async function wholeRun(path: string, epochs: number): Promise<void> {
  const target = await openRunFolder(path, options);
  target.record(fakeStart());
  await record(target, 1, epochs);
  target.record(fakeEnd(epochs), fakeSnapshot(epochs));
  await target.finish();
}

const events = async () => readEvents({ name: "x", bytes: await readFile(join(run, "events.jsonl")) });
const types = async () => (await events()).map(({ type }) => type);

describe("openRunFolder", () => {
  it("keeps config, events, metrics, best and last, and nothing else", async () => {
    await wholeRun(run, 3);
    const names = (await readdir(run)).sort();
    expect(names).toEqual(["best.safetensors", "config.json", "events.jsonl", "last.safetensors", "metrics.csv"]);
    expect(JSON.parse(await readFile(join(run, "config.json"), "utf8"))).toEqual({ epochs: 4 });
    const saved = await readRunFolder(run);
    expect(saved.run.best).toMatchObject({ epoch: 2, correct: 80, on: "test" });
    expect(saved.checkpoint).toMatchObject({ kind: "best", epoch: 2 });
    expect(saved.checkpoint?.network.parameters).toEqual(fakeNetwork(2).parameters);
    expect(saved.checkpoint?.state).toEqual(fakeState(2));
    const newest = (await readRunFolder(run, { take: "newest" })).checkpoint;
    expect(newest).toMatchObject({ kind: "last", epoch: 3, start: fakeStart() });
    expect(newest?.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(newest?.state).toEqual(fakeState(3));
    expect((await readFile(join(run, "metrics.csv"), "utf8")).split("\n")).toHaveLength(5);
    expect(saved.notes).toEqual([]);
  });

  it("writes a checkpoint's line only after the checkpoint, and no progress", async () => {
    const heard: string[] = [];
    const target = await openRunFolder(run, { ...options, notify: (event) => heard.push(event.type) });
    target.record(fakeStart());
    target.record({ type: "progress", epoch: 1, step: 1, steps: 2, cost: 1 });
    await record(target, 1, 1);
    await target.finish();
    expect(await types()).toEqual(["run-start", "epoch", "checkpoint"]);
    expect(heard).toEqual(["checkpoint"]);
    const line = (await events()).at(-1);
    expect(line).toMatchObject({ epoch: 1, best: true, weightsSha256: await fakeNetwork(1).weightsSha256() });
  });

  it("puts best in its place before last, so that the newest never outlives a better one that is lost", async () => {
    const placed: string[] = [];
    const rename = (from: string, to: string) => {
      if (to.endsWith(".safetensors")) placed.push(basename(to));
      return nodeFileSystem.rename(from, to);
    };
    const target = await openRunFolder(run, { ...options, fs: { ...nodeFileSystem, rename } });
    target.record(fakeStart());
    await record(target, 1, 1);
    await target.finish();
    expect(placed).toEqual(["best.safetensors", "last.safetensors"]);
  });

  it("copies the network when it is recorded, and writes one at a time, the newest last", async () => {
    const target = await openRunFolder(run, options);
    target.record(fakeStart());
    const network = fakeNetwork(0);
    for (let epoch = 1; epoch <= 4; epoch++) {
      network.parameters.set(fakeNetwork(epoch).parameters);
      target.record(fakeEpoch(epoch), { network, state: fakeState(epoch) });
    }
    network.parameters.fill(0);
    await target.finish();
    const [best, last] = [await readRunFolder(run), await readRunFolder(run, { take: "newest" })];
    expect(best.checkpoint?.network.parameters).toEqual(fakeNetwork(2).parameters);
    expect(last.checkpoint?.network.parameters).toEqual(fakeNetwork(4).parameters);
  });

  it("never saves a network that is not finite, and says so", async () => {
    const target = await openRunFolder(run, options);
    target.record(fakeStart());
    await record(target, 1, 1);
    const network = fakeNetwork(2);
    network.parameters[3] = Number.NaN;
    target.record({ ...fakeEpoch(2), cost: Number.NaN }, { network, state: fakeState(2) });
    await target.finish();
    expect(await types()).toEqual(["run-start", "epoch", "checkpoint", "epoch", "warning"]);
    expect((await readRunFolder(run, { take: "newest" })).checkpoint?.epoch).toBe(1);
  });

  it("saves an interrupted run in the middle of its epoch, a diverged one not", async () => {
    const target = await openRunFolder(run, options);
    target.record(fakeStart());
    await record(target, 1, 1);
    const middle = { network: fakeNetwork(1.5), state: fakeState(1, 7) };
    target.record({ ...fakeEnd(1), reason: "interrupted" }, middle);
    await target.finish();
    const { checkpoint } = await readRunFolder(run, { take: "newest" });
    expect(checkpoint).toMatchObject({ kind: "last", epoch: 1, step: 7 });
    expect(checkpoint?.network.parameters).toEqual(fakeNetwork(1.5).parameters);
    const other = await openRunFolder(join(folder, "b"), options);
    other.record({ ...fakeEnd(1), reason: "diverged" }, fakeSnapshot(1));
    await other.finish();
    expect((await readRunFolder(join(folder, "b"))).checkpoint).toBeUndefined();
  });

  it("numbers default folders and gives two runs at once two folders", async () => {
    const fs = { ...nodeFileSystem };
    for (const name of ["list", "makeFolder", "makeFolders", "remove", "read", "syncFolder"] as const) {
      const call = nodeFileSystem[name] as (path: string) => Promise<never>;
      Object.assign(fs, { [name]: (path: string) => call(join(folder, path)) });
    }
    fs.open = (path, flags) => nodeFileSystem.open(join(folder, path), flags);
    fs.rename = (from, to) => nodeFileSystem.rename(join(folder, from), join(folder, to));
    await mkdir(join(folder, "runs", "digits-7"), { recursive: true });
    await mkdir(join(folder, "runs", "digits-x"));
    await mkdir(join(folder, "runs", "digits-2")); // a number that was free again is not used again
    const open = () => openRunFolder(undefined, { ...options, fs });
    const [a, b, c] = await Promise.all([open(), open(), open()]);
    expect([a.path, b.path, c.path].map((path) => basename(path)).sort()).toEqual([
      "digits-10",
      "digits-8",
      "digits-9",
    ]);
    for (const each of [a, b, c]) await each.finish();
  });

  it("makes harmless folder names from hostile data names", () => {
    expect(folderName("/home/me/My Digits")).toBe("My-Digits");
    expect(folderName("../../etc/passwd")).toBe("passwd");
    expect(folderName("\u001b[31m\u202e..")).toBe("31m");
    expect(folderName("..")).toBe("data");
    expect(folderName("x".repeat(1 << 20))).toHaveLength(40);
  });

  it("never overwrites a run without force, and leaves other files alone with it", async () => {
    await wholeRun(run, 2);
    await writeFile(join(run, "notes.txt"), "mine");
    const error = await refusal(openRunFolder(run, options));
    expect(error).toMatchObject({ code: "RUN_FOLDER_EXISTS", kind: "usage" });
    expect((await readRunFolder(run)).checkpoint?.epoch).toBe(2);
    const target = await openRunFolder(run, { ...options, force: true });
    await target.finish();
    expect((await readdir(run)).sort()).toEqual(["config.json", "events.jsonl", "metrics.csv", "notes.txt"]);
  });

  it("refuses a path that is a file, or leads through one (F10)", async () => {
    await writeFile(run, "x");
    expect(await refusal(openRunFolder(run, options))).toMatchObject({ code: "FILE_WRITE", kind: "io" });
    expect((await refusal(openRunFolder(join(run, "a"), options))).facts.errno).toBe("ENOTDIR");
  });

  it("finds a folder that cannot be written before the first epoch (F9)", async () => {
    for (const fault of ["EACCES", "EROFS", "ENOSPC"] as const) {
      const fs = new FaultyFileSystem(nodeFileSystem, { fault, call: 1, forEver: true, only: ["open"] });
      expect(await refusal(openRunFolder(join(folder, fault), { ...options, fs }))).toMatchObject({
        code: "FILE_WRITE",
        kind: "io",
        facts: { errno: fault },
      });
    }
  });

  it("is refused while another run uses the folder (F11), and free after it", async () => {
    const first = await openRunFolder(run, options);
    expect(await refusal(openRunFolder(run, { ...options, force: true }))).toMatchObject({
      code: "RUN_FOLDER_BUSY",
      kind: "busy",
      facts: { pid: process.pid },
    });
    first.record(fakeStart());
    await record(first, 1, 1);
    expect((await refusal(resumeRunFolder(run))).code).toBe("RUN_FOLDER_BUSY");
    await first.finish();
    await (await resumeRunFolder(run)).folder.finish();
  });
});

describe("a bug while saving (F30)", () => {
  it("is told by finish as it is; what was saved stays, and the folder is free again", async () => {
    const bug = new TypeError("a listener's mistake");
    const notify = () => {
      throw bug;
    };
    const target = await openRunFolder(run, { ...options, notify });
    target.record(fakeStart());
    await record(target, 1, 1);
    await expect(target.finish()).rejects.toBe(bug);
    expect((await readRunFolder(run)).checkpoint?.epoch).toBe(1);
    await (await resumeRunFolder(run)).folder.finish();
  });
});

describe("resumeRunFolder", () => {
  it("goes on from the newest network, without the events after it", async () => {
    await wholeRun(run, 4);
    // As after a crash: events of epoch 3 and 4, but the network of epoch 2.
    await saveNetwork(join(run, "last.safetensors"), fakeNetwork(2), { state: fakeState(2) });
    await writeFile(join(run, `.last.safetensors.99-0123abcd.tmp`), "half");
    await writeFile(join(run, "events.jsonl"), '{"type":"epo', { flag: "a" });
    const { folder: target, saved } = await resumeRunFolder(run);
    expect(saved.checkpoint).toMatchObject({ epoch: 2 });
    expect(saved.config).toEqual({ epochs: 4 });
    await target.saveConfig({ epochs: 5 });
    target.record(fakeStart(2));
    await record(target, 3, 5);
    target.record(fakeEnd(5), fakeSnapshot(5));
    await target.finish();
    const after = await readRunFolder(run, { take: "newest" });
    expect(after.checkpoint).toMatchObject({ kind: "best", epoch: 5 });
    expect(after.config).toEqual({ epochs: 5 });
    expect(after.run.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
    expect((await types()).filter((type) => type === "run-end")).toHaveLength(1);
    expect((await readFile(join(run, "metrics.csv"), "utf8")).split("\n")).toHaveLength(7);
    expect(await readdir(run)).toHaveLength(5);
  });

  it("changes nothing when nobody goes on with the run", async () => {
    await wholeRun(run, 2);
    const before = await readFile(join(run, "events.jsonl"));
    await (await resumeRunFolder(run)).folder.finish();
    expect(await readFile(join(run, "events.jsonl"))).toEqual(before);
    expect(await readdir(run)).toHaveLength(5);
  });

  it("takes best where last is damaged, and says so (F7)", async () => {
    await wholeRun(run, 3);
    const bytes = await readFile(join(run, "last.safetensors"));
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] as number) ^ 4;
    await writeFile(join(run, "last.safetensors"), bytes);
    const { folder: target, saved } = await resumeRunFolder(run);
    expect(saved.checkpoint).toMatchObject({ kind: "best", epoch: 2 });
    expect(saved.notes).toHaveLength(1);
    expect(saved.notes[0]).toMatch(/last\.safetensors: the contents were changed after saving/);
    await target.finish();
  });

  it("says for each network why it cannot be read, and touches nothing (F8)", async () => {
    await wholeRun(run, 2);
    for (const name of ["best", "last"]) await writeFile(join(run, `${name}.safetensors`), "x");
    const error = await refusal(resumeRunFolder(run));
    expect(error).toMatchObject({ code: "RUN_CHECKPOINTS_BAD", kind: "input" });
    expect(error.message).toMatch(/best\.safetensors.*last\.safetensors/);
    expect(await readFile(join(run, "last.safetensors"), "utf8")).toBe("x");
    expect(await readdir(run)).toHaveLength(5);
  });

  it("restores a lost or damaged log from the network's own history", async () => {
    for (const log of [undefined, "", "rubbish\n", "\u0000"]) {
      await rm(run, { recursive: true, force: true });
      await wholeRun(run, 3);
      if (log === undefined) await rm(join(run, "events.jsonl"));
      else await writeFile(join(run, "events.jsonl"), log);
      const { folder: target } = await resumeRunFolder(run);
      target.record(fakeStart(3));
      await record(target, 4, 4);
      await target.finish();
      const { run: after } = await readRunFolder(run);
      expect(after.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
      expect(after.start).toEqual(fakeStart());
    }
  });

  it("names what is no run, and a run without a saved epoch", async () => {
    await mkdir(run);
    expect((await refusal(resumeRunFolder(run))).code).toBe("RUN_NO_RUN");
    expect(await readdir(run)).toEqual([]);
    expect((await refusal(resumeRunFolder(join(folder, "none")))).code).toBe("FILE_READ");
    await (await openRunFolder(run, options)).finish();
    expect((await refusal(resumeRunFolder(run))).code).toBe("RUN_EMPTY");
    expect((await refusal(loadNetwork(run))).code).toBe("RUN_EMPTY");
  });
});

describe("saveNetwork and loadNetwork", () => {
  it("take a file or a run folder, whose best network it is", async () => {
    const path = join(folder, "x.safetensors");
    await saveNetwork(path, fakeNetwork(7));
    await saveNetwork(path, fakeNetwork(8));
    expect((await loadNetwork(path)).parameters).toEqual(fakeNetwork(8).parameters);
    await wholeRun(run, 3);
    expect((await loadNetwork(run)).parameters).toEqual(fakeNetwork(2).parameters);
  });

  it("refuse what is no file, in one sentence", async () => {
    expect((await refusal(loadNetwork(join(folder, "\u001b[2Jno")))).facts.errno).toBe("ENOENT");
    expect((await refusal(loadNetwork(folder))).code).toBe("RUN_NO_RUN");
    expect((await refusal(loadNetwork("/dev/null"))).facts.errno).toBe("ENOTFILE");
    await symlink(join(folder, "loop"), join(folder, "loop"));
    expect((await refusal(loadNetwork(join(folder, "loop")))).facts.errno).toBe("ELOOP");
    expect((await refusal(saveNetwork(join(folder, "a", "b"), fakeNetwork(1)))).facts.errno).toBe("ENOENT");
    expect((await refusal(saveNetwork(folder, fakeNetwork(1)))).kind).toBe("io");
    expect((await refusal(loadNetwork(join(folder, "n".repeat(300))))).facts.errno).toBe("ENAMETOOLONG");
  });
});
