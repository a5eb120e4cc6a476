import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { MyelinError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import { parseJson } from "../src/formats/json.ts";
import { writeAll } from "./atomic.ts";
import { errnoOf, type FileSystem, nodeFileSystem, systemError } from "./file-system.ts";

/** Name of the lock file in a run folder. */
export const LOCK_NAME = ".lock";

/** The process that holds a lock. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the words of its system; "" where that cannot be asked. */
  readonly started: string;
  /** When the lock was taken: ISO 8601, for people. */
  readonly since: string;
}

/** What a lock must know about processes; tests hand in their own. */
export interface Processes {
  readonly self: Omit<LockHolder, "since">;
  /** "" where it cannot be asked, undefined where there is no such process. */
  started(pid: number): string | undefined;
}

export interface Lock {
  /** Gives the folder free. Never throws. */
  release(): Promise<void>;
}

export interface LockOptions {
  /** Also take a lock of another computer, or of a process that may be another one of the same number. */
  readonly force?: boolean;
  readonly fs?: FileSystem;
  readonly processes?: Processes;
}

/**
 * Takes the lock of a folder: a file that only one process can create. A lock whose process is gone, or whose number
 * has gone to another process, is taken over; one of another computer only with `force`.
 *
 * @throws RUN_FOLDER_BUSY (kind "busy"), FILE_WRITE (kind "io").
 */
export async function acquireLock(folder: string, options: LockOptions = {}): Promise<Lock> {
  const { force = false, fs = nodeFileSystem, processes = nodeProcesses } = options;
  const path = join(folder, LOCK_NAME);
  for (let tries = 0; tries < 100; tries++) {
    const mine = encode({ ...processes.self, since: new Date().toISOString() });
    if (await create(path, mine, fs)) return { release: () => release(path, mine, fs) };
    const found = await readSettled(path, fs);
    if (found === undefined) continue;
    if (!isStale(found, processes, force)) throw busy(folder, path, decode(found, path));
    await takeAway(path, found, mine, processes, fs);
  }
  throw busy(folder, path, undefined);
}

const encode = (holder: LockHolder): string => `${JSON.stringify(holder)}\n`;

/** @returns false when there is a lock already. */
async function create(path: string, text: string, fs: FileSystem): Promise<boolean> {
  try {
    const file = await fs.open(path, "wx");
    try {
      await writeAll(file, new TextEncoder().encode(text));
    } catch (error) {
      await fs.remove(path).catch(() => {});
      throw error;
    } finally {
      await file.close().catch(() => {});
    }
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw systemError("written", path, error);
  }
}

/** The lock's text; a process writes it at once after creating the file, so an empty one gets a moment. */
async function readSettled(path: string, fs: FileSystem): Promise<string | undefined> {
  for (let tries = 0; ; tries++) {
    let text: string | undefined;
    try {
      text = new TextDecoder().decode(await fs.read(path));
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return undefined;
      if (!(error instanceof MyelinError)) throw systemError("read", path, error);
    }
    if (text?.endsWith("\n") || tries === 20) return text ?? "";
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isStale(text: string, processes: Processes, force: boolean): boolean {
  const holder = decode(text, LOCK_NAME);
  if (holder === undefined) return true;
  if (holder.host !== processes.self.host) return force;
  const started = processes.started(holder.pid);
  if (started === undefined) return true;
  if (started === "" || holder.started === "") return force;
  return started !== holder.started;
}

/** Undefined for what no process wrote to its end: it was killed in between. */
function decode(text: string, path: string): LockHolder | undefined {
  try {
    const holder = parseJson({ name: path, text }) as unknown as LockHolder | null;
    const whole = Number.isInteger(holder?.pid) && [holder?.host, holder?.started].every((x) => typeof x === "string");
    return whole && holder !== null ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Removes a stale lock. Several processes may find it at the same time: only the holder of a second lock, held for
 * this moment, may remove it, after making sure that it is still the one that was judged.
 */
async function takeAway(path: string, stale: string, mine: string, processes: Processes, fs: FileSystem) {
  const guard = `${path}-removal`;
  if (!(await create(guard, mine, fs))) {
    const found = await readSettled(guard, fs);
    // A process that was killed in this very moment leaves the guard behind.
    if (found !== undefined && isStale(found, processes, false)) await removeIfThere(guard, fs);
    else await new Promise((resolve) => setTimeout(resolve, 20));
    return;
  }
  try {
    if ((await readSettled(path, fs)) === stale) await removeIfThere(path, fs);
  } finally {
    await removeIfThere(guard, fs);
  }
}

async function removeIfThere(path: string, fs: FileSystem): Promise<void> {
  try {
    await fs.remove(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw systemError("written", path, error);
  }
}

/** Removes the lock if it is still ours: somebody may have taken it by force. */
async function release(path: string, mine: string, fs: FileSystem): Promise<void> {
  try {
    if (new TextDecoder().decode(await fs.read(path)) === mine) await fs.remove(path);
  } catch {
    // A lock that stays is recognised as stale by the next run.
  }
}

function busy(folder: string, path: string, holder: LockHolder | undefined): MyelinError {
  const where = printable(folder, 300);
  const facts = { folder, ...holder };
  const known = holder ? ` by process ${holder.pid} on ${printable(holder.host, 60)}` : "";
  const since = holder && typeof holder.since === "string" ? ` since ${printable(holder.since, 30)}` : "";
  const advice = `wait for it or choose another folder, or remove ${printable(path, 300)} if that process is gone`;
  return new MyelinError("RUN_FOLDER_BUSY", "busy", `${where} is in use${known}${since}: ${advice}.`, facts);
}

/** Processes of this computer; start times from /proc where there is one (Linux). */
export const nodeProcesses: Processes = {
  get self() {
    return { pid: process.pid, host: hostname(), started: processStat(process.pid)?.started ?? "" };
  },
  started(pid) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (errnoOf(error) === "ESRCH") return undefined;
    }
    const stat = processStat(pid);
    return stat?.dead ? undefined : (stat?.started ?? "");
  },
};

/**
 * Boot and clock ticks since then (field 22 of /proc/PID/stat): no two processes have both in common. A killed process
 * keeps its number, as a zombie (field 3), until its parent has asked for it.
 */
function processStat(pid: number): { readonly started: string; readonly dead: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in brackets and may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return { started: `${boot}/${fields[19]}`, dead: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return undefined;
  }
}
