import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MyelinError } from "../src/core/errors.ts";
import { acquireLock, type LockHolder, nodeProcesses, type Processes } from "./lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lockFile = () => join(folder, ".lock");
const self = { pid: 7, host: "here", started: "boot/100" };
/** A computer on which these processes run, by number. */
const computer = (running: Readonly<Record<number, string>>): Processes => ({ self, started: (pid) => running[pid] });
const holder = (change: Partial<LockHolder>): LockHolder => ({
  ...self,
  pid: 9,
  since: "2026-01-01T00:00:00Z",
  ...change,
});
const write = (text: string) => writeFile(lockFile(), text);

async function attempt(processes: Processes, force = false): Promise<string> {
  try {
    const lock = await acquireLock(folder, { processes, force });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    return "taken";
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    expect(error.message).toMatch(/^[^\n]+\.$/);
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    return error.code;
  }
}

describe("acquireLock", () => {
  it("takes over the lock of a process that is gone", async () => {
    await write(`${JSON.stringify(holder({}))}\n`);
    expect(await attempt(computer({}))).toBe("taken");
  });

  it("takes over the lock of a process whose number another one has now", async () => {
    await write(`${JSON.stringify(holder({}))}\n`);
    expect(await attempt(computer({ 9: "boot/200" }))).toBe("taken");
    await write(`${JSON.stringify(holder({ pid: self.pid, started: "boot/50" }))}\n`);
    expect(await attempt(computer({ 7: "boot/100" }))).toBe("taken");
  });

  it("respects a process that runs, with force too, and names it", async () => {
    await write(`${JSON.stringify(holder({}))}\n`);
    const running = computer({ 9: "boot/100" });
    expect(await attempt(running)).toBe("RUN_FOLDER_BUSY");
    expect(await attempt(running, true)).toBe("RUN_FOLDER_BUSY");
    await expect(acquireLock(folder, { processes: running })).rejects.toMatchObject({
      facts: { pid: 9, host: "here" },
    });
    expect(await readdir(folder)).toEqual([".lock"]);
  });

  it("takes what cannot be told for sure only with force", async () => {
    await write(`${JSON.stringify(holder({ started: "" }))}\n`);
    expect(await attempt(computer({ 9: "" }))).toBe("RUN_FOLDER_BUSY");
    expect(await attempt(computer({ 9: "" }), true)).toBe("taken");
  });

  it("takes the lock of another computer only with force (F12)", async () => {
    await write(`${JSON.stringify(holder({ host: "there\u001b[2J" }))}\n`);
    expect(await attempt(computer({}))).toBe("RUN_FOLDER_BUSY");
    expect(await attempt(computer({}), true)).toBe("taken");
  });

  it("takes over a lock that was never written to its end", async () => {
    for (const text of ["", '{"pid":', "\u0000\u0000", "null\n", '{"pid":1}\n', "[]\n"]) {
      await write(text);
      expect(await attempt(computer({ 1: "boot/1" }))).toBe("taken");
    }
  }, 30_000);

  it("gives one of many at once the lock", async () => {
    for (let round = 0; round < 20; round++) {
      const stale = round % 2 === 1;
      if (stale) await write(`${JSON.stringify(holder({}))}\n`);
      const processes = computer({ 7: "boot/100" });
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(folder, { processes })));
      const locks = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      expect(locks.length).toBe(1);
      await locks[0]?.release();
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it("does not remove a lock that somebody else took by force", async () => {
    const lock = await acquireLock(folder, { processes: computer({}) });
    await write("other\n");
    await lock.release();
    expect(await readFile(lockFile(), "utf8")).toBe("other\n");
  });

  it("says when the folder cannot be written", async () => {
    await expect(acquireLock(join(folder, "none"))).rejects.toMatchObject({ code: "FILE_WRITE", kind: "io" });
  });
});

describe("nodeProcesses", () => {
  it("knows itself, a child, and a child that was killed", async () => {
    expect(nodeProcesses.self).toMatchObject({ pid: process.pid, host: hostname() });
    expect(nodeProcesses.started(process.pid)).toBe(nodeProcesses.self.started);
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const pid = child.pid as number;
    expect(nodeProcesses.started(pid)).toBeDefined();
    if (nodeProcesses.self.started !== "") expect(nodeProcesses.started(pid)).not.toBe(nodeProcesses.self.started);
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    expect(nodeProcesses.started(pid)).toBeUndefined();
  });
});
