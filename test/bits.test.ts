// The bits contract: the same weightsSha256 with 1 to 4 threads. Workers exist only built, so everything comes from dist/,
// which `npm test` builds first.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ThreadPool } from "../src/engine/index.ts";
import { mnistFolder, rawMnist } from "./support/mnist.ts";
import { arraysFor, type NetworkCase, networkCases, title, UPDATE_CASES, UPDATES } from "./support/sweep.ts";
import { VOLUME_CASES, volumeData, volumeNetwork } from "./support/volume-cases.ts";

const DIST = new URL("../dist/", import.meta.url);
if (!existsSync(fileURLToPath(new URL("node/worker.js", DIST))))
  throw new Error("dist/ is missing: run `npm run build` first (npm test does).");
const { Dataset, Network, train }: typeof import("../src/index.ts") = await import(`${DIST}src/index.js`);
const { openThreads }: typeof import("../node/index.ts") = await import(`${DIST}node/index.js`);

/** Pools whose threads all work at every step. */
const pools: ThreadPool[] = [];
/** A pool whose threads all work where they are faster. */
let changing: ThreadPool;
beforeAll(async () => {
  for (const threads of [2, 3, 4]) pools.push(await openThreads(threads, { steady: true }));
  changing = await openThreads(2);
});
afterAll(async () => {
  await Promise.all([...pools, changing].map((pool) => pool.close()));
});

type Sets = Parameters<typeof train>[1];
type Settings = Parameters<typeof train>[2];

/** Digest, costs and scores of a training; `sizes` and the rest of the case make the network. */
async function trained(network: InstanceType<typeof Network>, sets: Sets, settings: Settings, threads?: ThreadPool) {
  const epochs: unknown[] = [];
  for await (const event of train(network, sets, settings, threads ? { threads } : {})) {
    if (event.type === "run-start") expect(event.engine).toMatchObject({ threads: threads?.size ?? 1, bits: true });
    if (event.type === "epoch") epochs.push([event.validation, event.test]);
  }
  return { sha256: await network.weightsSha256(), epochs };
}

const data = (c: NetworkCase, count: number, seed = 1) => Dataset.fromArrays(arraysFor(c, count, seed));

describe("every network of the sweep, with 1 to 4 threads", () => {
  const cases = networkCases();
  let ran = 0;

  it.each([...new Set(cases.map((c) => c.sizes.join()))])("[%s]", async (sizes) => {
    for (const c of cases.filter((c) => c.sizes.join() === sizes)) {
      const { activation, outputActivation, cost, batchSize } = c;
      const create = () => Network.create(c.sizes, { seed: 3, activation, outputActivation, cost, initialisation: "scaled" }); // biome-ignore format: short
      const sets = { training: data(c, 2 * batchSize + 3), test: data(c, 70, 2) };
      const settings = { epochs: 2, batchSize, learningRate: 0.003 };
      const one = await trained(create(), sets, settings);
      for (const pool of pools) {
        expect(await trained(create(), sets, settings, pool), `${title(c)}, ${pool.size} threads`).toEqual(one);
        ran++;
      }
    }
  });

  it("all cases ran", () => expect(ran).toBe(3 * cases.length));
});

describe("every optimizer and regulariser, with 1 to 4 threads", () => {
  it.each(UPDATES)("%j", async (update) => {
    for (const c of UPDATE_CASES) {
      const { activation, outputActivation, cost, batchSize } = c;
      const create = () => Network.create(c.sizes, { seed: 3, activation, outputActivation, cost, initialisation: "scaled" }); // biome-ignore format: short
      const sets = { training: data(c, 103), test: data(c, 70, 2) };
      const settings = { epochs: 3, batchSize, learningRate: 0.01, ...update };
      const one = await trained(create(), sets, settings);
      for (const pool of pools)
        expect(await trained(create(), sets, settings, pool), `${title(c)}, ${pool.size} threads`).toEqual(one);
    }
  });
});

describe("networks of convolutions, with 1 to 4 threads", () => {
  let ran = 0;

  it.each(VOLUME_CASES)("$name", async (c) => {
    for (const update of [{}, { optimizer: "adam", l2: 0.5, clipNorm: 0.5, maxNorm: 2, dropout: 0.2 }] as const) {
      const sets = { training: volumeData(c, 2 * c.batchSize + 3, 1), test: volumeData(c, 70, 2) };
      const settings = { epochs: 2, batchSize: c.batchSize, learningRate: 0.003, ...update };
      const one = await trained(volumeNetwork(c), sets, settings);
      for (const pool of pools) {
        expect(await trained(volumeNetwork(c), sets, settings, pool), `${pool.size} threads`).toEqual(one);
        ran++;
      }
    }
  });

  it("all cases ran", () => expect(ran).toBe(6 * VOLUME_CASES.length));
});

it("many short epochs, in which all threads and one take turns", async () => {
  // Long enough for the engine to try one thread, then all, and to come back to one of them.
  const c = networkCases().find(({ sizes, form }) => sizes.join() === "784,100,10" && form === "sparse-bytes")!;
  const deep: NetworkCase = { ...c, sizes: [784, 100, 100, 10] };
  const sets = { training: data(deep, 303), test: data(deep, 100, 2) };
  const settings = { epochs: 20, batchSize: 10, learningRate: 0.5 };
  const create = () => Network.create(deep.sizes, { seed: 1 });
  const one = await trained(create(), sets, settings);
  expect(await trained(create(), sets, settings, changing)).toEqual(one);
});

it("a run interrupted with one number of threads and resumed with another", async () => {
  const c = networkCases()[0]!;
  const training = data(c, 1003);
  const settings = { epochs: 3, batchSize: 3, learningRate: 1 };
  const whole = Network.create([784, 30, 10], { seed: 1 });
  const { sha256 } = await trained(whole, { training }, settings);
  const network = Network.create([784, 30, 10], { seed: 1 });
  let resume: ReturnType<ReturnType<typeof train>["state"]> | undefined;
  for (const pool of [pools[0], undefined, pools[2], pools[1]]) {
    const controller = new AbortController();
    const options = { signal: controller.signal, ...(pool ? { threads: pool } : {}), ...(resume ? { resume } : {}) };
    const run = train(network, { training }, settings, options);
    for await (const event of run) if (event.type === "progress" && pool !== pools[1]) controller.abort();
    resume = run.state();
  }
  expect(await network.weightsSha256()).toBe(sha256);
});

describe.skipIf(mnistFolder() === undefined)("chapter 1 on MNIST (needs the files)", () => {
  it("two epochs have the same digest with 1 and 2 threads", async () => {
    const set = (name: "train" | "t10k") => {
      const { pixels, labels } = rawMnist(name);
      return Dataset.fromArrays({ name, pixels, labels, shape: [28, 28] });
    };
    const sets = { training: set("train"), test: set("t10k") };
    const settings = { epochs: 2, batchSize: 10, learningRate: 3 };
    const create = () => Network.create([784, 30, 10], { seed: 1 });
    const one = await trained(create(), sets, settings);
    expect(await trained(create(), sets, settings, pools[0])).toEqual(one);
  });
});
