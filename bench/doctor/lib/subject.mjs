// From a fault or control to what a person could hand over, and to the trace that the rivals' rules look at.
import { readIdx, writeIdx } from "../../../dist/src/formats/idx.js";
import { Network } from "../../../dist/src/network/index.js";
import { rowsOf } from "./data.mjs";
import { answer, gradientFunction, judged, scores, train } from "./trainer.mjs";
import { EVALUATORS } from "./training-faults.mjs";

const models = new WeakMap();

/** Trained once for the same training data, recipe and seed. */
function trained(training, recipe, seed) {
  const key = JSON.stringify([recipe, String(recipe.weight), String(recipe.bias), String(recipe.schedule), seed]);
  const known = models.get(training) ?? new Map();
  models.set(training, known);
  if (!known.has(key)) known.set(key, train(training, recipe, seed));
  return known.get(key);
}

const HISTORY_ROWS = 500;
const answered = new WeakMap();

/** Scores of the first rows after epoch i; the same images are answered once. */
function snapshotScores(model, i, data) {
  const snapshot = model.snapshots[i];
  const known = answered.get(snapshot) ?? new WeakMap();
  answered.set(snapshot, known);
  if (!known.has(data.images)) known.set(data.images, scores(model, snapshot, data, HISTORY_ROWS));
  return known.get(data.images);
}

/** A fault with its data made and its network trained. */
export function subjectOf(one, seed) {
  const made = one.make();
  const recipe = { ...one.recipe, ...made.recipe };
  const { training, test, validation } = made;
  if (recipe.sizes[0] !== training.size) recipe.sizes = [training.size, ...recipe.sizes.slice(1)];
  if (made.untrained) return { ...one, seed, recipe, training, test, cutFile: made.cutFile };
  const model = trained(training, recipe, seed);
  const history = model.trace.map(({ epoch, loss }, i) => {
    const of = (data) => data && judged(snapshotScores(model, i, data), data.labels, recipe);
    return { epoch, loss, training: of(training), test: of(test), validation: of(validation) };
  });
  return { ...one, seed, recipe, training, test, validation, model, history };
}

const sample = (data, side) => ({
  images: data.images,
  size: data.size,
  labels: data.labels,
  ...(data.labelWidth ? { labelWidth: data.labelWidth } : {}),
  shape: data.shape,
  names: { images: `${side} images`, labels: `${side} labels` },
});

/** The input of `diagnose`. */
export function doctorInput(subject) {
  const { training, test, validation, model, recipe } = subject;
  const input = { training: sample(training, "training"), test: sample(test, "test") };
  if (validation) input.validation = sample(validation, "validation");
  if (subject.cutFile) return cutInput(input, training);
  if (!model) return input;
  const width = recipe.sizes.at(-1);
  const own = scores(model, model.layers, test);
  const evaluated = subject.evaluatesTraining ? scores(model, model.layers, training) : own;
  const shown = subject.stale ? scores(model, model.initial, test) : evaluated;
  const judgeLabels = subject.evaluatesTraining ? training.labels : test.labels;
  const evaluate = EVALUATORS[subject.evaluator ?? "right"];
  const count = Math.min(shown.rows, judgeLabels.length);
  return {
    ...input,
    ...networkOf(subject),
    predictions: { training: predictions(model, training), test: { values: shown.values, width } },
    predict: (images, rows) => predictWith(model, images, rows, training.size),
    ...(subject.evaluator ? { evaluate } : {}),
    reported: evaluate(shown.values.subarray(0, count * width), Array.from(judgeLabels.slice(0, count)), width),
    history: historyRows(subject),
    settings: {
      epochs: recipe.epochs,
      batchSize: recipe.batchSize,
      learningRate: recipe.learningRate,
      shuffle: recipe.shuffle ?? true,
    },
  };
}

function predictions(model, data) {
  const { values, width } = scores(model, model.layers, data);
  return { values, width };
}

