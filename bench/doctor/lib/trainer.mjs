// A small float64 trainer of its own, in plain loops, that can also be broken on purpose (`bugs`), and that records what the
// rivals' rules look at. Faults of training are made here, so that neither Myelin's engine nor its checks are involved.
import { permutation, randomOf } from "./random.mjs";

const ACTIVATIONS = {
  sigmoid: { f: (z) => 1 / (1 + Math.exp(-z)), slope: (_z, a) => a * (1 - a) },
  tanh: { f: Math.tanh, slope: (_z, a) => 1 - a * a },
  relu: { f: (z) => (z > 0 ? z : 0), slope: (z) => (z > 0 ? 1 : 0) },
  linear: { f: (z) => z, slope: () => 1 },
};

/**
 * @typedef {object} Recipe
 * @property {number[]} sizes
 * @property {string[]} activations one a layer; "softmax" only last
 * @property {"quadratic" | "cross-entropy"} cost cross-entropy: of softmax or sigmoid outputs
 * @property {(fanIn: number, random: object, layer: number) => number} weight
 * @property {(layer: number, random: object) => number} [bias]
 * @property {number} learningRate
 * @property {number} batchSize
 * @property {number} epochs
 * @property {boolean} [shuffle]
 * @property {number} [scale] factor of the pixels
 * @property {number} [dropout]
 * @property {(epoch: number) => number} [schedule] factor of the learning rate
 * @property {object} [bugs]
 */

export function initialise(recipe, seed) {
  const random = randomOf(seed, "initial weights");
  return recipe.sizes.slice(1).map((units, l) => ({
    weights: Float64Array.from({ length: units * recipe.sizes[l] }, () => recipe.weight(recipe.sizes[l], random, l)),
    biases: Float64Array.from({ length: units }, () => recipe.bias?.(l, random) ?? 0),
    inputs: recipe.sizes[l],
    units,
  }));
}

const copyOf = (layers) =>
  layers.map((layer) => ({ ...layer, weights: layer.weights.slice(), biases: layer.biases.slice() }));

const sparseRows = new WeakMap();

/** The values that are not zero, and their places; of input rows kept for the next pass. */
function sparse(x, keep) {
  const known = keep && sparseRows.get(x);
  if (known) return known;
  let count = 0;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) count++;
  const row = { index: new Int32Array(count), value: new Float64Array(count) };
  for (let i = 0, k = 0; i < x.length; i++) {
    if (x[i] === 0) continue;
    row.index[k] = i;
    row.value[k++] = x[i];
  }
  if (keep) sparseRows.set(x, row);
  return row;
}

/** Weighted inputs and activations of every layer for one input row. */
function forward(layers, recipe, x, keep) {
  const zs = [];
  const as = [x];
  layers.forEach(({ weights, biases, inputs, units }, l) => {
    const input = as[l];
    const { index, value } = sparse(input, l === 0);
    const z = new Float64Array(units);
    for (let o = 0; o < units; o++) {
      let sum = biases[o];
      const at = o * inputs;
      for (let k = 0; k < index.length; k++) sum += weights[at + index[k]] * value[k];
      z[o] = sum;
    }
    const name = recipe.activations[l];
    const a = name === "softmax" ? softmax(z) : z.map(ACTIVATIONS[name].f);
    const mask = keep?.[l];
    if (mask) for (let o = 0; o < units; o++) a[o] *= mask[o];
    zs.push(z);
    as.push(a);
  });
  if (recipe.bugs?.softmaxTwice) as.push(softmax(as.at(-1)));
  return { zs, as };
}

function softmax(z) {
  let max = -Infinity;
  for (const value of z) if (value > max) max = value;
  const e = z.map((value) => Math.exp(value - max));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((value) => value / sum);
}

/** One row's answers. */
export function answer(layers, recipe, x) {
  return forward(layers, recipe, x).as.at(-1);
}

