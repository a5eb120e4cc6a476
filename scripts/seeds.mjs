// The chapter-1 run from many seeds: the best epoch of each on the engine, and of a few on the textbook network.
//   node scripts/seeds.mjs [folder with the MNIST files] [--seeds 20] [--textbook 5] [--epochs 30]
// A run sticks when an output neuron starts so saturated that its weights hardly move: one digit is never answered, and the
// run stays about 10 points lower. Such runs are counted apart.
import { parseArgs } from "node:util";
import { Network, train } from "myelin";
import { loadDataset, nodeHost } from "myelin/node";
import * as textbook from "myelin/textbook";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "20" },
    textbook: { type: "string", default: "5" },
    epochs: { type: "string", default: "30" },
  },
});
const epochs = Number(values.epochs);
const STUCK_BELOW = 0.9;
const data = await loadDataset(positionals[0] ?? process.env.MYELIN_DATA ?? "mnist");
const images = data.test.count;

async function bestOnEngine(seed) {
  let best = 0;
  const settings = { epochs, batchSize: 10, learningRate: 3 };
  const network = Network.create([784, 30, 10], { seed });
  for await (const event of train(network, data, settings, { host: nodeHost })) {
    if (event.type === "epoch") best = Math.max(best, event.test.correct);
  }
  return best / images;
}

let pairs;
function bestOnTextbook(seed) {
  pairs ??= { training: textbook.trainingPairs(data.training), test: textbook.testPairs(data.test) };
  const network = new textbook.Network([784, 30, 10], { seed });
  let best = 0;
  for (const _epoch of network.SGD(pairs.training, epochs, 10, 3)) best = Math.max(best, network.evaluate(pairs.test));
  return best / images;
}

async function table(name, count, bestOf) {
  const results = [];
  for (let seed = 1; seed <= count; seed++) {
    results.push(await bestOf(seed));
    console.log(`${name} seed ${seed}: ${(100 * results.at(-1)).toFixed(2)} %`);
  }
  const learnt = results.filter((share) => share >= STUCK_BELOW);
  const mean = learnt.reduce((sum, share) => sum + share, 0) / learnt.length;
  const variance = learnt.reduce((sum, share) => sum + (share - mean) ** 2, 0) / Math.max(1, learnt.length - 1);
  const error = Math.sqrt(variance / learnt.length);
  console.log(
    `${name}: ${results.length - learnt.length} of ${results.length} runs stuck; of the others the mean is ` +
      `${(100 * mean).toFixed(2)} ± ${(100 * error).toFixed(2)} %, the lowest ${(100 * Math.min(...learnt)).toFixed(2)} %\n`,
  );
  return { mean, error };
}

const engine = Number(values.seeds) > 0 ? await table("engine", Number(values.seeds), bestOnEngine) : undefined;
const book = Number(values.textbook) > 0 ? await table("textbook", Number(values.textbook), bestOnTextbook) : undefined;
if (engine && book) {
  const distance = Math.abs(engine.mean - book.mean) / Math.hypot(engine.error, book.error);
  console.log(`engine and textbook differ by ${distance.toFixed(1)} standard errors of the difference`);
}
