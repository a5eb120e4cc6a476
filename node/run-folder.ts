import { join } from "node:path";
import { inputError, ioError, MyelinError } from "../src/core/errors.ts";
import type { CheckpointEvent, EpochEvent, RunEvent, RunStartEvent, WarningEvent } from "../src/core/events.ts";
import type { Host } from "../src/core/host.ts";
import type { Json } from "../src/core/json.ts";
import { printable } from "../src/core/text.ts";
import { networkToSafetensors } from "../src/model/index.ts";
import type { Network } from "../src/network/index.ts";
import {
  bestEpoch,
  eventsUpTo,
  eventToLine,
  METRICS_HEADER,
  metricsCsv,
  metricsRow,
  type Place,
} from "../src/runlog/index.ts";
import type { TrainingState } from "../src/training/state.ts";
import { AppendFile } from "./append-file.ts";
import { writeFileAtomic } from "./atomic.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { nodeHost } from "./host.ts";
import { acquireLock, type Lock } from "./lock.ts";
import { clearFolder, makeGivenFolder, makeNextFolder, RUN_FILES, removeLeftovers } from "./run-files.ts";
import { readRunFolder, runMetadata, type SavedCheckpoint, type SavedRun } from "./run-reader.ts";

/** What training shows at an event; copied by `record` before it returns. */
export interface Snapshot {
  readonly network: Network;
  readonly state?: TrainingState;
}

interface CommonOptions {
  /** Overwrite a run; take the lock of another computer. */
  readonly force?: boolean;
  readonly fs?: FileSystem;
  readonly host?: Host;
  /** Hears of each saved network, and of each try that failed. */
  readonly notify?: (event: CheckpointEvent | WarningEvent) => void;
}

export interface RunFolderOptions extends CommonOptions {
  /** For the name of the default folder. */
  readonly dataName: string;
  /** ExperimentConfig, as plain JSON. */
  readonly config: unknown;
}

interface PartOptions extends CommonOptions {
  /** The checkpoint that a resumed run goes on from. */
  readonly saved?: Pick<SavedCheckpoint, "kind" | "epoch" | "step">;
}

/** A network on its way to the disk. */
interface Copy {
  readonly bytes: Promise<Uint8Array>;
  readonly epoch: number;
  readonly step: number;
  readonly weightsSha256: Promise<string>;
}

type Kind = "best" | "last";
const KINDS: readonly Kind[] = ["best", "last"];

/**
 * Makes the folder of a new run and writes its first files, so that a folder that cannot be written is found before the
 * first epoch.
 *
 * @param path the folder itself; without it, `runs/<data>-<n>` with the next free n.
 * @throws RUN_FOLDER_EXISTS (usage), RUN_FOLDER_BUSY (busy), FILE_WRITE (io).
 */
