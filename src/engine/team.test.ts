import { expect, it } from "vitest";
import { defaultHost } from "../core/default-host.ts";
import { Dataset } from "../dataset/index.ts";
import { Network } from "../network/index.ts";
import { makeMemory } from "./binary.ts";
import { CLOSE, type Command, REST, readCommand, TRAIN } from "./control.ts";
import { Engine } from "./engine.ts";
import type { Kernels } from "./kernel-table.ts";
import { viewsOf } from "./memory-views.ts";
import { LeadTeam, type Team, type ThreadJob, type ThreadPool } from "./team.ts";
import { twins } from "./twins/index.ts";

const SIZES = [784, 32, 10];
const DATA = Dataset.fromArrays({
  name: "ramp",
  pixels: Uint8Array.from({ length: 40 * 784 }, (_, i) => (i % 5 === 0 ? i % 256 : 0)),
  labels: Uint8Array.from({ length: 40 }, (_, i) => i % 10),
  shape: [28, 28],
});
const RATES = { rates: new Float64Array(4).fill(0.5), momenta: new Float64Array(4) };

/** What the leading thread does, in order: the commands it publishes, the meetings, and the first kernel of its own work. */
type Deed = { kind: "publish"; command: Command } | { kind: "meet" } | { kind: "work" };

/** A pool of two whose other thread only exists as what the first one hears from it. @param lost in the meetings from this one on */
function poolOf(deeds: Deed[], lost = Number.POSITIVE_INFINITY) {
  let lead!: LeadTeam;
  const start = async ({ plan }: ThreadJob): Promise<Team> => {
    const memory = makeMemory(plan.bytes, true);
    const numbers = new Float64Array(memory.buffer, plan.control.command, 8);
    const generation = new Int32Array(memory.buffer, plan.control.generation, 1);
    let seen = 0;
    let meetings = 0;
    const listen = () => {
      if (generation[0] !== seen) deeds.push({ kind: "publish", command: readCommand(numbers) });
      seen = generation[0]!;
    };
    const table = twins(viewsOf(memory.buffer));
    const kernels: Kernels = {
      ...table,
      u8_gather_sparse_rows: () => {
        listen();
        if (deeds.at(-1)?.kind !== "work") deeds.push({ kind: "work" });
        return 0;
      },
      barrier_wait: () => {
        listen();
        if (deeds.at(-1)?.kind !== "meet") deeds.push({ kind: "meet" });
        return ++meetings >= lost ? 1 : 0;
      },
    };
    lead = new LeadTeam(plan, memory, kernels);
    return lead;
  };
  const pool: ThreadPool = { size: 2, shared: true, cores: 2, steady: true, start, close: async () => {} };
  return { pool, team: () => lead };
}

async function opened(pool: ThreadPool) {
  const network = Network.create(SIZES, { seed: 1 });
  const engine = await Engine.open(network, { training: DATA }, { host: defaultHost, batchSize: 10, threads: pool });
  engine.beginEpoch(1, 1, RATES);
  return engine;
}

const train = (from: number, to: number): Command => ({ kind: TRAIN, epoch: 1, from, to, scale: 1, costSum: 0 });

it("before one thread works alone the others have been sent to sleep and have heard it; once is enough", async () => {
  const deeds: Deed[] = [];
  const { pool, team } = poolOf(deeds);
  await opened(pool);
  const done = (command: Command, active: number) => {
    deeds.length = 0;
    team().execute(command, active);
    return [...deeds];
  };
  const rest = { kind: "publish", command: { kind: REST } };
  const [meet, work] = [{ kind: "meet" }, { kind: "work" }];
  // They sleep before their first command.
  expect(done(train(0, 1), 1)).toEqual([work]);
  expect(done(train(1, 2), 2)).toEqual([{ kind: "publish", command: train(1, 2) }, work, meet]);
  expect(done(train(2, 3), 1)).toEqual([rest, meet, work]);
  expect(done(train(3, 4), 1)).toEqual([work]);
  team().close();
});

it("the command to sleep goes through memory as others do", () => {
  const numbers = new Float64Array(8);
  for (const kind of [REST, CLOSE]) {
    numbers[0] = kind;
    expect(readCommand(numbers)).toEqual({ kind });
  }
});

// A step of this network has one meeting, and one is at the end of the piece.
it.each([1, 2])("a thread that does not come to meeting %i ends the training with one sentence", async (lost) => {
  const engine = await opened(poolOf([], lost).pool);
  await expect(engine.train(1, 0, 0)).rejects.toMatchObject({
    code: "THREAD_LOST",
    kind: "io",
    message: "A worker thread stopped answering: run again with --threads 1.",
  });
});

it("threads that come to every meeting are not lost; one that does not hear that it may sleep is", async () => {
  const { pool, team } = poolOf([], 3);
  const engine = await opened(pool);
  expect(await engine.train(1, 0, 0)).toMatchObject({ steps: 1, lost: false });
  expect(team().execute(train(1, 2), 1)).toMatchObject({ steps: 0, lost: true });
});
