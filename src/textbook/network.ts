/**
 * The network of Michael Nielsen's "Neural Networks and Deep Learning", to be read beside chapters 1, 2 and 3: his
 * names, float64, plain loops, nothing clever. BP1 … BP4 are the four equations of backpropagation in chapter 2.
 *
 * For speed, other layers and help with trouble there is `myelin`; it is tested against this file.
 */

import { usageError } from "../core/errors.ts";
import { Random } from "../core/random.ts";
import { type Cost, QuadraticCost, sigmoid, sigmoidPrime } from "./costs.ts";

/**
 * One example of the book's lists: the input x, and what is wanted, y: a vector with a 1 in the place of the digit
 * (as in the book's training data) or the digit itself (as in its test data). Either is understood everywhere.
 */
export type Pair = readonly [x: Float64Array, y: Float64Array | number];

/** Where random numbers come from: normal deviates for weights, integers in 0 … n − 1 for shuffling. */
export interface Randomness {
  normal(): number;
  below(n: number): number;
}

export interface NetworkOptions {
  /** `QuadraticCost` (chapter 1, the default) or `CrossEntropyCost` (chapter 3). */
  readonly cost?: Cost;
  /** "large": weights N(0, 1) (chapter 1, the default). "default": N(0, 1/inputs), chapter 3's better choice. */
  readonly initializer?: "large" | "default";
  /** Default: Myelin's own generator with this seed; without one, seed 0. The same seed gives the same network. */
  readonly seed?: number;
  readonly random?: Randomness;
}

/**
 * A network of sigmoid neurons, trained by stochastic gradient descent:
 *
 *     const net = new Network([784, 30, 10]);
 *     for (const epoch of net.SGD(trainingData, 30, 10, 3.0)) console.log(epoch, net.evaluate(testData));
 */
export class Network {
  readonly sizes: readonly number[];
  /** biases[l][j]: bias of neuron j in layer l; the input layer has none, so l = 0 is the first hidden layer. */
  biases: Float64Array[] = [];
  /** weights[l][j][k]: weight from neuron k of the layer before to neuron j of layer l. */
  weights: Float64Array[][] = [];
  readonly cost: Cost;
  readonly #random: Randomness;

  /** @param sizes neurons of each layer, input first: [784, 30, 10] @throws TEXTBOOK_SIZES, SEED_RANGE */
  constructor(sizes: readonly number[], options: NetworkOptions = {}) {
    if (sizes.length < 2 || !sizes.every((size) => Number.isInteger(size) && size > 0))
      throw usageError(
        "TEXTBOOK_SIZES",
        `A network needs the sizes of at least two layers, not [${sizes.join(", ")}].`,
      );
    this.sizes = sizes;
    this.cost = options.cost ?? QuadraticCost;
    this.#random = options.random ?? new Random(options.seed ?? 0, "weights");
    if (options.initializer === "default") this.defaultWeightInitializer();
    else this.largeWeightInitializer();
  }

