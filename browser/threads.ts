import { usageError } from "../src/core/errors.ts";
import { type Answer, LeadTeam, loadKernels, type Team, type ThreadJob, type ThreadPool } from "../src/engine/index.ts";
import type { ToWorker } from "./worker.ts";

/** Most threads a pool may have. */
const MOST_THREADS = 64;

/**
 * Opens a pool of `size` web workers; the page's own thread only waits for messages. The number never changes bits.
 *
 * Threads share memory, which a page has only when it is cross-origin isolated (served with the headers
 * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`). On other pages the pool has
 * size 1, works on the calling thread, and `notice` says so.
 *
 * @param options.steady all threads work at every step: slower, and the way to prove that they do not change bits
 * @throws MyelinError THREADS_RANGE
 */
export async function openThreads(size: number, { steady = false } = {}): Promise<ThreadPool> {
  if (!Number.isInteger(size) || size < 1 || size > MOST_THREADS) {
    throw usageError("THREADS_RANGE", `threads must be a whole number from 1 to ${MOST_THREADS}, but is ${size}.`);
  }
  if (!globalThis.crossOriginIsolated) return callingThread(size);
  const workers = Array.from(
    { length: size },
    () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
  );
  return {
    size,
    shared: true,
    cores: navigator.hardwareConcurrency,
    steady,
    start: (job) => startTeam(workers, job),
    close: async () => {
      for (const worker of workers) worker.terminate();
    },
  };
}

function callingThread(asked: number): ThreadPool {
  const notice = `This page is not cross-origin isolated, so training uses one thread instead of ${asked}, with the same results.`;
  return {
    size: 1,
    shared: false,
    cores: navigator.hardwareConcurrency,
    steady: true,
    ...(asked > 1 ? { notice } : {}),
    start: async ({ plan, memory, build }) => new LeadTeam(plan, memory, await loadKernels(build, memory)),
    close: async () => {},
  };
}

/** Worker 0 leads, the others serve; the page asks worker 0. */
async function startTeam(workers: readonly Worker[], job: ThreadJob): Promise<Team> {
  await Promise.all(workers.map((worker, index) => ask(worker, { kind: "join", job, index })));
  const lead = workers[0]!;
  return {
    size: workers.length,
    execute: (command, active) => ask<Answer>(lead, { kind: "execute", command, active }),
    close: () => lead.postMessage({ kind: "close" } satisfies ToWorker),
  };
}

/** One question at a time to one worker. */
function ask<T>(worker: Worker, message: ToWorker): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<T>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(message);
  });
}
