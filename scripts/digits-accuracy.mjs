// How well does a network that has seen nothing but generated digits read real ones?
// Trains [784, 100, 10] (sigmoid, cross-entropy, plain SGD) on the 60,000 generated training digits, the last epoch's
// weights decide, and prints its accuracy on MNIST, digit by digit. Everything is set beforehand: nothing is chosen by MNIST.
// Run: node scripts/build.mjs --if-stale && MYELIN_DATA=<folder with MNIST> node scripts/digits-accuracy.mjs [--training]
//      --training reads MNIST's 60,000 training images instead of its test images: for tuning the generator.
import { loadDataset } from "../dist/node/index.js";
import { digitsSplits } from "../dist/src/digits/index.js";
import { evaluate, Network, train } from "../dist/src/index.js";

const SEEDS = [1, 2, 3];
const SETTINGS = { epochs: 10, batchSize: 10, learningRate: 0.1 };
const percent = (part, whole) => `${((100 * part) / whole).toFixed(2)} %`;

const mnist = await loadDataset("mnist");
const real = process.argv.includes("--training") ? mnist.training : mnist.test;
const digits = digitsSplits();
const right = new Array(10).fill(0);
const total = new Array(10).fill(0);

for (const seed of SEEDS) {
  const network = Network.create([784, 100, 10], { seed, cost: "cross-entropy", initialisation: "scaled" });
  for await (const event of train(network, { training: digits.training }, SETTINGS)) void event;
  const own = await evaluate(network, digits.test);
  const { correct, confusion } = await evaluate(network, real);
  console.log(
    `seed ${seed}: ${percent(correct, real.count)} of ${real.count} MNIST images, ` +
      `${percent(own.correct, own.total)} of ${own.total} generated test digits`,
  );
  for (let k = 0; k < 100; k++) {
    total[Math.floor(k / 10)] += confusion[k];
    if (k % 11 === 0) right[k / 11] += confusion[k];
  }
}

const sum = (counts) => counts.reduce((a, b) => a + b);
console.log(`mean of ${SEEDS.length} seeds: ${percent(sum(right), sum(total))}`);
console.log(right.map((count, digit) => `${digit}: ${percent(count, total[digit])}`).join("   "));
