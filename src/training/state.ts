import { usageError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import { countUnder, type Snapshot } from "./snapshot.ts";

/** Everything beside the parameters that a resumed run needs to end with the same bits. */
export interface TrainingState {
  readonly format: 1;
  /** Epochs finished. */
  readonly epoch: number;
  /** Mini-batches done of the next epoch. */
  readonly step: number;
  /** Settings, cost sums, history, best epoch, schedule: plain JSON. */
  readonly json: Json;
  /** Optimizer state in canonical layout, by name, for example "velocity". */
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/**
 * @param names of what the optimizer remembers
 * @param network that it is the state of
 * @throws MyelinError STATE_TENSORS for a state of another optimizer or network
 */
export function checkTensors(tensors: TrainingState["tensors"], names: Iterable<string>, network: Snapshot): void {
  const wrong = (what: string) =>
    usageError("STATE_TENSORS", `${what}: go on with the state, network and settings of one run.`);
  for (const name of names) {
    if (!tensors.has(name)) throw wrong(`The training state has no "${name}", which the optimizer remembers`);
  }
  for (const [name, { length }] of tensors) {
    const count = countUnder(name, network);
    if (length !== count) throw wrong(`The training state has ${length} numbers of "${name}", but the network ${count} parameters`); // biome-ignore format: short
  }
}
