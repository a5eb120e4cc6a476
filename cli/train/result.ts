import type { EpochEvent, RunEndEvent, RunStartEvent } from "../../src/core/events.ts";
import { layerSizes, type NetworkSpec, shapeLayers } from "../../src/network/index.ts";

/** Seconds of the parts of a command. */
export interface Times {
  readonly load: number;
  readonly total: number;
}

/** The one object that `myelin train --json` prints. */
export function trainResult(
  start: RunStartEvent,
  seed: number,
  epochs: readonly EpochEvent[],
  end: RunEndEvent,
  times: Times,
  run: string,
) {
  const { name, training, validation, test, sha256 } = start.data;
  const { kernels, threads, bits } = start.engine;
  const { best, trainingSeconds, weightsSha256 } = end;
  return {
    command: "train",
    data: { name, training, ...(validation > 0 ? { validation } : {}), test, sha256 },
    ...networkResult(start.network as NetworkSpec),
    seed,
    engine: { kernels, threads, bits },
    epochs: epochs.map(epochResult),
    ...(best === undefined ? {} : { best: { epoch: best.epoch, correct: best.correct } }),
    seconds: { load: rounded(times.load), training: rounded(trainingSeconds), total: rounded(times.total) },
    weightsSha256,
    run,
    ...(end.reason === "finished" ? {} : { reason: end.reason }),
  };
}

/** The sizes of a network; its layers too where the sizes alone do not tell them. */
export function networkResult(spec: NetworkSpec): { network: number[]; layers?: string[] } {
  const layers = shapeLayers(spec);
  const network = layerSizes(spec);
  return layers.every(({ kind }) => kind === "dense")
    ? { network }
    : { network, layers: layers.map(({ words }) => words) };
}

function epochResult({ epoch, trainingSeconds, cost, training, validation, test }: EpochEvent) {
  const scores = {
    ...(training ? { training } : {}),
    ...(validation ? { validation } : {}),
    ...(test ? { test } : {}),
  };
  return { epoch, trainingSeconds: rounded(trainingSeconds), cost, ...scores };
}

/** Seconds to the millisecond: more digits are noise. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
