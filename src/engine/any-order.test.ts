// Threads meet where one needs what another has computed. Between two meetings any order is possible, so every order must give
// the same bits: here each thread's kernel calls are listed first, and then made in orders that real threads hardly ever take.
import { describe, expect, it } from "vitest";
import { noise } from "../../test/support/kernel-cases.ts";
import { defaultHost } from "../core/default-host.ts";
import { Dataset } from "../dataset/index.ts";
import { Network } from "../network/index.ts";
import { loadKernels } from "./binary.ts";
import type { Command } from "./control.ts";
import { Engine } from "./engine.ts";
import type { Kernels } from "./kernel-table.ts";
import { viewsOf } from "./memory-views.ts";
import { Runner } from "./runner.ts";
import type { Team, ThreadJob, ThreadPool } from "./team.ts";
import { PLAIN_SGD } from "./update-spec.ts";

type Call = () => unknown;
/** Makes the calls of all threads between two meetings. */
type Order = (threads: readonly (readonly Call[])[]) => void;

const oneAfterTheOther: Order = (threads) => {
  for (const calls of threads) for (const call of calls) call();
};
const ORDERS: readonly (readonly [string, Order])[] = [
  ["the first thread before the others", oneAfterTheOther],
  ["the last thread before the others", (threads) => oneAfterTheOther(threads.toReversed())],
  [
    "call by call in turn",
    (threads) => {
      for (let i = 0; threads.some((calls) => i < calls.length); i++) for (const calls of threads) calls[i]?.();
    },
  ],
];

/** A thread's calls between meetings; nothing is computed yet. */
function listed(job: ThreadJob, kernels: Kernels, index: number, command: Command) {
  const between: Call[][] = [[]];
  const table = Object.fromEntries(
    Object.entries(kernels).map(([name, kernel]) => [
      name,
      (...args: number[]) => {
        if (name === "barrier_wait") between.push([]);
        else between.at(-1)!.push(() => (kernel as (...args: number[]) => unknown)(...args));
        return 0;
      },
    ]),
  ) as unknown as Kernels;
  const share = { index, active: job.plan.spec.threads };
  const { scale } = new Runner(job.plan, viewsOf(job.memory.buffer), table, share).execute(command);
  return { between, scale };
}

function poolOf(size: number, order: Order, meetings: number[]): ThreadPool {
  const start = async (job: ThreadJob): Promise<Team> => {
    const kernels = await loadKernels(job.build, job.memory);
    return {
      size,
      close: () => {},
      execute: (command) => {
        const lists = Array.from({ length: size }, (_, index) => listed(job, kernels, index, command));
        const threads = lists.map(({ between }) => between);
        expect(new Set(threads.map((between) => between.length)).size, "every thread comes to every meeting").toBe(1);
        for (const i of threads[0]!.keys()) order(threads.map((between) => between[i]!));
        meetings.push(threads[0]!.length - 1);
        const { from, to } = command as { from: number; to: number };
        return { steps: to - from, costSum: 0, scale: lists[0]!.scale, lost: false };
      },
    };
  };
  return { size, shared: false, cores: size, steady: true, start, close: async () => {} };
}

async function trained(
  sizes: readonly number[],
  data: Dataset,
  update: Partial<typeof PLAIN_SGD>,
  threads?: ThreadPool,
) {
  const network = Network.create(sizes, { seed: 5, initialisation: "scaled" });
  const options = { host: defaultHost, batchSize: 8, update: { ...PLAIN_SGD, ...update } };
  const engine = await Engine.open(network, { training: data }, threads ? { ...options, threads } : options);
  const each = (number: number) => new Float64Array(engine.stepsPerEpoch).fill(number);
  for (const epoch of [1, 2]) {
    engine.beginEpoch(1, epoch, { rates: each(0.5), momenta: each(0) });
    for (let step = 0; step < engine.stepsPerEpoch; ) step += (await engine.train(epoch, step, 0)).steps;
    engine.fold();
  }
  engine.readParameters(network.parameters);
  engine.close();
  return { parameters: network.parameters, steps: 2 * engine.stepsPerEpoch };
}

function dataOf(inputs: number, density: number): Dataset {
  const next = noise(7);
  const pixels = Uint8Array.from({ length: 60 * inputs }, () => (next() < density ? 1 + Math.floor(255 * next()) : 0));
  const labels = Uint8Array.from({ length: 60 }, () => Math.floor(3 * next()));
  return Dataset.fromArrays({ name: "noise", pixels, labels, shape: [1, inputs] });
}

describe.each(ORDERS)("%s", (_, order) => {
  it.each([
    { sizes: [130, 100, 100, 3], barriers: 4, density: 0.2, update: {} },
    { sizes: [130, 100, 100, 3], barriers: 4, density: 0.9, update: {} },
    { sizes: [20, 260, 40, 3], barriers: 3, density: 0.2, update: {} },
    // The first layer's weights have a scale, and every thread has its own copy of them.
    { sizes: [20, 260, 40, 3], barriers: 3, density: 0.2, update: { l2: 0.05 } },
    { sizes: [130, 100, 5, 200, 100, 3], barriers: 4, density: 0.9, update: { optimizer: "adam", dropout: 0.5 } as const },
  ])("$sizes, $density of the pixels, $update", async ({ sizes, barriers, density, update }) => {
    const data = dataOf(sizes[0]!, density);
    const one = await trained(sizes, data, update);
    for (const threads of [2, 3]) {
      const meetings: number[] = [];
      const many = await trained(sizes, data, update, poolOf(threads, order, meetings));
      expect(Buffer.from(many.parameters.buffer).equals(Buffer.from(one.parameters.buffer)), `${threads} threads`).toBe(true);
      expect(meetings.reduce((sum, count) => sum + count, 0)).toBe(barriers * one.steps);
    }
  }); // biome-ignore format: one network a line
});
