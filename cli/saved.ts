import { type OpenedNetwork, openNetwork } from "../node/network-files.ts";
import { integer, printable } from "../src/core/text.ts";
import type { Output } from "./terminal.ts";

/** A saved network with the words for it: `runs/mnist-1, best network, after epoch 27`. */
export interface SavedNetwork extends OpenedNetwork {
  readonly words: string;
}

/** Opens a run folder or a model file, and says what could not be read of it. */
export async function openSaved(path: string, output: Output): Promise<SavedNetwork> {
  const opened = await openNetwork(path);
  for (const note of opened.notes) output.warn(note);
  const { kind, epoch = 0 } = opened;
  const which = kind === undefined ? "" : `, ${kind} network, after epoch ${integer(epoch)}`;
  return { ...opened, words: `${printable(path, 300)}${which}` };
}
