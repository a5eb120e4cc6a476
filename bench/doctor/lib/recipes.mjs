// The two base networks of the reference, and variations.

const gaussian = (_fanIn, random) => random.normal();
const he = (fanIn, random) => random.normal() * Math.sqrt(2 / fanIn);
const xavier = (fanIn, random) => random.normal() / Math.sqrt(fanIn);

/** Epochs of a healthy training; the fewer rows, the more. Set by the command. */
export const defaults = { epochs: 15 };

/** The book's network: [784, 30, 10], sigmoid, quadratic cost, N(0, 1), η 3, batch 10. */
export const book = (changes = {}) => ({
  kind: "book",
  sizes: [784, 30, 10],
  activations: ["sigmoid", "sigmoid"],
  cost: "quadratic",
  weight: gaussian,
  bias: (_layer, random) => random.normal(),
  learningRate: 3,
  batchSize: 10,
  epochs: defaults.epochs,
  ...changes,
});

/** [784, 100, 10], ReLU, softmax with cross-entropy, He initialisation. */
export const modern = (changes = {}) => ({
  kind: "modern",
  sizes: [784, 100, 10],
  activations: ["relu", "softmax"],
  cost: "cross-entropy",
  weight: he,
  learningRate: 0.1,
  batchSize: 10,
  epochs: Math.ceil(defaults.epochs / 2),
  ...changes,
});

/** A small network for tables. */
export const table = (inputs, classes, changes = {}) =>
  modern({ sizes: [inputs, 32, classes], epochs: 30, scale: 1, ...changes });

export { gaussian, he, xavier };
