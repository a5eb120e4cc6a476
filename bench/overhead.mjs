// What events, health measures and progress cost: epochs of `train` beside the same epochs of the bare engine, in turns.
//   node bench/overhead.mjs <folder with the MNIST files> [epochs]
// No image is evaluated on either side. A figure is the median over epochs; both sides end with the same weights.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { median } from "./lib/statistics.mjs";

const dist = new URL("../dist/", import.meta.url);
if (!existsSync(dist)) throw new Error("run npm run build first");
const load = (path) => import(new URL(path, dist).href);
const { loadDataset, nodeHost } = await load("node/index.js").then(async (node) => ({
  ...node,
  ...(await load("node/host.js")),
}));
const { Network, train } = await load("src/index.js");
const { Engine } = await load("src/engine/index.js");

const epochs = Number(process.argv[3] ?? 20);
const { training } = await loadDataset(process.argv[2] ?? process.env.MYELIN_DATA ?? "mnist");
const settings = { epochs, batchSize: 10, learningRate: 3 };

/** Epochs of the engine alone, one at a time. */
async function* bare(network) {
  const engine = await Engine.open(network, { training }, { host: nodeHost, batchSize: settings.batchSize });
  const rates = new Float64Array(engine.stepsPerEpoch).fill(settings.learningRate);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    engine.beginEpoch(network.spec.seed, epoch, { rates, momenta: rates });
    for (let step = 0, costSum = 0; step < engine.stepsPerEpoch; ) {
      const stretch = await engine.train(epoch, step, costSum);
      step += stretch.steps;
      costSum = stretch.costSum;
      await nodeHost.pause();
    }
    engine.fold();
    yield epoch;
  }
  engine.readParameters(network.parameters);
  engine.close();
}

/** Epochs of `train`, with all that it tells. */
async function* told(network) {
  for await (const event of train(network, { training }, settings, { host: nodeHost }))
    if (event.type === "epoch") yield event.epoch;
}

const networks = [1, 2].map(() => Network.create([784, 30, 10], { seed: 1 }));
const runs = [bare(networks[0]), told(networks[1])];
const seconds = [[], []];
for (let epoch = 1; epoch <= epochs; epoch++) {
  for (const side of [0, 1]) {
    const from = performance.now();
    await runs[side].next();
    seconds[side].push((performance.now() - from) / 1000);
  }
}
for (const run of runs) await run.next();
const digest = ({ parameters }) => createHash("sha256").update(parameters).digest("hex");
if (digest(networks[0]) !== digest(networks[1])) throw new Error("the two sides ended with different weights");

// The first epoch on each side also opens the engine.
const [engine, all] = seconds.map((times) => median(times.slice(1)));
console.log(
  JSON.stringify({
    peer: "events, health, progress",
    version: process.version.slice(1),
    threads: 1,
    secondsPerEpoch: seconds[1].slice(1),
    engineSecondsPerEpoch: engine,
    overheadPercent: 100 * (all / engine - 1),
  }),
);
