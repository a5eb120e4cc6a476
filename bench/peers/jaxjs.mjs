// jax-js, WebAssembly backend: one jit-compiled training step, called for each mini-batch. It has no scan to put an epoch
// into one call. Arrays are owned: every use but the last takes `.ref`.
import { answer, argmax, normal, oneHot, options, read, shuffled, timed, versionOf } from "./mnist.mjs";

const { blockUntilReady, defaultDevice, grad, init, jit, nn, numpy: np } = await import("@jax-js/jax");
const devices = await init("wasm");
if (!devices.includes("wasm")) throw new Error("the wasm backend did not start");
defaultDevice("wasm");

const training = read("train");
const targets = oneHot(training.labels);
const gaussian = (...shape) =>
  np.array(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, normal)).reshape(shape);
const { hidden, crossEntropy, rate } = options;
let parameters = [gaussian(784, hidden), gaussian(hidden), gaussian(hidden, 10), gaussian(10)];

const logits = ([w1, b1, w2, b2], x) => np.dot(nn.sigmoid(np.dot(x, w1).add(b1)), w2).add(b2);
const quadratic = (parameters, x, y) =>
  np
    .square(nn.sigmoid(logits(parameters, x)).sub(y))
    .sum()
    .mul(0.05);
/** −y·ln a − (1−y)·ln(1−a), summed over the outputs, the mean of the mini-batch. */
const entropy = (parameters, x, y) => {
  const z = logits(parameters, x);
  return nn.softplus(z.ref).sub(z.mul(y)).sum().mul(0.1);
};
const cost = crossEntropy ? entropy : quadratic;
const step = jit((parameters, x, y) => {
  const slopes = grad(cost)(
    parameters.map((p) => p.ref),
    x,
    y,
  );
  return parameters.map((p, i) => p.sub(slopes[i].mul(rate)));
});

const epoch = async (order) => {
  const x = new Float32Array(7840);
  const y = new Float32Array(100);
  for (let i = 0; i < order.length; i += 10) {
    for (let k = 0; k < 10; k++) {
      const row = order[i + k];
      x.set(training.pixels.subarray(row * 784, row * 784 + 784), k * 784);
      y.set(targets.subarray(row * 10, row * 10 + 10), k * 10);
    }
    parameters = step(parameters, np.array(x.slice()).reshape([10, 784]), np.array(y.slice()).reshape([10, 10]));
    if (i % 100 === 0) await blockUntilReady(parameters); // as its documentation advises: else the queue grows
  }
  await blockUntilReady(parameters);
};
await epoch(shuffled(60000).subarray(0, 100)); // ten steps to compile and warm up, not timed
const secondsPerEpoch = await timed(() => epoch(shuffled(60000)));

const test = read("t10k");
const values = await logits(parameters, np.array(test.pixels).reshape([10000, 784])).data();
let correct = 0;
for (let i = 0; i < 10000; i++) if (argmax(values.subarray(i * 10, i * 10 + 10)) === test.labels[i]) correct++;
answer("jax-js wasm", versionOf("@jax-js/jax"), secondsPerEpoch, correct);
