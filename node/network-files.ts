import { inputError, MyelinError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import {
  type LoadOptions,
  networkFromSafetensors,
  networkToSafetensors,
  type SaveOptions,
} from "../src/model/index.ts";
import type { Network } from "../src/network/index.ts";
import { writeFileAtomic } from "./atomic.ts";
import { errnoOf, type FileSystem, nodeFileSystem, systemError } from "./file-system.ts";
import { nodeHost } from "./host.ts";
import { readRunFolder } from "./run-reader.ts";

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
 * The network of a safetensors file that Myelin saved, or of a run folder (its best network, else its last).
 *
 * @throws FILE_READ, RUN_… and everything that `networkFromSafetensors` refuses.
 */
export async function loadNetwork(
  path: string,
  options: LoadOptions & { readonly fs?: FileSystem } = {},
): Promise<Network> {
  const { fs = nodeFileSystem, ...rest } = options;
  let bytes: Uint8Array;
  try {
    bytes = await fs.read(path);
  } catch (error) {
    if (errnoOf(error) === "EISDIR") return networkOfRun(path, fs);
    throw error instanceof MyelinError ? error : systemError("read", path, error);
  }
  return (await networkFromSafetensors({ name: path, bytes }, { host: nodeHost, ...rest })).network;
}

async function networkOfRun(path: string, fs: FileSystem): Promise<Network> {
  const { checkpoint } = await readRunFolder(path, { take: "best", fs });
  if (checkpoint) return checkpoint.network;
  const sentence = `${printable(path, 300)} holds no saved network yet: expected best.safetensors or last.safetensors`;
  throw inputError("RUN_EMPTY", `${sentence}; wait for its first epoch.`, { folder: path });
}
