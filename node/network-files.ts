import { inputError, MyelinError } from "../src/core/errors.ts";
import type { RunStartEvent } from "../src/core/events.ts";
import { printable } from "../src/core/text.ts";
import { networkFromFile } from "../src/model/import/index.ts";
import { type LoadOptions, networkToSafetensors, type SaveOptions } from "../src/model/network-file.ts";
import type { Network } from "../src/network/index.ts";
import { writeFileAtomic } from "./atomic.ts";
import { errnoOf, type FileSystem, nodeFileSystem, systemError } from "./file-system.ts";
import { nodeHost } from "./host.ts";
import { readRunFolder, startOf } from "./run-reader.ts";

/**
 * Saves a network as a safetensors file. An older file is replaced in one step: whatever happens, the path holds the
 * old network or the new one, whole.
 *
 * @throws FILE_WRITE
 */
export async function saveNetwork(
  path: string,
  network: Network,
  options: SaveOptions & { readonly fs?: FileSystem } = {},
): Promise<void> {
  const { fs = nodeFileSystem, ...rest } = options;
  await writeFileAtomic(path, await networkToSafetensors(network, { host: nodeHost, ...rest }), fs);
}

/**
 * The network of a file that Myelin saved or exported (safetensors, npz, ONNX, network2 JSON), or of a run folder (its best
 * network, else its last).
 *
 * @throws FILE_READ, RUN_… and everything that `networkFromFile` refuses.
 */
export async function loadNetwork(path: string, options: OpenOptions = {}): Promise<Network> {
  return (await openNetwork(path, options)).network;
}

type OpenOptions = LoadOptions & { readonly fs?: FileSystem };

/** A saved network, and what is known of the run that made it. */
export interface OpenedNetwork {
  readonly network: Network;
  /** The header of its run, where the file or folder has it. */
  readonly start?: RunStartEvent;
  /** Of a run folder: which network it is, and what could not be read of the folder. */
  readonly kind?: "best" | "last";
  readonly epoch?: number;
  readonly notes: readonly string[];
}

/** As `loadNetwork`, with what is known of the run. */
export async function openNetwork(path: string, options: OpenOptions = {}): Promise<OpenedNetwork> {
  const { fs = nodeFileSystem, ...rest } = options;
  let bytes: Uint8Array;
  try {
    bytes = await fs.read(path);
  } catch (error) {
    if (errnoOf(error) === "EISDIR") return networkOfRun(path, fs);
    throw error instanceof MyelinError ? error : systemError("read", path, error);
  }
  const { network, metadata } = await networkFromFile({ name: path, bytes }, { host: nodeHost, ...rest });
  const start = startOf(metadata);
  return { network, ...(start && { start }), notes: [] };
}

async function networkOfRun(path: string, fs: FileSystem): Promise<OpenedNetwork> {
  const { checkpoint, events, notes } = await readRunFolder(path, { take: "best", fs });
  if (checkpoint) {
    const { network, kind, epoch } = checkpoint;
    const start = checkpoint.start ?? events.find((event) => event.type === "run-start");
    return { network, kind, epoch, ...(start && { start }), notes };
  }
  const sentence = `${printable(path, 300)} holds no saved network yet: expected best.safetensors or last.safetensors`;
  throw inputError("RUN_EMPTY", `${sentence}; wait for its first epoch.`, { folder: path });
}
