import { MyelinError } from "../../core/errors.ts";
import { Dataset } from "../../dataset/index.ts";
import { evaluate } from "../../inference/index.ts";
import { Network, type NetworkSpec } from "../../network/index.ts";
import { type TrainingSettings, train } from "../../training/index.ts";

/** One small training. */
export interface TrialPlan {
  readonly spec: NetworkSpec;
  /** Where it starts; the spec's own initial parameters unless given. */
  readonly parameters?: Float32Array<ArrayBufferLike> | undefined;
  readonly data: Dataset;
  readonly settings: TrainingSettings;
}

export interface TrialResult {
  /** On the rows that it was trained on. */
  readonly correct: number;
  readonly total: number;
  readonly costBefore: number;
  readonly cost: number;
  /** False where a cost or a weight was not finite at some step. */
  readonly finite: boolean;
}

/** Trains a copy and says how far it came. */
export async function trial({ spec, parameters, data, settings }: TrialPlan): Promise<TrialResult> {
  const network = parameters === undefined ? Network.create(spec) : new Network(spec, Float32Array.from(parameters));
  const before = await evaluate(network, data);
  let finite = true;
  try {
    for await (const _ of train(network, { training: data }, settings));
  } catch (error) {
    // Settings that training refuses with these few rows (a decay of more than the whole weight) do not learn either.
    if (!(error instanceof MyelinError)) throw error;
    finite = false;
  }
  const { correct, total, cost } = await evaluate(network, data);
  return { correct, total, costBefore: before.cost, cost, finite: finite && cost * 0 === 0 };
}

/** Rows as a Dataset of the network's outputs. */
export function trialData(
  pixels: Uint8Array | Float32Array,
  labels: Int32Array,
  shape: readonly [number, number],
  classes: number,
): Dataset {
  return Dataset.fromArrays({ name: "trial", pixels, labels: Uint8Array.from(labels), shape, classes });
}
