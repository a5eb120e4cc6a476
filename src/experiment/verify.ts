import { defaultHost } from "../core/default-host.ts";
import type { Host } from "../core/host.ts";
import { type Splits, splitsSha256 } from "../dataset/index.ts";
import type { ThreadPool } from "../engine/index.ts";
import { parseExperimentConfig } from "./parse.ts";
import {
  fewer,
  type Golden,
  REFERENCE_DATA_SHA256,
  REFERENCE_RUNS,
  type ReferenceRun,
  referenceData,
} from "./reference-runs.ts";
import { run } from "./run.ts";

/** One way of computing: a number of threads, or the naive TypeScript twins on one thread. */
export interface Way {
  readonly name: string;
  readonly threads: number;
  readonly kernels: "wasm" | "typescript";
}

/** `1 thread`, `2 threads`, … and `TypeScript`. */
export function waysFor(threads: readonly number[], twins: boolean): Way[] {
  const wasm = threads.map((n): Way => ({ name: n === 1 ? "1 thread" : `${n} threads`, threads: n, kernels: "wasm" }));
  return twins ? [...wasm, { name: "TypeScript", threads: 1, kernels: "typescript" }] : wasm;
}

/** One reference run computed in one way. */
export interface Verified extends Golden {
  /** Name of the reference run; `digits` for the data themselves, which have no way. */
  readonly run: string;
  readonly way: string;
  readonly expected: Golden;
  readonly equal: boolean;
}

export interface VerifyOptions {
  readonly ways: readonly Way[];
  /** From `myelin/node` or `myelin/browser`; needed for more than one thread. */
  readonly openThreads?: (size: number, options: { steady: boolean }) => Promise<ThreadPool>;
  readonly host?: Host;
  /** Names of the reference runs; by default all. */
  readonly runs?: readonly string[];
}

/**
 * Trains the reference runs in every way and compares each digest with the committed one, as the bits contract promises.
 * First come the data, then run after run for each way.
 */
export async function* verifyReferenceRuns(options: VerifyOptions): AsyncGenerator<Verified, void, undefined> {
  const { host = defaultHost, ways, runs } = options;
  const data = referenceData();
  yield compared("digits", "", await digestOf(data, host), { weightsSha256: REFERENCE_DATA_SHA256, correct: 0 });
  const chosen = REFERENCE_RUNS.filter(({ name }) => runs === undefined || runs.includes(name));
  for (const way of ways) {
    const threads = way.threads > 1 ? await options.openThreads?.(way.threads, { steady: true }) : undefined;
    try {
      for (const reference of chosen) {
        const found = await outcome(reference, data, way, { host, ...(threads ? { threads } : {}) });
        yield compared(reference.name, way.name, found, reference.golden);
      }
    } finally {
      await threads?.close();
    }
  }
}

async function digestOf(data: Splits, host: Host): Promise<Golden> {
  return { weightsSha256: await splitsSha256(data, host), correct: 0 };
}

async function outcome(
  { settings, images }: ReferenceRun,
  data: Splits,
  { kernels }: Way,
  options: { host: Host; threads?: ThreadPool },
): Promise<Golden> {
  let correct = 0;
  let weightsSha256 = "";
  for await (const event of run(images === undefined ? data : fewer(data, images), parseExperimentConfig(settings), {
    kernels,
    ...options,
  })) {
    if (event.type === "epoch") correct = event.test?.correct ?? 0;
    if (event.type === "run-end") weightsSha256 = event.weightsSha256;
  }
  return { weightsSha256, correct };
}

function compared(name: string, way: string, found: Golden, expected: Golden): Verified {
  const equal = found.weightsSha256 === expected.weightsSha256 && found.correct === expected.correct;
  return { run: name, way, ...found, expected, equal };
}
