import { join } from "node:path";
import { nodeHost, writeFileAtomic } from "../../node/index.ts";
import { RUN_FILES } from "../../node/run-files.ts";
import { readRunFolder } from "../../node/run-reader.ts";
import { MyelinError } from "../../src/core/errors.ts";
import type { RunEndEvent, RunStartEvent } from "../../src/core/events.ts";
import type { Splits } from "../../src/dataset/index.ts";
import { evaluate } from "../../src/inference/index.ts";
import { modelCard } from "../../src/report/card.ts";

/** What the card of a run is made from, besides what its folder holds. */
export interface FinishedRun {
  readonly path: string;
  readonly data: Splits;
  readonly config: unknown;
  readonly start: RunStartEvent;
  readonly end: RunEndEvent;
}

/**
 * Writes MODEL_CARD.md for the best network of a run that has ended.
 *
 * @returns what went wrong; the run itself is saved all the same
 */
export async function writeCard({ path, data, config, start, end }: FinishedRun): Promise<MyelinError | undefined> {
  try {
    const { checkpoint } = await readRunFolder(path, { take: "best" });
    if (checkpoint === undefined) return undefined;
    const { network, epoch } = checkpoint;
    const on = data.validation ? "validation" : data.test ? "test" : "training";
    const set = data[on] ?? data.training;
    const evaluation = await evaluate(network, set, { host: nodeHost });
    const weightsSha256 = await network.weightsSha256(nodeHost);
    const facts = { start, end, config, network, epoch, weightsSha256, on, classes: set.classes, evaluation } as const;
    await writeFileAtomic(join(path, RUN_FILES.card), new TextEncoder().encode(modelCard(facts)));
    return undefined;
  } catch (error) {
    if (error instanceof MyelinError) return error;
    throw error;
  }
}
