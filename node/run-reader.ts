import { join } from "node:path";
import { inputError, MyelinError } from "../src/core/errors.ts";
import type { EpochEvent, RunEvent, RunStartEvent } from "../src/core/events.ts";
import type { Host } from "../src/core/host.ts";
import type { Json } from "../src/core/json.ts";
import { list, printable } from "../src/core/text.ts";
import { parseJson } from "../src/formats/json.ts";
import type { NamedBytes } from "../src/formats/named.ts";
import { type LoadedNetwork, networkFromSafetensors } from "../src/model/network-file.ts";
import { eventFromJson, eventToJson, foldRun, type Place, type Run, scanEvents } from "../src/runlog/index.ts";
import { errnoOf, type FileSystem, nodeFileSystem, systemError } from "./file-system.ts";
import { nodeHost } from "./host.ts";
import { listFolder, RUN_FILES } from "./run-files.ts";

/** A network of a run folder, with its place in the run. */
export interface SavedCheckpoint extends LoadedNetwork, Place {
  /** `best` or `last`. */
  readonly kind: "best" | "last";
  readonly path: string;
  /** What the run was when it was saved: complete even where the log lost lines. */
  readonly start?: RunStartEvent;
  readonly history: readonly EpochEvent[];
}

export interface SavedRun {
  readonly path: string;
  /** Of config.json; missing where the file is missing or damaged. */
  readonly config?: Json;
  readonly events: readonly RunEvent[];
  readonly run: Run;
  /** Missing where no epoch was saved yet. */
  readonly checkpoint?: SavedCheckpoint;
  /** One sentence for each thing that was damaged and could be done without. */
  readonly notes: readonly string[];
}

export interface ReadRunOptions {
  /** Which network: "newest" to go on with the run, "best" to use it. Default "best". */
  readonly take?: "newest" | "best";
  readonly fs?: FileSystem;
  readonly host?: Host;
}

/**
 * Reads a run folder: as much of it as is whole. Of `last` and `best` a damaged one is passed over with a note.
 *
 * @throws RUN_NO_RUN (no run's folder), RUN_CHECKPOINTS_BAD (all networks damaged; says why for each), FILE_READ.
 */
export async function readRunFolder(path: string, options: ReadRunOptions = {}): Promise<SavedRun> {
  const { take = "best", fs = nodeFileSystem, host = nodeHost } = options;
  const names = await listFolder(path, fs);
  if (!Object.values(RUN_FILES).some((name) => names.includes(name))) {
    const sentence = `${printable(path, 300)} is no run folder: expected ${list(Object.values(RUN_FILES).slice(0, 5))}`;
    throw inputError("RUN_NO_RUN", `${sentence}; give the folder of a run.`, { folder: path });
  }
  const notes: string[] = [];
  const note = (error: MyelinError) => notes.push(error.message);
  const config = await readConfig(path, fs, note);
  const events = await readLog(path, fs, note);
  const checkpoint = await readCheckpoints(path, take, fs, host, note);
  const found = { ...(config !== undefined && { config }), ...(checkpoint && { checkpoint }) };
  return { path, ...found, events, run: foldRun(events), notes };
}

type Note = (error: MyelinError) => void;

/** @returns undefined when there is no such file. */
async function readFile(path: string, fs: FileSystem): Promise<NamedBytes | undefined> {
  try {
    return { name: path, bytes: await fs.read(path) };
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error instanceof MyelinError ? error : systemError("read", path, error);
  }
}

async function readConfig(path: string, fs: FileSystem, note: Note): Promise<Json | undefined> {
  return noting(note, async () => {
    const file = await readFile(join(path, RUN_FILES.config), fs);
    return file && parseJson(file, { limit: "configBytes" });
  });
}

async function readLog(path: string, fs: FileSystem, note: Note): Promise<readonly RunEvent[]> {
  const events = await noting(note, async () => {
    const file = await readFile(join(path, RUN_FILES.events), fs);
    const scanned = file && scanEvents(file);
    if (scanned?.problem) note(scanned.problem);
    return scanned?.events;
  });
  return events ?? [];
}

async function noting<T>(note: Note, read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    note(error);
    return undefined;
  }
}

async function readCheckpoints(path: string, take: "newest" | "best", fs: FileSystem, host: Host, note: Note) {
  const faults: MyelinError[] = [];
  const found: SavedCheckpoint[] = [];
  for (const kind of ["best", "last"] as const) {
    const at = join(path, RUN_FILES[kind]);
    const checkpoint = await noting(
      (error) => faults.push(error),
      async () => {
        const file = await readFile(at, fs);
        return file && inRun(kind, at, await networkFromSafetensors(file, { host }));
      },
    );
    if (checkpoint) found.push(checkpoint);
  }
  if (found.length === 0 && faults.length > 0) throw allBad(path, faults);
  for (const fault of faults) note(fault);
  return take === "best" ? found[0] : found.sort((a, b) => b.epoch - a.epoch || b.step - a.step)[0];
}

function allBad(path: string, faults: readonly MyelinError[]): MyelinError {
  const reasons = faults.map(({ message }) => message.replace(/\.$/, "")).join("; ");
  const sentence = `No network in ${printable(path, 300)} can be read: ${reasons}`;
  const facts = { folder: path, reasons: faults.map(({ message }) => message) };
  if (faults.every(({ kind }) => kind === "io")) return new MyelinError("FILE_READ", "io", `${sentence}.`, facts);
  return inputError("RUN_CHECKPOINTS_BAD", `${sentence}.`, facts);
}

/** What the run folder keeps in the metadata of its networks. */
export function runMetadata(
  place: Place,
  config: Json,
  start: RunStartEvent | undefined,
  epochs: readonly EpochEvent[],
) {
  const history = epochs.map(({ health: _, ...event }) => eventToJson(event));
  const { epoch, step } = place;
  return { run: { epoch, step, config, history, ...(start && { start: eventToJson(start) }) } };
}

/** The header of the run in a network's metadata. */
export function startOf(metadata: LoadedNetwork["metadata"]): RunStartEvent | undefined {
  const run = metadata.run as { readonly start?: Json } | undefined;
  const event = eventFromJson(run?.start ?? null);
  return event?.type === "run-start" ? event : undefined;
}

function inRun(kind: "best" | "last", path: string, loaded: LoadedNetwork): SavedCheckpoint {
  const run = (loaded.metadata.run ?? {}) as { readonly [key: string]: Json };
  const { epoch = loaded.state?.epoch, step = loaded.state?.step, history = [] } = run;
  const start = startOf(loaded.metadata);
  const events = Array.isArray(history) ? history.map((json: Json) => eventFromJson(json)) : [];
  return {
    ...loaded,
    kind,
    path,
    epoch: typeof epoch === "number" ? epoch : 0,
    step: typeof step === "number" ? step : 0,
    history: events.filter((event) => event?.type === "epoch"),
    ...(start && { start }),
  };
}