function lossOf(a, label, recipe) {
  let loss = 0;
  for (let o = 0; o < a.length; o++) {
    const y = o === label ? 1 : 0;
    if (recipe.cost === "quadratic") loss += 0.5 * (a[o] - y) ** 2;
    else if (recipe.activations.at(-1) === "softmax") loss -= y ? Math.log(Math.max(a[o], 1e-300)) : 0;
    else loss -= y ? Math.log(Math.max(a[o], 1e-15)) : Math.log(Math.max(1 - a[o], 1e-15));
  }
  return loss;
}

/** Errors δ = ∂cost/∂z of every layer for one row. */
function backward(layers, recipe, { zs, as }, label, keep) {
  const bugs = recipe.bugs ?? {};
  const last = layers.length - 1;
  const out = as.at(-1);
  const difference = out.map((a, o) => a - (o === label ? 1 : 0));
  const deltas = new Array(layers.length);
  const name = recipe.activations[last];
  if (bugs.softmaxTwice) {
    const p = as[last + 1];
    const mean = p.reduce((sum, value, o) => sum + value * difference[o], 0);
    deltas[last] = p.map((value, o) => value * (difference[o] - mean));
  } else if (recipe.cost === "quadratic" && name !== "softmax") {
    deltas[last] = difference.map((d, o) => d * ACTIVATIONS[name].slope(zs[last][o], as[last + 1][o]));
  } else deltas[last] = difference;
  for (let l = last - 1; l >= 0; l--) {
    const { weights, inputs, units } = layers[l + 1];
    const delta = new Float64Array(inputs);
    for (let o = 0; o < units; o++) {
      const d = deltas[l + 1][o];
      if (d === 0) continue;
      for (let i = 0; i < inputs; i++)
        delta[i] += d * weights[bugs.notTransposed ? (i * units + o) % weights.length : o * inputs + i];
    }
    const { slope } = ACTIVATIONS[recipe.activations[l]];
    const mask = keep?.[l];
    for (let i = 0; i < inputs; i++) {
      if (!(bugs.missingSlope && l === 0))
        delta[i] *= slope(zs[l][i], mask ? as[l + 1][i] / (mask[i] || 1) : as[l + 1][i]);
      if (mask) delta[i] *= mask[i];
    }
    if (bugs.wrongFactor && l === 0) for (let i = 0; i < inputs; i++) delta[i] *= bugs.wrongFactor;
    deltas[l] = delta;
  }
  return deltas;
}

/** One input row, scaled. */
export function inputRow({ images, size }, row, scale) {
  const x = new Float64Array(size);
  const at = row * size;
  for (let i = 0; i < size; i++) x[i] = images[at + i] * scale;
  return x;
}

function update(layers, recipe, batch, rate) {
  const bugs = recipe.bugs ?? {};
  const used = bugs.onlyLast ? batch.slice(-1) : batch;
  const step = (bugs.sum ? rate : rate / used.length) * (bugs.signFlipped ? -1 : 1);
  for (const { as, deltas } of used) {
    layers.forEach(({ weights, biases, inputs, units }, l) => {
      if (bugs.frozen?.includes(l)) return;
      const input = as[l];
      const { index, value } = sparse(input, l === 0);
      for (let o = 0; o < units; o++) {
        const d = step * deltas[l][o];
        if (d === 0) continue;
        const at = o * inputs;
        for (let k = 0; k < index.length; k++) weights[at + index[k]] -= d * value[k];
        biases[o] -= d;
      }
    });
  }
}

function dropoutMasks(recipe, random) {
  if (!recipe.dropout) return undefined;
  const keep = 1 - recipe.dropout;
  return recipe.sizes
    .slice(1)
    .map((units, l) =>
      l === recipe.sizes.length - 2
        ? undefined
        : Float64Array.from({ length: units }, () => (random.uniform() < keep ? 1 / keep : 0)),
    );
}

/**
 * Trains, and records each epoch. Rows beyond min(images, labels) are left out, as zip does.
 *
 * @param {Recipe} recipe
 * @returns layers, a snapshot of them each epoch, the trace
 */
