import { usageError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import type { Dataset, Pixels } from "../dataset/index.ts";
import type { Network } from "../network/index.ts";
import { confusionMatrix, type Evaluation, evaluate } from "./evaluate.ts";
import { wilsonInterval } from "./interval.ts";
import { predict } from "./predict.ts";

export const COMBINATIONS = ["mean", "vote"] as const;
/** How several networks answer together: by the mean of their outputs, or each with one vote. */
export type Combination = (typeof COMBINATIONS)[number];

export interface EnsembleOptions {
  /** Default "mean". */
  readonly combine?: Combination;
  readonly host?: Host;
}

/**
 * The answers of several networks together: the mean of their outputs; or each class's share of the votes, and where two have as
 * many, the mean of the outputs decides by a hundredth of a vote.
 *
 * @returns (count, classes) float32, row after row
 * @throws MyelinError ENSEMBLE_EMPTY, ENSEMBLE_OUTPUTS; PREDICT_SHAPE as `predict`
 */
export async function predictEnsemble(
  networks: readonly Network[],
  images: Dataset | Pixels,
  { combine = "mean", host }: EnsembleOptions = {},
): Promise<Float32Array> {
  const outputs = outputsOf(networks);
  const means: Float64Array[] = [];
  const votes: Float64Array[] = [];
  for (const network of networks) {
    const answers = await predict(network, images, host ? { host } : {});
    means.push(Float64Array.from(answers));
    if (combine === "vote") votes.push(votesOf(answers, outputs));
  }
  const mean = meanOf(means);
  if (combine === "mean") return Float32Array.from(mean);
  const share = meanOf(votes);
  return Float32Array.from(
    share,
    (value, i) => (value + (0.01 / networks.length) * mean[i]!) / (1 + 0.01 / networks.length),
  );
}

/** How well several networks read a data set together, and each alone. */
export interface EnsembleEvaluation extends Evaluation {
  readonly members: readonly Evaluation[];
}

/**
 * How well several networks read a data set together. `cost` is the mean of the networks' own costs.
 *
 * @throws MyelinError ENSEMBLE_EMPTY, ENSEMBLE_OUTPUTS; ENGINE_SHAPE, ENGINE_CLASSES as `evaluate`
 */
export async function evaluateEnsemble(
  networks: readonly Network[],
  data: Dataset,
  options: EnsembleOptions = {},
): Promise<EnsembleEvaluation> {
  const outputs = outputsOf(networks);
  const members: Evaluation[] = [];
  for (const network of networks)
    members.push(await evaluate(network, data, options.host ? { host: options.host } : {}));
  const scores = await predictEnsemble(networks, data, options);
  const answers = Uint8Array.from({ length: data.count }, (_, row) => largest(scores, row * outputs, outputs));
  const correct = answers.reduce((count, answer, row) => count + (answer === data.labels[row] ? 1 : 0), 0);
  return {
    correct,
    total: data.count,
    cost: members.reduce((sum, { cost }) => sum + cost, 0) / members.length,
    interval: wilsonInterval(correct, data.count),
    confusion: confusionMatrix(data, answers, outputs),
    answers,
    members,
  };
}

function outputsOf(networks: readonly Network[]): number {
  const outputs = networks[0]?.sizes.at(-1);
  if (outputs === undefined)
    throw usageError("ENSEMBLE_EMPTY", "An ensemble needs at least one network, but got none.");
  const other = networks.findIndex(({ sizes }) => sizes.at(-1) !== outputs);
  if (other < 0) return outputs;
  throw usageError(
    "ENSEMBLE_OUTPUTS",
    `Network ${other + 1} of the ensemble has ${networks[other]!.sizes.at(-1)} outputs, but the first has ${outputs}: put networks of the same classes together.`,
  );
}

/** 1 for the first largest output of each row, else 0. */
function votesOf(answers: Float32Array, outputs: number): Float64Array {
  const votes = new Float64Array(answers.length);
  for (let from = 0; from < answers.length; from += outputs) votes[from + largest(answers, from, outputs)] = 1;
  return votes;
}

function largest(scores: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (scores[from + i]! > scores[from + best]!) best = i;
  return best;
}

/** Summed in the order of the networks. */
function meanOf(rows: readonly Float64Array[]): Float64Array {
  return rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
}
