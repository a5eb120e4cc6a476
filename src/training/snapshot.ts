import type { Network } from "../network/index.ts";

/** The numbers of a network at one moment: its parameters, and its running statistics. */
export type Snapshot = Pick<Network, "parameters" | "statistics">;

/** Behind the name of a snapshot's parameters in a training state: its statistics, where the network has any. */
const STATISTICS = "-statistics";

export function snapshotOf({ parameters, statistics }: Snapshot): Snapshot {
  return { parameters: parameters.slice(), statistics: statistics.slice() };
}

/** The snapshot's numbers become the network's. */
export function putBack(network: Snapshot, { parameters, statistics }: Snapshot): void {
  network.parameters.set(parameters);
  network.statistics.set(statistics);
}

/** Puts a snapshot, if there is one, into a training state. */
export function saveSnapshot(tensors: Map<string, Float32Array>, name: string, snapshot: Snapshot | undefined): void {
  if (!snapshot) return;
  tensors.set(name, snapshot.parameters);
  if (snapshot.statistics.length > 0) tensors.set(name + STATISTICS, snapshot.statistics);
}

/** The reverse: a snapshot of `network` that a training state has under a name. */
export function savedSnapshot(
  tensors: ReadonlyMap<string, Float32Array> | undefined,
  name: string,
  network: Snapshot,
): Snapshot | undefined {
  const parameters = tensors?.get(name);
  if (!parameters) return undefined;
  const { statistics } = network;
  return { parameters: parameters.slice(), statistics: (tensors?.get(name + STATISTICS) ?? statistics).slice() };
}

/** How many numbers a training state has under a name. */
export function countUnder(name: string, { parameters, statistics }: Snapshot): number {
  return name.endsWith(STATISTICS) ? statistics.length : parameters.length;
}