  /** Chapter 1: every weight and bias from N(0, 1). All biases are drawn first, then all weights, layer by layer. */
  largeWeightInitializer(): void {
    const normals = (count: number) => Float64Array.from({ length: count }, () => this.#random.normal());
    this.biases = this.sizes.slice(1).map(normals);
    this.weights = this.biases.map((b, l) => Array.from(b, () => normals(this.sizes[l])));
  }

  /** Chapter 3: the same numbers, but each weight divided by √(number of inputs), so that no neuron starts saturated. */
  defaultWeightInitializer(): void {
    this.largeWeightInitializer();
    this.weights = this.weights.map((rows) => rows.map((row) => row.map((w) => w / Math.sqrt(row.length))));
  }

  /** The output of the network for input a. */
  feedforward(a: Float64Array): Float64Array {
    for (let l = 0; l < this.weights.length; l++) a = this.weightedInput(l, a).map(sigmoid);
    return a;
  }

  /** z = w·a + b, the weighted input of layer l when the layer before answers a. */
  weightedInput(l: number, a: Float64Array): Float64Array {
    const z = new Float64Array(this.biases[l]);
    for (let j = 0; j < z.length; j++) {
      const row = this.weights[l][j];
      let sum = 0;
      for (let k = 0; k < row.length; k++) sum += row[k] * a[k];
      z[j] = sum + z[j];
    }
    return z;
  }

  /**
   * Stochastic gradient descent. Shuffles `trainingData` (in place, as the book does), cuts it into mini-batches and
   * learns from each. The caller gets a turn after every epoch, with the number of the epoch, counted from 0.
   * Nothing happens until it is asked for: use it in a `for … of`.
   *
   * @param eta learning rate η
   * @param lambda strength of L2 regularisation (chapter 3): weight decay η·λ/n
   * @throws TEXTBOOK_BATCH, TEXTBOOK_PAIR
   */
  *SGD(
    trainingData: Pair[],
    epochs: number,
    miniBatchSize: number,
    eta: number,
    lambda = 0,
  ): Generator<number, void, undefined> {
    if (!(Number.isInteger(miniBatchSize) && miniBatchSize > 0))
      throw usageError(
        "TEXTBOOK_BATCH",
        `The size of a mini-batch must be a whole number from 1, not ${miniBatchSize}.`,
      );
    this.#check(trainingData);
    for (let epoch = 0; epoch < epochs; epoch++) {
      this.#shuffle(trainingData);
      for (let k = 0; k < trainingData.length; k += miniBatchSize)
        this.updateMiniBatch(trainingData.slice(k, k + miniBatchSize), eta, lambda, trainingData.length);
      yield epoch;
    }
  }

  /** One step down the mean gradient of a mini-batch: w ← (1 − η·λ/n)·w − η/m·Σ ∂C/∂w, b ← b − η/m·Σ ∂C/∂b. */
  updateMiniBatch(miniBatch: readonly Pair[], eta: number, lambda = 0, n = miniBatch.length): void {
    const nablaB = this.biases.map((b) => new Float64Array(b.length));
    const nablaW = this.weights.map((rows) => rows.map((row) => new Float64Array(row.length)));
    for (const [x, y] of miniBatch) {
      const { activations, deltas } = this.backprop(x, y);
      for (let l = 0; l < deltas.length; l++) {
        addTo(nablaB[l], 1, deltas[l]); // BP3: ∂C/∂b = δ
        for (let j = 0; j < deltas[l].length; j++) addTo(nablaW[l][j], deltas[l][j], activations[l]); // BP4: ∂C/∂w = a·δ
      }
    }
    const step = eta / miniBatch.length;
    const keep = 1 - eta * (lambda / n);
    for (let l = 0; l < this.weights.length; l++) {
      addTo(this.biases[l], -step, nablaB[l]);
      this.weights[l].forEach((row, j) => {
        const gradient = nablaW[l][j];
        for (let k = 0; k < row.length; k++) row[k] = keep * row[k] - step * gradient[k];
      });
    }
  }

  /**
   * What one example says about the weights: the activations of all layers, input first (activations[l] is the input of
   * weights[l]), and the errors δ = ∂C/∂z of all layers behind it. BP3 and BP4 make the gradient from them.
   */
  backprop(x: Float64Array, y: Float64Array | number): { activations: Float64Array[]; deltas: Float64Array[] } {
    // Forward, keeping every weighted input z and activation a = σ(z).
    const activations = [x];
    const zs: Float64Array[] = [];
    for (let l = 0; l < this.weights.length; l++) {
      const z = this.weightedInput(l, activations[l]);
      zs.push(z);
      activations.push(z.map(sigmoid));
    }
    // Backward: the error of the last layer (BP1), then of each layer before it (BP2): δ = (wᵀ·δ of the next) ⊙ σ′(z).
    const last = this.weights.length - 1;
    const deltas: Float64Array[] = [];
    deltas[last] = this.cost.delta(zs[last], activations[last + 1], this.#target(y));
    for (let l = last - 1; l >= 0; l--) {
      const sum = new Float64Array(zs[l].length);
      for (let j = 0; j < deltas[l + 1].length; j++) addTo(sum, deltas[l + 1][j], this.weights[l + 1][j]);
      deltas[l] = sum.map((value, j) => value * sigmoidPrime(zs[l][j]));
    }
    return { activations, deltas };
  }

  /** How many of `data` the network gets right: its answer is the neuron that is most active, the first of equals. */
  evaluate(data: readonly Pair[]): number {
    this.#check(data);
    return data.filter(([x, y]) => argmax(this.feedforward(x)) === (typeof y === "number" ? y : argmax(y))).length;
  }

  /** Mean cost of `data`, with the regularisation term λ/2n·Σw² (n: size of this data; weights only). */
  totalCost(data: readonly Pair[], lambda = 0): number {
    this.#check(data);
    let cost = 0;
    for (const [x, y] of data) cost += this.cost.fn(this.feedforward(x), this.#target(y)) / data.length;
    let squares = 0;
    for (const rows of this.weights) for (const row of rows) for (const w of row) squares += w * w;
    return cost + 0.5 * (lambda / data.length) * squares;
  }

  /** y as a vector: the digit 3 is 0 0 0 1 0 0 0 0 0 0. */
  #target(y: Float64Array | number): Float64Array {
    return typeof y === "number" ? vectorizedResult(y, this.sizes[this.sizes.length - 1]) : y;
  }

  #shuffle(data: Pair[]): void {
    for (let i = data.length - 1; i > 0; i--) {
      const j = this.#random.below(i + 1);
      [data[i], data[j]] = [data[j], data[i]];
    }
  }

  /** Wrong sizes would make every number NaN without a word. */
  #check(data: readonly Pair[]): void {
    const [inputs, outputs] = [this.sizes[0], this.sizes[this.sizes.length - 1]];
    const fits = ([x, y]: Pair) =>
      x.length === inputs && (typeof y === "number" ? y in this.biases[this.biases.length - 1] : y.length === outputs);
    const wrong = data.findIndex((pair) => !fits(pair));
    if (wrong < 0) return;
    const [x, y] = data[wrong];
    const wanted = typeof y === "number" ? `the answer ${y}` : `an answer of ${y.length} numbers`;
    throw usageError(
      "TEXTBOOK_PAIR",
      `Example ${wrong} has ${x.length} inputs and ${wanted}, but the network has ${inputs} input and ${outputs} output neurons; make data and sizes agree.`,
    );
  }
}

/** sum += factor·vector */
function addTo(sum: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i] + factor * vector[i];
}

/** The place of the largest number, the first of equals. */
export function argmax(vector: Float64Array): number {
  return vector.reduce((best, value, i) => (value > vector[best] ? i : best), 0);
}

/** A vector of zeros with a 1 in place j. */
export function vectorizedResult(j: number, length = 10): Float64Array {
  return Float64Array.from({ length }, (_, i) => (i === j ? 1 : 0));
}
