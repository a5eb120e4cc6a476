// The runs that chapters 1, 3 and 5 of the book quote, or whose figures its author recorded, for the fast engine. Each row
// is one program: what the network is, how it is trained, and the figures of the book beside which ours are printed.
// `node scripts/book.mjs [name …]` runs them. Everywhere: mini-batches of 10, pixels / 256, training on the first 50,000
// images (or the first `images` of them), validation on the other 10,000; seeds are ours.

const chapter1 = { chapter: 1, epochs: 30, learningRate: 3, cost: "quadratic", init: "gaussian" };
const chapter3 = { chapter: 3, epochs: 30, learningRate: 0.5, cost: "cross-entropy", init: "gaussian" };
const chapter5 = { chapter: 5, epochs: 30, learningRate: 0.1, cost: "cross-entropy", init: "scaled", l2: 5 };

/** The first thousand images, to show overfitting. */
const thousand = { ...chapter3, hidden: [30], epochs: 400, images: 1000 };
/** First weights compared: the book's "default" ones are N(0, 1/inputs), its "large" ones N(0, 1). */
const weights = { ...chapter3, learningRate: 0.1, l2: 5 };
/** One rate after the other; the figure is the cost over the training images with its L2 term. */
const rate = (learningRate) => ({ ...chapter3, hidden: [30], init: "scaled", l2: 5, learningRate });
/** As much training on fewer images: 1.5 million examples. */
const size = (images) => ({
  ...chapter3,
  hidden: [30],
  images,
  epochs: Math.floor(1_500_000 / images),
  l2: images * 1e-4,
});

/** Name → run. A figure is [what of which set, the book's], in percent unless it is a cost. */
export const RUNS = {
  "first-30": { ...chapter1, hidden: [30], figures: [["best test", 95.42]] },
  "first-100": { ...chapter1, hidden: [100], figures: [["best test", 96.59]] },
  "rate-0.001": {
    ...chapter1,
    hidden: [100],
    learningRate: 0.001,
    figures: [
      ["first test", 11.39],
      ["last test", 21.42],
    ],
  },
  "rate-100": {
    ...chapter1,
    hidden: [30],
    learningRate: 100,
    figures: [
      ["first test", 10.09],
      ["last test", 9.82],
    ],
  },

  "cross-entropy-30": { ...chapter3, hidden: [30], figures: [["best test", 95.49]] },
  "cross-entropy-100": { ...chapter3, hidden: [100], figures: [["best test", 96.82]] },
  overfitting: {
    ...thousand,
    figures: [
      ["best test", 82.27],
      ["last training", 100],
    ],
  },
  regularized: { ...thousand, l2: 0.1, figures: [["best test", 87.1]] },
  "overfitting-full": {
    ...chapter3,
    hidden: [30],
    figures: [
      ["best test", 95.33],
      ["last training", 97.86],
    ],
  },
  "regularized-full": { ...chapter3, hidden: [30], l2: 5, figures: [["best test", 96.49]] },
  "regularized-100": { ...chapter3, hidden: [100], l2: 5, figures: [["best validation", 97.92]] },
  "regularized-100-slow": {
    ...chapter3,
    hidden: [100],
    l2: 5,
    learningRate: 0.1,
    epochs: 60,
    figures: [["best validation", 98.04]],
  },
  "regularized-100-scaled": {
    ...chapter3,
    hidden: [100],
    init: "scaled",
    l2: 5,
    learningRate: 0.1,
    epochs: 60,
    figures: [["best validation", 98.04]],
  },
  "weights-30-default": {
    ...weights,
    hidden: [30],
    init: "scaled",
    figures: [
      ["first validation", 92.7],
      ["last validation", 96.5],
    ],
  },
  "weights-30-large": {
    ...weights,
    hidden: [30],
    figures: [
      ["first validation", 86.43],
      ["last validation", 96.37],
    ],
  },
  "weights-100-default": {
    ...weights,
    hidden: [100],
    init: "scaled",
    figures: [
      ["first validation", 92.95],
      ["last validation", 97.81],
    ],
  },
  "weights-100-large": {
    ...weights,
    hidden: [100],
    figures: [
      ["first validation", 89.94],
      ["last validation", 97.42],
    ],
  },
  "eta-0.025": {
    ...rate(0.025),
    figures: [
      ["first training cost", 0.8781],
      ["second training cost", 0.6741],
    ],
  },
  "eta-0.25": {
    ...rate(0.25),
    figures: [
      ["first training cost", 0.495],
      ["second training cost", 0.4063],
    ],
  },
  "eta-2.5": {
    ...rate(2.5),
    figures: [
      ["first training cost", 0.9249],
      ["second training cost", 0.8392],
    ],
  },
  "size-100": { ...size(100), figures: [["last validation", 69.09]] },
  "size-200": { ...size(200), figures: [["last validation", 76.37]] },
  "size-500": { ...size(500), figures: [["last validation", 85.29]] },
  "size-1000": { ...size(1000), figures: [["last validation", 88.85]] },
  "size-2000": { ...size(2000), figures: [["last validation", 91.27]] },
  "size-5000": { ...size(5000), figures: [["last validation", 93.24]] },
  "size-10000": { ...size(10_000), figures: [["last validation", 94.89]] },
  "size-20000": { ...size(20_000), figures: [["last validation", 95.85]] },
  "size-50000": { ...size(50_000), figures: [["last validation", 95.97]] },

  "deep-1": { ...chapter5, hidden: [30], figures: [["best validation", 96.48]] },
  "deep-2": { ...chapter5, hidden: [30, 30], figures: [["best validation", 96.9]] },
  "deep-3": { ...chapter5, hidden: [30, 30, 30], figures: [["best validation", 96.57]] },
  "deep-4": { ...chapter5, hidden: [30, 30, 30, 30], figures: [["best validation", 96.53]] },
};
