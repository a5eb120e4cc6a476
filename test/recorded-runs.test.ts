// The textbook network reproduces the runs that the book's author recorded in 2014 (test/goldens/*.json), and one by
// NumPy of chapter 1's own program: every count equal, every cost within 1e-12. A short part always, more where the
// environment has CI set. All of it, with the book's figures beside ours: `node scripts/book-goldens.mjs`.
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { CrossEntropyCost, Network, NumpyLegacy, type Pair, testPairs, trainingPairs } from "../src/textbook/index.ts";
import { mnistFolder, mnistSplits } from "./support/mnist.ts";

const golden = (name: string) => JSON.parse(readFileSync(new URL(`./goldens/${name}.json`, import.meta.url), "utf8"));
const SEED = 12345678;
const CI = Boolean(process.env.CI);
const TEN_MINUTES = 600_000;

const near = (found: number, expected: number): void => expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);

/** The book's second program always draws the default weights first; its large ones are the second draw. */
function network2(sizes: number[], initializer: "large" | "default", random = new NumpyLegacy(SEED)): Network {
  const net = new Network(sizes, { cost: CrossEntropyCost, initializer: "default", random });
  if (initializer === "large") net.largeWeightInitializer();
  return net;
}

describe.skipIf(mnistFolder() === undefined)("recorded runs (needs the MNIST files)", () => {
  let training: Pair[];
  let validation: Pair[];
  let test: Pair[];

  beforeAll(async () => {
    const splits = await mnistSplits();
    training = trainingPairs(splits.training.slice(0, CI ? 50_000 : 1000));
    validation = testPairs(splits.training.slice(50_000, 60_000));
    test = testPairs(splits.test);
  }, TEN_MINUTES);

  it("chapter 1: quadratic cost, 1,000 images, η 3", () => {
    const { trainingCost, trainingCorrect, testCorrect } = golden("chapter1-run");
    const net = new Network([784, 30, 10], { random: new NumpyLegacy(SEED) });
    const examples = training.slice(0, 1000);
    for (const epoch of net.SGD(examples, trainingCost.length, 10, 3.0)) {
      near(net.totalCost(examples), trainingCost[epoch]);
      expect(net.evaluate(examples)).toBe(trainingCorrect[epoch]);
      expect(net.evaluate(test)).toBe(testCorrect[epoch]);
    }
  });

  it(
    `overfitting: cross-entropy, 1,000 images, ${CI ? 400 : 3} epochs`,
    () => {
      const { trainingCost, trainingCorrect, testCost, testCorrect } = golden("overfitting");
      const net = network2([784, 30, 10], "large");
      const examples = training.slice(0, 1000);
      for (const epoch of net.SGD(examples, CI ? 400 : 3, 10, 0.5)) {
        near(net.totalCost(examples), trainingCost[epoch]);
        expect(net.evaluate(examples)).toBe(trainingCorrect[epoch]);
        if (epoch % 40 !== 0) continue; // the test set is ten times larger than the training set
        near(net.totalCost(test), testCost[epoch / 10]);
        expect(net.evaluate(test)).toBe(testCorrect[epoch / 10]);
      }
    },
    TEN_MINUTES,
  );

  // fig/regularized.json, epochs 0 to 2.
  it("regularized: the same with λ 0.1", () => {
    const trainingCost = [3.005466860217319, 2.630540182112914, 2.3510873884747334];
    const net = network2([784, 30, 10], "large");
    const examples = training.slice(0, 1000);
    const correct: number[][] = [];
    for (const epoch of net.SGD(examples, 3, 10, 0.5, 0.1)) {
      near(net.totalCost(examples, 0.1), trainingCost[epoch]);
      correct.push([net.evaluate(examples), net.evaluate(test)]);
    }
    expect(correct).toEqual([[690, 5898], [749, 6512], [810, 6986]]); // biome-ignore format: one epoch a pair
  });

  it.runIf(CI)(
    "multiple_eta: 50,000 images, η 0.025, the first 2 of 30 epochs",
    () => {
      const recorded = golden("multiple-eta")["eta 0.025"];
      const net = network2([784, 30, 10], "default");
      const examples = [...training];
      for (const epoch of net.SGD(examples, 2, 10, 0.025, 5.0)) near(net.totalCost(examples, 5.0), recorded[epoch]);
    },
    TEN_MINUTES,
  );

  // fig/weight_initialization_30.json begins with 9270 right of 10,000.
  it.runIf(CI)(
    "weight_initialization: 92.70 % on the validation images after the first epoch",
    () => {
      const net = network2([784, 30, 10], "default");
      net.SGD([...training], 1, 10, 0.1, 5.0).next();
      expect(net.evaluate(validation)).toBe(9270);
    },
    TEN_MINUTES,
  );
});
