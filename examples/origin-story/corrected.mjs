// Chapter 1 of the book: a network that reads handwritten digits. Run: node examples/origin-story/corrected.mjs
import { Network, vectorizedResult } from "myelin/textbook";
import { epochs, testSet, trainingSet } from "./data.mjs";

/** Pairs of the first items, the second items, …; as Python's zip, it stops where the shorter list ends. */
const zip = (a, b) => a.slice(0, b.length).map((item, i) => [item, b[i]]);

const vectors = trainingSet.labels.map((digit) => vectorizedResult(digit));
const trainingData = zip(trainingSet.images, vectors);
const testData = zip(testSet.images, testSet.labels);

const net = new Network([784, 30, 10]);
for (const epoch of net.SGD(trainingData, epochs, 10, 3.0))
  console.log(`Epoch ${epoch}: ${net.evaluate(testData)} / ${testData.length}`);