export function train(data, recipe, seed) {
  const { scale = 1 / 255, shuffle = true, bugs = {} } = recipe;
  let layers = initialise(recipe, seed);
  const initial = copyOf(layers);
  const count = Math.min(Math.floor(data.images.length / data.size), data.labels.length);
  const random = randomOf(seed, "training");
  const inputs = Array.from({ length: count }, (_, row) => inputRow(data, row, scale));
  const snapshots = [];
  const trace = [];
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    if (bugs.reinitialise) layers = initialise(recipe, seed + epoch);
    const before = copyOf(layers);
    const exhausted = bugs.exhausted && epoch > 1;
    const order = shuffle ? permutation(count, random) : Uint32Array.from({ length: count }, (_, i) => i);
    const rate = recipe.learningRate * (recipe.schedule?.(epoch) ?? 1);
    const losses = [];
    for (let from = 0; from < count && !exhausted; from += recipe.batchSize) {
      const keep = dropoutMasks(recipe, random);
      const batch = Array.from(order.subarray(from, from + recipe.batchSize), (row) => {
        const pass = forward(layers, recipe, inputs[row], keep);
        const label = data.labels[row];
        return {
          ...pass,
          deltas: backward(layers, recipe, pass, label, keep),
          loss: lossOf(pass.as.at(-1), label, recipe),
        };
      });
      losses.push(batch.reduce((sum, { loss }) => sum + loss, 0) / batch.length);
      update(layers, recipe, batch, rate);
    }
    snapshots.push(copyOf(layers));
    trace.push({
      epoch,
      loss: mean(losses),
      losses,
      rate,
      layers: layerStatistics(layers, before, recipe, data, Math.min(count, 128)),
    });
  }
  return { recipe, initial, layers, snapshots, trace, seed };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What health checks and rivals look at: per layer, over the first rows. */
function layerStatistics(layers, before, recipe, data, rows) {
  const scale = recipe.scale ?? 1 / 255;
  const statistics = layers.map(({ units, weights }) => ({
    slope: 0,
    nonPositive: 0,
    above5: 0,
    saturated: 0,
    outMean: 0,
    outAbs: 0,
    active: new Uint8Array(units),
    gradient: new Float64Array(weights.length),
  }));
  for (let row = 0; row < rows; row++) {
    const pass = forward(layers, recipe, inputRow(data, row, scale));
    const deltas = backward(
      layers,
      { ...recipe, bugs: {} },
      { zs: pass.zs, as: pass.as.slice(0, layers.length + 1) },
      data.labels[row],
    );
    statistics.forEach((s, l) => {
      addRow(s, layers[l], recipe.activations[l], pass.zs[l], pass.as[l + 1], pass.as[l], deltas[l]);
    });
  }
  return statistics.map((s, l) => summary(s, layers[l], before[l], rows));
}

function addRow(s, { units, inputs }, name, z, a, input, delta) {
  const slope = ACTIVATIONS[name]?.slope ?? ((_z, p) => p * (1 - p));
  for (let o = 0; o < units; o++) {
    const d = slope(z[o], a[o]);
    s.slope += d / units;
    if (d !== 0) s.active[o] = 1;
    if (a[o] <= 0) s.nonPositive += 1 / units;
    if ((name === "sigmoid" || name === "tanh") && Math.abs(z[o]) >= 5) s.above5 += 1 / units;
    if (name === "sigmoid" ? z[o] < -23 || z[o] > 16.99999 : name === "tanh" && Math.abs(z[o]) > 9.4999)
      s.saturated += 1 / units;
    s.outMean += a[o] / units;
    s.outAbs += Math.abs(a[o]) / units;
    if (delta[o] !== 0) for (let i = 0; i < inputs; i++) s.gradient[o * inputs + i] += delta[o] * input[i];
  }
}

