import { existsSync } from "node:fs";
import { nodeFileSystem } from "../../node/file-system.ts";
import { clearFolder } from "../../node/run-files.ts";
import { openRunFolder, type RunFolder } from "../../node/run-folder.ts";
import type { CheckpointEvent, EpochEvent, WarningEvent } from "../../src/core/events.ts";
import { createNetwork, type RunOptions, splitData } from "../../src/experiment/run.ts";
import type { ExperimentConfig } from "../../src/experiment/settings.ts";
import type { Network } from "../../src/network/index.ts";
import type { TrainingData } from "../../src/training/index.ts";
import { load } from "../data.ts";
import type { Output } from "../terminal.ts";
import type { TrainRequest } from "./request.ts";

/** Everything that a training run needs, opened and checked. */
export interface Prepared {
  readonly config: ExperimentConfig;
  readonly data: TrainingData & { readonly name: string };
  readonly folder: RunFolder;
  /** Seconds that loading the data took. */
  readonly loading: number;
  /** The network, and of a resumed run where it goes on. `doctor`: false with --no-doctor. */
  readonly options: Pick<RunOptions, "resume" | "before" | "doctor"> & { readonly network: Network };
  /** Of a resumed run: its epochs so far. */
  readonly before: readonly EpochEvent[] | undefined;
}

/** Opens a new run. Whether its folder is free is asked before the data are loaded, and made certain after it. */
export async function begin({ config: asked, out, force }: TrainRequest, output: Output): Promise<Prepared> {
  if (out !== undefined && !force && existsSync(out)) await clearFolder(out, false, nodeFileSystem);
  const { data, config, loading } = await loadData(asked, output);
  const network = createNetwork(data, config);
  const notify = announce(output);
  const folder = await openRunFolder(out, { dataName: data.name, config, force, notify });
  return { config, data, folder, loading, options: { network }, before: undefined };
}

/** The data of an experiment, and the experiment with the data named where they were chosen for it. */
export async function loadData(config: ExperimentConfig, output: Output) {
  const start = performance.now();
  const data = splitData(await load(config, output), config);
  const loading = (performance.now() - start) / 1000;
  // With MYELIN_DATA the choice is the environment's: what the folder is called is no name to load by.
  const chosen = config.data ?? (data.name === "digits" || !process.env.MYELIN_DATA ? data.name : undefined);
  return { data, loading, config: chosen === undefined ? config : { ...config, data: chosen } };
}

/** Tells of writes that failed; training goes on. */
export function announce(output: Output) {
  return (event: CheckpointEvent | WarningEvent) => {
    if (event.type === "warning") output.warn(event.message);
  };
}
