// brain.js on the CPU, as near as it can express the job: it has no mini-batches and refuses learning rates of 1 and more,
// so it updates after every example with 3.0 / 10 = 0.3. Its cost is the quadratic one, its start its own.
import { createRequire } from "node:module";
import { answer, argmax, oneHot, read, shuffled, timed, versionOf } from "./mnist.mjs";

const { NeuralNetwork } = createRequire(import.meta.url)("brain.js");
const training = read("train");
const targets = oneHot(training.labels);
const examples = Array.from(training.labels, (_, i) => ({
  input: training.pixels.subarray(i * 784, i * 784 + 784),
  output: targets.subarray(i * 10, i * 10 + 10),
}));
const network = new NeuralNetwork({
  inputSize: 784,
  hiddenLayers: [30],
  outputSize: 10,
  activation: "sigmoid",
  learningRate: 0.3,
});
network.trainOpts.momentum = 0; // the constructor refuses 0, and a tiny one is slow: its traces become denormal numbers
network.verifyIsInitialized(examples);

const secondsPerEpoch = await timed(() => {
  for (const i of shuffled(60000)) network.trainPattern(examples[i]);
});

const test = read("t10k");
let correct = 0;
for (let i = 0; i < 10000; i++) {
  if (argmax(network.runInput(test.pixels.subarray(i * 784, i * 784 + 784))) === test.labels[i]) correct++;
}
answer("brain.js", versionOf("brain.js"), secondsPerEpoch, correct, { note: "updates after each example, rate 0.3" });
