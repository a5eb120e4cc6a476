import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { usageError } from "../src/core/errors.ts";
import { LeadTeam, loadKernels, type Team, type ThreadJob, type ThreadPool } from "../src/engine/index.ts";

/** Most threads a pool may have: the sweep of the bits contract goes to 4, more only wait for each other. */
const MOST_THREADS = 64;
/** Units of hidden layer that make a thread worth its barriers. */
const UNITS_A_THREAD = 16;

/**
 * Threads that a network of these sizes gains from on this machine: min(4, cores, ⌈widest hidden layer ÷ 16⌉).
 *
 * @param sizes [inputs, hidden …, outputs]
 */
export function defaultThreads(sizes: readonly number[]): number {
  const widest = Math.max(1, ...sizes.slice(1, -1));
  return Math.min(4, availableParallelism(), Math.ceil(widest / UNITS_A_THREAD));
}

/**
 * Opens a pool of `size` threads: the calling one and size − 1 workers, which wait without using the processor while there
 * is nothing to do. The number of threads never changes the bits of a result; where one thread is faster, one works.
 *
 * @param options.steady all threads work at every step: slower, and the way to prove that they do not change bits
 * @throws MyelinError THREADS_RANGE
 */
export async function openThreads(size: number, { steady = false } = {}): Promise<ThreadPool> {
  if (!Number.isInteger(size) || size < 1 || size > MOST_THREADS) {
    throw usageError("THREADS_RANGE", `threads must be a whole number from 1 to ${MOST_THREADS}, but is ${size}.`);
  }
  const workers = Array.from({ length: size - 1 }, () => new Worker(new URL("./worker.js", import.meta.url)));
  // A pool that nobody closes must not keep the process alive.
  for (const worker of workers) worker.unref();
  return {
    size,
    shared: size > 1,
    cores: availableParallelism(),
    steady,
    start: (job) => startTeam(workers, job),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

async function startTeam(workers: readonly Worker[], job: ThreadJob): Promise<Team> {
  await Promise.all(workers.map((worker, i) => ready(worker, { job, index: i + 1 })));
  return new LeadTeam(job.plan, job.memory, await loadKernels(job.build, job.memory));
}

/** Hands the worker its part and waits until it has compiled it. */
function ready(worker: Worker, message: { job: ThreadJob; index: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", () => {
      worker.off("error", reject);
      resolve();
    });
    worker.postMessage(message);
  });
}