function summary(s, layer, before, rows) {
  const { weights, units } = layer;
  let [norm, moved, old, gradNorm, gradAbs, zero, sum, square] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const g = s.gradient[i] / rows;
    norm += weights[i] ** 2;
    old += before.weights[i] ** 2;
    moved += (weights[i] - before.weights[i]) ** 2;
    gradNorm += g * g;
    gradAbs += Math.abs(g);
    if (g === 0) zero++;
    sum += weights[i];
    square += weights[i] ** 2;
  }
  const n = weights.length;
  const variance = square / n - (sum / n) ** 2;
  const dead = s.active.reduce((count, active) => count + (active ? 0 : 1), 0) / units;
  const share = (value) => value / rows;
  return {
    slope: share(s.slope),
    dead,
    nonPositive: share(s.nonPositive),
    above5: share(s.above5),
    saturated: share(s.saturated),
    outMean: share(s.outMean),
    outAbs: share(s.outAbs),
    weightMean: sum / n,
    weightVariance: variance,
    weightNorm: Math.sqrt(norm),
    updateRatio: old > 0 ? Math.sqrt(moved / old) : moved > 0 ? Infinity : 0,
    moved: Math.sqrt(moved),
    gradNorm: Math.sqrt(gradNorm),
    gradAbs: gradAbs / n,
    gradZero: zero / n,
    gradMean: s.gradient.reduce((a, b) => a + b, 0) / n / rows,
  };
}

/** Scores of all rows (rows, classes), and the share and loss against `labels`. */
export function scores(model, layers, data, limit = Infinity) {
  const { recipe } = model;
  const rows = Math.min(limit, Math.floor(data.images.length / data.size));
  const width = recipe.sizes.at(-1);
  const values = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++)
    values.set(answer(layers, recipe, inputRow(data, row, recipe.scale ?? 1 / 255)), row * width);
  return { values, width, rows };
}

export function judged({ values, width, rows }, labels, recipe) {
  const count = Math.min(rows, labels.length);
  let correct = 0;
  let loss = 0;
  for (let row = 0; row < count; row++) {
    const a = values.subarray(row * width, (row + 1) * width);
    let best = 0;
    for (let o = 1; o < width; o++) if (a[o] > a[best]) best = o;
    if (best === labels[row]) correct++;
    loss += lossOf(a, labels[row], recipe);
  }
  return { accuracy: correct / count, correct, total: count, loss: loss / count };
}

/**
 * The gradient as the program computes it, bugs included: canonical parameters (layer by layer, weights row-major, then
 * biases), rows of inputs as the network takes them, and class numbers in; laid out like the parameters out.
 */
export function gradientFunction(recipe) {
  const { sizes, bugs = {} } = recipe;
  return (parameters, inputs, labels) => {
    let at = 0;
    const part = (length) => {
      at += length;
      return parameters.subarray(at - length, at);
    };
    const layers = sizes.slice(1).map((units, l) => {
      const weights = part(units * sizes[l]);
      return { weights, biases: part(units), inputs: sizes[l], units };
    });
    const rows = bugs.onlyLast ? [labels.length - 1] : labels.map((_, row) => row);
    const gradient = new Float64Array(parameters.length);
    for (const row of rows) {
      const pass = forward(layers, recipe, inputs.slice(row * sizes[0], (row + 1) * sizes[0]));
      addGradient(gradient, layers, pass.as, backward(layers, recipe, pass, labels[row]), bugs.frozen ?? []);
    }
    return bugs.sum ? gradient : gradient.map((value) => value / rows.length);
  };
}

function addGradient(gradient, layers, as, deltas, frozen) {
  let at = 0;
  layers.forEach(({ inputs, units }, l) => {
    for (let o = 0; o < units && !frozen.includes(l); o++) {
      for (let i = 0; i < inputs; i++) gradient[at + o * inputs + i] += deltas[l][o] * as[l][i];
      gradient[at + units * inputs + o] += deltas[l][o];
    }
    at += units * (inputs + 1);
  });
}