function predictWith(model, images, count, size) {
  const width = model.recipe.sizes.at(-1);
  const out = new Float32Array(count * width);
  const scale = model.recipe.scale ?? 1 / 255;
  for (let row = 0; row < count; row++) {
    const x = Float64Array.from(images.subarray(row * size, (row + 1) * size), (value) => value * scale);
    out.set(answer(model.layers, model.recipe, x), row * width);
  }
  return out;
}

function cutInput(input, training) {
  const whole = writeIdx({ type: "uint8", shape: [rowsOf(training), 28, 28], data: training.images });
  const file = { name: "train-images-idx3-ubyte", bytes: whole.subarray(0, Math.floor(0.7 * whole.length)) };
  try {
    readIdx(file);
  } catch ({ code, message, facts }) {
    const problems = [{ role: "training images", file: file.name, code, message, facts }];
    return { ...input, training: { ...input.training, images: new Uint8Array(0), size: 0 }, problems };
  }
  throw new Error("the cut file was read");
}

function historyRows({ history }) {
  return history.map(({ epoch, loss, training, test, validation }) => ({
    epoch,
    loss,
    accuracy: training.accuracy,
    ...(validation ? { validationLoss: validation.loss, validationAccuracy: validation.accuracy } : {}),
    testLoss: test.loss,
    testAccuracy: test.accuracy,
  }));
}

const COSTS = (recipe) => (recipe.activations.at(-1) === "softmax" ? "log-likelihood" : recipe.cost);

/** Our own Network, where its spec can say it, and a run of ours where the fault is one of settings and not of a program. */
function networkOf(subject) {
  const { recipe, model, training } = subject;
  if (recipe.bugs?.softmaxTwice) return {};
  const spec = {
    input: { shape: training.shape, divideBy: Math.round(1 / (recipe.scale ?? 1 / 255)) },
    layers: recipe.sizes.slice(1).map((units, l) => ({ units, activation: recipe.activations[l] })),
    cost: COSTS(recipe),
    initialisation: "gaussian",
    seed: subject.seed,
  };
  let network;
  try {
    network = Network.create(spec);
  } catch {
    return {}; // our own spec refuses it: only a program of somebody else can be like that
  }
  model.layers.forEach(({ weights, biases }, l) => {
    network.weights(l + 1).set(weights);
    network.biases(l + 1).set(biases);
  });
  return subject.foreign
    ? { network, gradient: gradientFunction(recipe) }
    : { network, run: eventsOf(subject, network.spec) };
}

function eventsOf({ recipe, model, history, training, test }, spec) {
  const { epochs, batchSize, learningRate, dropout } = recipe;
  const score = ({ correct, total, loss }) => ({ correct, total, cost: loss });
  const start = {
    type: "run-start",
    format: 1,
    myelin: "0.1.0",
    data: { name: "bench", training: rowsOf(training), validation: 0, test: rowsOf(test), sha256: "" },
    network: spec,
    parameters: 0,
    settings: { epochs, batchSize, learningRate, ...(dropout ? { dropout } : {}) },
    engine: { kernels: "typescript", threads: 1, bits: true, input: "dense" },
    resumedAfter: 0,
  };
  const events = history.map((row, i) => ({
    type: "epoch",
    epoch: row.epoch,
    cost: row.loss,
    trainingSeconds: 1,
    learningRate: model.trace[i].rate,
    training: score(row.training),
    test: score(row.test),
    health: model.trace[i].layers.map(({ slope, dead, updateRatio, weightNorm }, l) => ({
      layer: l + 1,
      slope,
      dead,
      updateRatio,
      weightNorm,
    })),
  }));
  const reason = history.every(({ loss }) => Number.isFinite(loss)) ? "finished" : "diverged";
  return [start, ...events, { type: "run-end", reason, epochs: history.length, trainingSeconds: 1, weightsSha256: "" }];
}
