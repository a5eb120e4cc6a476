// The same program with one wrong word. It trains just as well, and seems not to learn. Where is the mistake?
// Run: node examples/origin-story/broken.mjs
import { Network, vectorizedResult } from "myelin/textbook";
import { epochs, testSet, trainingSet } from "./data.mjs";

/** Pairs of the first items, the second items, …; as Python's zip, it stops where the shorter list ends. */
const zip = (a, b) => a.slice(0, b.length).map((item, i) => [item, b[i]]);

const vectors = trainingSet.labels.map((digit) => vectorizedResult(digit));
const trainingData = zip(trainingSet.images, vectors);
const testData = zip(trainingSet.images, testSet.labels);

const net = new Network([784, 30, 10]);
for (const epoch of net.SGD(trainingData, epochs, 10, 3.0))
  console.log(`Epoch ${epoch}: ${net.evaluate(testData)} / ${testData.length}`);
