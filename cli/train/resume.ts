import { nodeHost } from "../../node/host.ts";
import { type ResumedRun, resumeRunFolder } from "../../node/run-folder.ts";
import { inputError, usageError } from "../../src/core/errors.ts";
import type { Json } from "../../src/core/json.ts";
import { printable } from "../../src/core/text.ts";
import { splitsSha256 } from "../../src/dataset/index.ts";
import {
  createNetwork,
  type ExperimentConfig,
  parseExperimentConfig,
  partOf,
  withSettings,
} from "../../src/experiment/index.ts";
import { checkResume, type RunIdentity } from "../../src/runlog/index.ts";
import { needsEpochs, type TrainingData } from "../../src/training/index.ts";
import { refuseLostData } from "../data.ts";
import type { Output } from "../terminal.ts";
import { announce, loadData, type Prepared } from "./prepare.ts";
import type { TrainRequest } from "./request.ts";

/**
 * Opens a run that goes on: with its own settings, and those of the command line where they may change.
 *
 * @throws MyelinError RESUME_… (usage) for other data, network, seed or settings, and what `resumeRunFolder` throws.
 */
export async function resume(request: TrainRequest, output: Output): Promise<Prepared> {
  const resumed = await resumeRunFolder(request.resume ?? "", { notify: announce(output) });
  const { folder, saved, events } = resumed;
  try {
    for (const note of saved.notes) output.warn(note);
    const wanted = settings(resumed, request);
    refuseLostData(folder.path, wanted.data);
    const { data, config, loading } = await loadData(wanted, output);
    const { network, state, epoch } = saved.checkpoint;
    checkResume(folder.path, identityThen(resumed), await identityNow(data, config), epoch);
    if (state === undefined) throw noState(saved.checkpoint.path);
    await folder.saveConfig(config);
    return {
      config,
      data,
      folder,
      loading,
      options: { network, resume: state, before: events },
      before: saved.checkpoint.history,
    };
  } catch (error) {
    await folder.finish();
    throw error;
  }
}

/** The run's settings with those of the command line over them. */
function settings({ saved }: ResumedRun, { given }: TrainRequest): ExperimentConfig {
  const run = saved.checkpoint.metadata.run as { readonly config?: Json } | undefined;
  const stored = saved.config ?? run?.config ?? {};
  const before = parseExperimentConfig(stored, (name) => `${printable(saved.path, 300)}/config.json: ${name}`);
  if (given.epochs !== undefined && given.epochs !== before.epochs && needsEpochs(before)) throw epochsFixed(before);
  return withSettings(before, given);
}

function epochsFixed({ schedule, epochs }: ExperimentConfig) {
  const sentence = `--epochs cannot change when a run with the schedule ${schedule} goes on, because every step size of its ${epochs} epochs depends on their number`;
  return usageError("RESUME_EPOCHS", `${sentence}: leave --epochs out, or start a new run.`, { schedule, epochs });
}

function identityThen({ saved }: ResumedRun): RunIdentity {
  const start = saved.checkpoint.start ?? saved.run.start;
  if (start === undefined) throw noState(saved.checkpoint.path);
  return start as unknown as RunIdentity;
}

async function identityNow(data: TrainingData & { name: string }, config: ExperimentConfig): Promise<RunIdentity> {
  const { name } = data;
  const network = createNetwork(data, config).spec as unknown as Json;
  const training = { ...partOf(config, "training"), seed: config.seed };
  return { data: { name, sha256: await splitsSha256(data, nodeHost) }, network, settings: training };
}

function noState(path: string) {
  const sentence = `${printable(path, 300)} holds a network without the state of its training, so that it cannot go on`;
  return inputError("RESUME_NO_STATE", `${sentence}: start a new run.`, { file: path });
}