export async function openRunFolder(path: string | undefined, options: RunFolderOptions): Promise<RunFolder> {
  const { force = false, fs = nodeFileSystem, config } = options;
  if (path !== undefined) await makeGivenFolder(path, fs);
  const folder = path ?? (await makeNextFolder(options.dataName, fs));
  const lock = await acquireLock(folder, { force, fs });
  try {
    await clearFolder(folder, force, fs);
    await removeLeftovers(folder, fs);
    const run = new RunFolder(folder, lock, config as Json, [], options);
    await run.begin();
    return run;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A run that goes on. */
export interface ResumedRun {
  readonly folder: RunFolder;
  readonly saved: SavedRun & { readonly checkpoint: SavedCheckpoint };
  /** What the run keeps of its log: the events up to the checkpoint. */
  readonly events: readonly RunEvent[];
}

/**
 * Locks a run folder and reads where it stands: the newest of `last` and `best` that is whole. Nothing is changed before
 * the first event is recorded; then the events after the checkpoint are dropped from the log. Call `finish` also when
 * the run is not gone on with.
 *
 * @throws RUN_EMPTY, RUN_NO_RUN, RUN_CHECKPOINTS_BAD (input), RUN_FOLDER_BUSY (busy), FILE_READ, FILE_WRITE (io).
 */
export async function resumeRunFolder(path: string, options: CommonOptions = {}): Promise<ResumedRun> {
  const { force = false, fs = nodeFileSystem } = options;
  // Read first: where there is no run, no lock file may be left.
  await readRunFolder(path, { ...options, take: "newest" });
  const lock = await acquireLock(path, { force, fs });
  try {
    await removeLeftovers(path, fs);
    const saved = await readRunFolder(path, { ...options, take: "newest" });
    const { checkpoint } = saved;
    if (checkpoint === undefined) {
      const sentence = `${printable(path, 300)} holds no saved epoch: expected last.safetensors`;
      throw inputError("RUN_EMPTY", `${sentence}; start the run again with --force.`, { folder: path });
    }
    const events = keptEvents(saved.events, checkpoint);
    const folder = new RunFolder(path, lock, saved.config ?? null, events, { ...options, saved: checkpoint });
    return { folder, saved: { ...saved, checkpoint }, events };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What a resumed run keeps of its log; lines that the log has lost come from the checkpoint. */
function keptEvents(events: readonly RunEvent[], checkpoint: SavedCheckpoint): readonly RunEvent[] {
  const kept = eventsUpTo(events, checkpoint, checkpoint.history);
  const { start } = checkpoint;
  return start === undefined || kept.some((event) => event.type === "run-start") ? kept : [start, ...kept];
}

/**
 * Writes a run beside its training: the log line by line, the networks whole, one write at a time. A write that fails
 * costs nothing that was saved before: it is told as a warning and tried again at the next epoch and in `finish`.
 */
export class RunFolder {
  readonly path: string;
  readonly #fs: FileSystem;
  readonly #host: Host;
  readonly #lock: Lock;
  readonly #notify: (event: CheckpointEvent | WarningEvent) => void;
  readonly #events: AppendFile;
  readonly #metrics: AppendFile;
  readonly #epochs: EpochEvent[];
  #config: Json;
  #start: RunStartEvent | undefined;
  /** The place of the last snapshot, and of the last one that is on the disk. */
  #newest: Place | undefined;
  #saved: Place | undefined;
  readonly #waiting = new Map<Kind, Copy>();
  #working: Promise<void> | undefined;
  #again = false;
  #problem: MyelinError | undefined;
  /** An error that is none of the file system's: a bug, told by `finish`. */
  #bug: unknown;
  #warned = false;
  /** True once something was recorded: a resumed run that nobody goes on with stays as it was. */
  #touched = false;
  #finished = false;

  /** @param before the events that the run keeps from its part before. */
  constructor(path: string, lock: Lock, config: Json, before: readonly RunEvent[], options: PartOptions) {
    this.path = path;
    this.#lock = lock;
    this.#config = config;
    this.#fs = options.fs ?? nodeFileSystem;
    this.#host = options.host ?? nodeHost;
    this.#notify = options.notify ?? (() => {});
    this.#saved = options.saved;
    // What is in `last` already is not written again: after early stopping the run ends with the best epoch's network.
    if (options.saved?.kind === "last") this.#newest = options.saved;
    this.#epochs = before.filter((event) => event.type === "epoch");
    this.#start = before.find((event) => event.type === "run-start");
    const metrics = before.length > 0 ? metricsCsv(before) : METRICS_HEADER;
    this.#events = new AppendFile(join(path, RUN_FILES.events), before.map(eventToLine).join(""), this.#fs);
    this.#metrics = new AppendFile(join(path, RUN_FILES.metrics), metrics, this.#fs);
  }

  /** Writes the first files. @throws FILE_WRITE */
  async begin(): Promise<void> {
    try {
      await this.saveConfig(this.#config);
      for (const file of [this.#events, this.#metrics]) await file.flush();
    } catch (error) {
      for (const file of [this.#events, this.#metrics]) await file.close().catch(() => {});
      throw error;
    }
  }

  /** Writes config.json: for a resumed run with more epochs. @throws FILE_WRITE */
  async saveConfig(config: unknown): Promise<void> {
    const text = `${JSON.stringify(config, null, 2)}\n`;
    await writeFileAtomic(join(this.path, RUN_FILES.config), new TextEncoder().encode(text), this.#fs);
    this.#config = config as Json;
  }

  /**
   * Takes an event of the run, and at `epoch` and `run-end` events the network as it is now. Returns at once; the
   * writing goes on beside training. Progress events are not kept; checkpoint lines are written by the folder itself.
   */
  record(event: RunEvent, snapshot?: Snapshot): void {
    if (this.#finished) throw new Error("The run folder is finished: record was called after finish.");
    if (event.type === "progress" || event.type === "checkpoint") return;
    if (event.type === "run-start") this.#start ??= event;
    this.#events.add(eventToLine(event));
    if (event.type === "epoch") {
      this.#epochs.push(event);
      this.#metrics.add(metricsRow(event));
    }
    if (snapshot && event.type === "epoch") {
      this.#copy(snapshot, bestEpoch(this.#epochs)?.epoch === event.epoch);
    } else if (snapshot && event.type === "run-end" && event.reason !== "diverged") this.#copy(snapshot, false);
    this.#wake();
  }

  /** Saves the network as it is now as `last`, between the events too; as `record` does. */
  checkpoint(snapshot: Snapshot): void {
    this.#copy(snapshot, false);
    this.#wake();
  }

  /** A network at the place of the one before is not saved again; one that is not finite is never saved. */
  #copy(snapshot: Snapshot, best: boolean): void {
    const { network, state } = snapshot;
    const epoch = state?.epoch ?? this.#epochs.at(-1)?.epoch ?? 0;
    const step = state?.step ?? 0;
    if (this.#newest?.epoch === epoch && this.#newest.step === step) return;
    if (!network.parameters.every(Number.isFinite)) {
      const sentence = `The network after epoch ${epoch} is not saved, since it holds NaN or infinite parameters.`;
      this.#warn("CHECKPOINT_NOT_FINITE", sentence);
      return;
    }
    const metadata = runMetadata({ epoch, step }, this.#config, this.#start, this.#epochs) as { run: Json };
    const host = this.#host;
    const bytes = networkToSafetensors(network, { ...(state && { state }), metadata, host });
    const weightsSha256 = network.weightsSha256(host);
    for (const promise of [bytes, weightsSha256]) promise.catch(() => {});
    const copy = { bytes, epoch, step, weightsSha256 };
    if (best) this.#waiting.set("best", copy);
    this.#waiting.set("last", copy);
    this.#newest = { epoch, step };
  }

  /** Resolves when everything recorded so far is written, or a try to write it has failed. */
  async settled(): Promise<void> {
    await this.#working;
  }

  /**
   * Waits for the writing, tries once more what had failed, and gives the folder free.
   *
   * @throws FILE_WRITE (kind "io") when something is still not saved, with the last place that is.
   */
  async finish(): Promise<void> {
    if (this.#finished) return;
    this.#finished = true;
    try {
      if (this.#touched) {
        await this.#wake();
        await this.#flush();
      }
      for (const file of [this.#events, this.#metrics]) await this.#trying(() => file.close());
    } finally {
      await this.#lock.release();
    }
    if (this.#bug !== undefined) throw this.#bug;
    const behind = this.#waiting.size > 0 || this.#events.behind || this.#metrics.behind;
    if (this.#touched && behind && this.#problem) throw this.#lost(this.#problem);
  }

  /** What is lost, and what is not. */
  #lost({ message, facts }: MyelinError): MyelinError {
    const networks = [...this.#waiting.values()].map(({ epoch }) => epoch);
    const what = networks.length > 0 ? `the network after epoch ${networks[0]}` : "the end of its log";
    const saved = this.#saved ? `epoch ${this.#saved.epoch} is the last that is saved` : "no epoch is saved";
    const sentence = `${printable(this.path, 300)} lacks ${what}, ${saved}: ${message}`;
    return ioError("RUN_NOT_SAVED", sentence, { ...facts, folder: this.path, saved: this.#saved });
  }

  #wake(): Promise<void> {
    this.#touched = true;
    this.#again = true;
    this.#working ??= this.#work()
      .catch((error: unknown) => {
        this.#bug ??= error;
      })
      .finally(() => {
        this.#working = undefined;
      });
    return this.#working;
  }

  async #work(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      this.#warned = false;
      await this.#flush();
      if (this.#waiting.size > 0) await this.#save();
    }
  }

  async #flush(): Promise<void> {
    for (const file of [this.#events, this.#metrics]) {
      if (file.behind) await this.#trying(() => file.flush());
    }
  }

  /** Best first: whatever is the newest of the two when it ends here, the run can go on from it. */
  async #save(): Promise<void> {
    const saved = new Map<Copy, boolean>();
    for (const kind of KINDS) {
      const copy = this.#waiting.get(kind);
      if (copy === undefined) continue;
      this.#waiting.delete(kind);
      const done = await this.#trying(async () => {
        await writeFileAtomic(join(this.path, RUN_FILES[kind]), await copy.bytes, this.#fs);
      });
      if (done) saved.set(copy, kind === "best" || (saved.get(copy) ?? false));
      else if (!this.#waiting.has(kind)) this.#waiting.set(kind, copy);
    }
    for (const [{ epoch, step, weightsSha256 }, best] of saved) {
      const event: CheckpointEvent = { type: "checkpoint", epoch, step, best, weightsSha256: await weightsSha256 };
      const { epoch: before = -1, step: stepBefore = 0 } = this.#saved ?? {};
      if (epoch > before || (epoch === before && step > stepBefore)) this.#saved = { epoch, step };
      this.#events.add(eventToLine(event));
      this.#notify(event);
    }
    if (saved.size > 0) await this.#flush();
  }

  /** @returns false when it failed; the warning then goes to the listener and, if the disk allows, to the log. */
  async #trying(write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (!(error instanceof MyelinError)) throw error;
      this.#problem = error;
      if (!this.#warned) this.#warn("NOT_SAVED", `${error.message.replace(/\.$/, "")}; until then training goes on.`);
      this.#warned = true;
      return false;
    }
  }

  #warn(code: string, message: string): void {
    const event: WarningEvent = { type: "warning", code, message };
    this.#events.add(eventToLine(event));
    this.#notify(event);
  }
}
