// TensorFlow.js in plain Node, --backend cpu or wasm: core operations, automatic gradients, the library's SGD optimizer.
import { createRequire } from "node:module";
import { answer, normal, oneHot, options, read, shuffled, timed, versionOf } from "./mnist.mjs";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-layers"); // in Node this is what registers the gradients
const backend = options.backend ?? "cpu";
require(`@tensorflow/tfjs-backend-${backend}`);
if (backend === "wasm") {
  const { dirname, sep } = await import("node:path");
  require("@tensorflow/tfjs-backend-wasm").setWasmPaths(
    dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep,
  );
}
await tf.setBackend(backend);
await tf.ready();

const training = read("train");
const pixels = tf.tensor2d(training.pixels, [60000, 784]);
const targets = tf.tensor2d(oneHot(training.labels), [60000, 10]);
const gaussian = (rows, columns) =>
  tf.variable(
    tf.tensor2d(
      Float32Array.from({ length: rows * columns }, () => normal()),
      [rows, columns],
    ),
  );
const { hidden, crossEntropy, rate } = options;
const [w1, b1, w2, b2] = [gaussian(784, hidden), gaussian(1, hidden), gaussian(hidden, 10), gaussian(1, 10)];
const logits = (x) => tf.add(tf.matMul(tf.sigmoid(tf.add(tf.matMul(x, w1), b1)), w2), b2);
const quadratic = (x, y) => tf.mul(tf.sum(tf.square(tf.sub(tf.sigmoid(logits(x)), y))), 0.05);
/** max(z, 0) − z·y + ln(1 + exp(−|z|)), summed over the outputs, the mean of the mini-batch. */
const entropy = (x, y) => {
  const z = logits(x);
  const terms = tf.add(tf.sub(tf.relu(z), tf.mul(z, y)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
  return tf.mul(tf.sum(terms), 0.1);
};
const cost = crossEntropy ? entropy : quadratic;
const optimizer = tf.train.sgd(rate);

const epoch = (order) => {
  for (let i = 0; i < order.length; i += 10) {
    tf.tidy(() => {
      const rows = tf.tensor1d(order.subarray(i, i + 10), "int32");
      const [x, y] = [tf.gather(pixels, rows), tf.gather(targets, rows)];
      optimizer.minimize(() => cost(x, y), false, [w1, b1, w2, b2]);
    });
  }
  w1.dataSync(); // nothing may be pending when the clock stops
};
epoch(shuffled(60000).subarray(0, 100)); // ten steps to warm up, not timed
const secondsPerEpoch = await timed(() => epoch(shuffled(60000)));

const test = read("t10k");
const guesses = tf.argMax(logits(tf.tensor2d(test.pixels, [10000, 784])), 1).dataSync();
const correct = guesses.reduce((sum, guess, i) => sum + (guess === test.labels[i] ? 1 : 0), 0);
answer(`TensorFlow.js ${backend}`, versionOf("@tensorflow/tfjs-core"), secondsPerEpoch, correct);
