// Repeats the runs that the book quotes or its author recorded, with the textbook network, and prints the book's figure
// beside ours. The random numbers are those of his Python programs, so the figures must agree to the last digit.
//
//     npm run build && MYELIN_DATA=<folder with MNIST> node scripts/book-goldens.mjs [name …]
//     node scripts/book-goldens.mjs --list
//
// Needs only `myelin/node` and `myelin/textbook`. Ends with 1 if a figure differs.
import { readFileSync } from "node:fs";
import { loadDataset } from "myelin/node";
import { CrossEntropyCost, Network, NumpyLegacy, testPairs, trainingPairs } from "myelin/textbook";

const golden = (name) => JSON.parse(readFileSync(new URL(`../test/goldens/${name}.json`, import.meta.url), "utf8"));
const SEED = 12345678;
const BATCH = 10;

/** The book's second program always draws the default weights first; its large ones are the second draw. */
function network2(random, hidden, initializer) {
  const net = new Network([784, hidden, 10], { cost: CrossEntropyCost, initializer: "default", random });
  if (initializer === "large") net.largeWeightInitializer();
  return net;
}

const percent = (correct, total) => `${((100 * correct) / total).toFixed(2)} %`;

/** A figure to compare: `ours` is right if it equals the book's, or is within `tolerance` of it (relative). */
const figure = (what, book, ours, tolerance = 0) => {
  const good = tolerance === 0 ? book === ours : Math.abs(ours / book - 1) <= tolerance;
  return { what, book, ours, good };
};

/** Trains and returns the largest relative difference between the recorded costs and ours. */
function worstCost(net, examples, recorded, eta, lambda) {
  let worst = 0;
  for (const epoch of net.SGD(examples, recorded.length, BATCH, eta, lambda))
    worst = Math.max(worst, Math.abs(net.totalCost(examples, lambda) / recorded[epoch] - 1));
  return worst;
}

/** Default and large initialisation on one network, one after the other (fig/weight_initialization.py). */
function* weightInitialization({ training, validation }, hidden, book) {
  const net = network2(new NumpyLegacy(SEED), hidden, "default");
  const examples = [...training];
  for (const initializer of ["default", "large"]) {
    if (initializer === "large") net.largeWeightInitializer();
    const correct = [];
    for (const _ of net.SGD(examples, 30, BATCH, 0.1, 5.0)) correct.push(net.evaluate(validation));
    const [first, last, best] = [correct[0], correct[29], Math.max(...correct)].map((right) => percent(right, 10_000));
    const expected = book[initializer];
    yield figure(`${initializer}, first epoch`, expected.first, first);
    yield figure(`${initializer}, last epoch`, expected.last, last);
    if (expected.best) yield figure(`${initializer}, best`, expected.best, best);
  }
}

/** The first 1,000 images for 400 epochs (fig/overfitting.py). */
function* thousandImages({ training, test }, lambda, book) {
  const net = network2(new NumpyLegacy(SEED), 30, "large");
  const examples = training.slice(0, 1000);
  let [best, worst] = [0, 0];
  const recorded = book.trainingCost;
  for (const epoch of net.SGD(examples, 400, BATCH, 0.5, lambda)) {
    best = Math.max(best, net.evaluate(test));
    if (epoch >= recorded.length) continue;
    worst = Math.max(worst, Math.abs(net.totalCost(examples, lambda) / recorded[epoch] - 1));
  }
  yield {
    what: `training cost, ${recorded.length} epochs: worst relative difference`,
    book: 0,
    ours: worst,
    good: worst < 1e-12,
  };
  yield figure("test, best epoch", book.best, best);
  yield figure("training, last epoch", 1000, net.evaluate(examples));
}

/** Nine sizes of the training set, one after the other, 1.5 million examples each (fig/more_data.py). */
function* moreData({ training, validation }) {
  const random = new NumpyLegacy(SEED);
  const sizes = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
  const book = ["69.09", "76.37", "85.29", "88.85", "91.27", "93.24", "94.89", "95.85", "95.97"];
  const net = network2(random, 30, "default");
  for (const [i, size] of sizes.entries()) {
    net.largeWeightInitializer();
    const examples = training.slice(0, size);
    for (const _ of net.SGD(examples, Math.floor(1_500_000 / size), BATCH, 0.5, size * 0.0001));
    yield figure(`${size} images`, `${book[i]} %`, percent(net.evaluate(validation), 10_000));
  }
}

/** One η after the other; both random streams and the shuffled list go on (fig/multiple_eta.py). η 2.5 is chaotic. */
function* multipleEta({ training }) {
  const recorded = golden("multiple-eta");
  const random = new NumpyLegacy(SEED);
  const examples = [...training];
  for (const eta of [0.025, 0.25]) {
    const worst = worstCost(network2(random, 30, "default"), examples, recorded[`eta ${eta}`], eta, 5.0);
    yield {
      what: `η ${eta}, training cost, 30 epochs: worst relative difference`,
      book: 0,
      ours: worst,
      good: worst < 1e-12,
    };
  }
}

const RUNS = {
  overfitting: (data) => thousandImages(data, 0, { best: 8227, trainingCost: golden("overfitting").trainingCost }),
  regularized: (data) =>
    thousandImages(data, 0.1, { best: 8710, trainingCost: [3.005466860217319, 2.630540182112914, 2.3510873884747334] }),
  multiple_eta: multipleEta,
  weight_initialization_30: (data) =>
    weightInitialization(data, 30, {
      default: { first: "92.70 %", last: "96.50 %", best: "96.53 %" },
      large: { first: "86.43 %", last: "96.37 %" },
    }),
  weight_initialization_100: (data) =>
    weightInitialization(data, 100, {
      default: { first: "92.95 %", last: "97.81 %" },
      large: { first: "89.94 %", last: "97.42 %", best: "97.55 %" },
    }),
  more_data: moreData,
};

/** The book's three lists: 50,000 training, 10,000 validation and 10,000 test images. */
async function bookData() {
  const { training, test } = await loadDataset("mnist");
  return {
    training: trainingPairs(training.slice(0, 50_000)),
    validation: testPairs(training.slice(50_000, 60_000)),
    test: testPairs(test),
  };
}

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in RUNS));
if (names.includes("--list") || unknown !== undefined) {
  console.log(Object.keys(RUNS).join("\n"));
  process.exit(unknown === undefined || names.includes("--list") ? 0 : 2);
}
const data = await bookData();
let differences = 0;
for (const name of names.length > 0 ? names : Object.keys(RUNS)) {
  for (const { what, book, ours, good } of RUNS[name](data)) {
    if (!good) differences++;
    console.log(`${good ? "equal " : "DIFFERS"} ${name}: ${what}: book ${book}, ours ${ours}`);
  }
}
process.exitCode = differences === 0 ? 0 : 1;
