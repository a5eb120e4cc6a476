import { defaultHost } from "../core/default-host.ts";
import type { Host } from "../core/host.ts";
import type { Dataset } from "../dataset/index.ts";
import { Engine } from "../engine/index.ts";
import type { Network } from "../network/index.ts";
import { wilsonInterval } from "./interval.ts";

export interface Evaluation {
  readonly correct: number;
  readonly total: number;
  /** Mean of the network's cost over the images. */
  readonly cost: number;
  /** Wilson's 95 % interval of the share of correct answers. */
  readonly interval: readonly [low: number, high: number];
  /** Counts [label][answer], row after row: classes × classes. */
  readonly confusion: Uint32Array;
  /** The answered class of each image: the first largest output. */
  readonly answers: Uint8Array;
}

/**
 * How well the network reads a data set.
 *
 * @throws MyelinError ENGINE_SHAPE, ENGINE_CLASSES when the data does not fit the network
 */
export async function evaluate(
  network: Network,
  data: Dataset,
  { host = defaultHost }: { host?: Host } = {},
): Promise<Evaluation> {
  const engine = await Engine.open(network, { test: data }, { host });
  try {
    const { correct, total, cost } = await engine.evaluate("test");
    const answers = engine.classes("test").slice();
    return {
      correct,
      total,
      cost,
      interval: wilsonInterval(correct, total),
      confusion: confusionMatrix(data, answers, network.sizes.at(-1)!),
      answers,
    };
  } finally {
    engine.close();
  }
}

/** Counts [label][answer], row after row. */
export function confusionMatrix(data: Dataset, answers: Uint8Array, classes: number): Uint32Array {
  const counts = new Uint32Array(classes * classes);
  answers.forEach((answer, i) => {
    counts[data.labels[i]! * classes + answer]!++;
  });
  return counts;
}
