// Faults 32–50 and 52–54: the network, its training, its evaluation.
import { rowsOf, take } from "./data.mjs";
import { book, defaults, gaussian, modern, xavier } from "./recipes.mjs";

const plusOne = (data) => ({ ...data, labels: data.labels.map((label) => label + 1) });

function sorted(data) {
  const rows = Array.from({ length: rowsOf(data) }, (_, i) => i).sort(
    (a, b) => data.labels[a] - data.labels[b] || a - b,
  );
  return take(data, rows);
}

const best = (row, better) => {
  let at = 0;
  for (let i = 1; i < row.length; i++) if (better(row[i], row[at])) at = i;
  return at;
};

/** Evaluators as people write them: (scores, labels, classes) → share of right answers. */
const rowOf = (scores, i, classes) => scores.subarray(i * classes, (i + 1) * classes);
const share = (labels, right) => labels.reduce((sum, label, i) => sum + (right(label, i) ? 1 : 0), 0) / labels.length;
export const EVALUATORS = {
  right: (scores, labels, classes) =>
    share(labels, (label, i) => best(rowOf(scores, i, classes), (a, b) => a > b) === label),
  argmin: (scores, labels, classes) =>
    share(labels, (label, i) => best(rowOf(scores, i, classes), (a, b) => a < b) === label),
  axis: (scores, labels, classes) => {
    const winners = Array.from({ length: classes }, (_, k) =>
      best(
        labels.map((_, i) => scores[i * classes + k]),
        (a, b) => a > b,
      ),
    );
    return share(labels, (label, i) => winners[i % classes] === label);
  },
  strings: (scores, labels, classes) =>
    share(labels, (label, i) => String(best(rowOf(scores, i, classes), (a, b) => a > b)) === label),
  wrongN: (scores, labels, classes) => EVALUATORS.right(scores, labels, classes) / 6,
};

/** `foreign`: made by a program that is not ours, so there is no run of ours to look at. */
export function trainingFaults(base, seed) {
  const odd = seed % 2 === 1;
  const either = odd ? book : modern;
  const fault = (id, title, truth, recipe, more = {}) => ({
    id: String(id),
    title,
    truth,
    also: [],
    ...more,
    recipe,
    make: () => ({ ...base, ...more.data?.() }),
  });
  const few = { epochs: Math.ceil(defaults.epochs / 2) };
  const bug = (bugs, changes = {}) => ({ ...few, ...changes, bugs });
  return [
    fault(32, "softmax twice", ["D2"], modern(bug({ softmaxTwice: true })), { foreign: true }),
    fault(33, "ReLU as output", ["D3"], book({ ...few, activations: ["sigmoid", "relu"] }), { also: ["F10", "F12"] }),
    fault(
      34,
      "linear hidden layer of one unit",
      ["D4", "D9"],
      book({ ...few, sizes: [784, 1, 10], activations: ["linear", "sigmoid"], learningRate: 0.5 }),
      { also: ["G3"] },
    ),
    odd
      ? fault(35, "labels 1 to 10, outputs 0 to 9", ["B14", "D1"], book(), {
          data: () => ({ training: plusOne(base.training), test: plusOne(base.test) }),
        })
      : fault(35, "nine outputs for ten classes", ["D1", "B14"], book({ sizes: [784, 30, 9] })),
    fault(36, "gradient summed over the batch", ["D6", "F6"], either(bug({ sum: true }, { batchSize: 100 })), {
      foreign: true,
      also: ["F1", "F12", "F11", "F9"],
    }),
    fault(37, "sign of the update flipped", ["D7"], either(bug({ signFlipped: true })), {
      foreign: true,
      also: ["F4", "F9"],
    }),
    fault(38, "backprop without the slope in layer 1", ["F4"], book(bug({ missingSlope: true })), { foreign: true }),
    odd
      ? fault(39, "backprop skips layer 1", ["F4", "F3"], book(bug({ frozen: [0] })), { foreign: true })
      : fault(39, "backprop with W2 not transposed", ["F4"], book(bug({ notTransposed: true })), { foreign: true }),
    fault(
      40,
      odd ? "weights all zero" : "weights all 0.5",
      ["E1"],
      either({ ...few, weight: () => (odd ? 0 : 0.5), bias: () => 0 }),
      { also: ["F12"] },
    ),
    fault(41, "weights N(0, 100²)", ["E2"], book({ ...few, weight: (_n, random) => 100 * random.normal() }), {
      also: ["F11", "F8"],
    }),
    fault(42, "learning rate 100", ["F1"], either({ ...few, learningRate: 100 }), {
      also: ["F9", "F10", "F11", "F12", "F15"],
    }),
    fault(43, "learning rate 0.0001", ["F2"], either({ ...few, learningRate: odd ? 0.0001 : 0.000_001 }), {
      also: ["F14", "G3"],
    }),
    odd
      ? fault(44, "learning rate 0", ["F3", "F2"], book({ learningRate: 0 }))
      : fault(44, "layer 1 never changes", ["F3"], book(bug({ frozen: [0] }))),
    fault(45, "sorted labels, not shuffled", ["F7"], either({ ...few, shuffle: false }), {
      data: () => ({ training: sorted(base.training) }),
      also: ["F12"],
    }),
    fault(46, "only the last image of a batch counts", ["F5"], either(bug({ onlyLast: true }, { batchSize: 50 })), {
      foreign: true,
      also: ["F14", "G3"],
    }),
    fault(47, "weights made anew each epoch", ["E4"], either(bug({ reinitialise: true })), { foreign: true }),
    fault(48, odd ? "evaluation takes the smallest score" : "evaluation along the wrong axis", ["H2"], either(), {
      evaluator: odd ? "argmin" : "axis",
    }),
    odd
      ? fault(49, "evaluation of an untrained copy", ["H7"], either(), { stale: true })
      : fault(49, "evaluation on the training set", ["H1"], modern({ epochs: 15 }), { evaluatesTraining: true }),
    [
      fault(50, "data that can be read only once", ["A9"], either(bug({ exhausted: true })), {
        foreign: true,
        also: ["F14"],
      }),
      fault(50, "labels compared as texts", ["H3"], either(), { evaluator: "strings" }),
      fault(50, "divided by a wrong count", ["H4"], either(), { evaluator: "wrongN" }),
    ][seed % 3],
    fault(
      52,
      "six sigmoid layers, N(0, 0.01²)",
      ["F8", "E3"],
      book({
        sizes: [784, 30, 30, 30, 30, 30, 10],
        activations: Array(6).fill("sigmoid"),
        weight: (_n, random) => 0.01 * random.normal(),
        bias: () => 0,
      }),
      { also: ["F12"] },
    ),
    fault(
      53,
      "ReLU units that are dead from the start",
      ["F10"],
      modern({ bias: (layer) => (layer === 0 ? -10 : 0) }),
      { also: ["F12"] },
    ),
    fault(54, "dropout 0.95", ["F13"], modern({ dropout: 0.95, epochs: 4, learningRate: 0.3 }), { also: ["G3"] }),
  ];
}

export { gaussian, xavier };
