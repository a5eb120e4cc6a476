/**
 * The convolutional network of Michael Nielsen's "Neural Networks and Deep Learning", to be read beside chapter 6: the layers
 * of his network3.py, in float64 and plain loops, nothing clever.
 *
 *     const net = new Network3([
 *       new ConvPoolLayer({ imageShape: [1, 28, 28], filterShape: [20, 1, 5, 5], poolsize: [2, 2] }),
 *       new FullyConnectedLayer({ nIn: 20 * 12 * 12, nOut: 100 }),
 *       new SoftmaxLayer({ nIn: 100, nOut: 10 }),
 *     ]);
 *     for (const epoch of net.SGD(trainingData, 60, 10, 0.1)) console.log(epoch, net.evaluate(testData));
 *
 * It takes hours where `myelin` takes a minute; `myelin` is tested against it.
 */

import { usageError } from "../core/errors.ts";
import { Random } from "../core/random.ts";
import { sigmoid, sigmoidPrime } from "./costs.ts";
import { argmax, type Pair, type Randomness } from "./network.ts";

/** What a neuron makes of its weighted input z, and the slope of that. */
export interface ActivationFn {
  fn(z: number): number;
  prime(z: number): number;
}

export const Linear: ActivationFn = { fn: (z) => z, prime: () => 1 };
export const Sigmoid: ActivationFn = { fn: sigmoid, prime: sigmoidPrime };
export const Tanh: ActivationFn = { fn: Math.tanh, prime: (z) => 1 - Math.tanh(z) ** 2 };
export const ReLU: ActivationFn = { fn: (z) => Math.max(0, z), prime: (z) => (z > 0 ? 1 : 0) };

/** A layer in front of the softmax layer. What goes in and out is flat: maps one behind the other, each row by row. */
export interface Layer {
  readonly nIn: number;
  readonly nOut: number;
  /** Draws the biases, then the weights. */
  initialise(random: Randomness): void;
  /** What the layer answers. */
  feedforward(x: Float64Array): Float64Array;
  /** The same in training; what `backprop` needs is kept. */
  forward(x: Float64Array, random: Randomness): Float64Array;
  /** From ∂C/∂output of the example that went forward last: adds ∂C/∂w and ∂C/∂b up, and gives back ∂C/∂input. */
  backprop(dOutput: Float64Array): Float64Array;
  /** w ← keep·w − step·Σ ∂C/∂w, b ← b − step·Σ ∂C/∂b; the sums begin anew. */
  update(step: number, keep: number): void;
  /** Σw² */
  squares(): number;
}

export interface ConvPoolOptions {
  /** Input maps, their height and width: [1, 28, 28]. */
  readonly imageShape: readonly [maps: number, height: number, width: number];
  /** Filters, maps that each looks at, and height and width of its field: [20, 1, 5, 5]. */
  readonly filterShape: readonly [filters: number, maps: number, height: number, width: number];
  /** Height and width of a pooling window; default [2, 2]. */
  readonly poolsize?: readonly [height: number, width: number];
  /** Default `Sigmoid`. */
  readonly activation?: ActivationFn;
}

/** A convolution, and max-pooling of what it finds: a = act(max over the window of w∗x + b). */
export class ConvPoolLayer implements Layer {
  readonly nIn: number;
  readonly nOut: number;
  /** w[f][m][i][j]: weight of filter f for place (i, j) of its field on input map m. */
  w: Float64Array[][][] = [];
  /** b[f]: the one bias of filter f. */
  b: Float64Array;
  #nablaW: Float64Array[][][] = [];
  #nablaB: Float64Array;
  /** Of the example that went forward last: its input, the largest z of each window, and where it was. */
  #x: Float64Array = new Float64Array();
  #z: Float64Array = new Float64Array();
  #winners: number[] = [];
  readonly #options: Required<ConvPoolOptions>;
  /** Height and width of a feature map, and of a pooled one. */
  readonly #map: readonly [number, number];
  readonly #pooled: readonly [number, number];

  /** @throws TEXTBOOK_SHAPE where image, filters and windows do not fit */
  constructor(options: ConvPoolOptions) {
    const { imageShape, filterShape, poolsize = [2, 2], activation = Sigmoid } = options;
    this.#options = { imageShape, filterShape, poolsize, activation };
    const [maps, height, width] = imageShape;
    const [filters, filterMaps, fieldHeight, fieldWidth] = filterShape;
    this.#map = [height - fieldHeight + 1, width - fieldWidth + 1];
    this.#pooled = [Math.floor(this.#map[0] / poolsize[0]), Math.floor(this.#map[1] / poolsize[1])];
    if (maps !== filterMaps || this.#pooled[0] < 1 || this.#pooled[1] < 1)
      throw usageError(
        "TEXTBOOK_SHAPE",
        `Filters of [${filterShape.join(", ")}] and windows of [${poolsize.join(", ")}] do not fit images of [${imageShape.join(", ")}]: maps must agree and fields be smaller.`,
      );
    this.nIn = maps * height * width;
    this.nOut = filters * this.#pooled[0] * this.#pooled[1];
    this.b = new Float64Array(filters);
    this.#nablaB = new Float64Array(filters);
    this.w = this.#fields(() => 0);
    this.#nablaW = this.#fields(() => 0);
  }

  /** As network3.py: b from N(0, 1), w from N(0, 1/n), n = filters · field / window. */
  initialise(random: Randomness): void {
    const { filterShape, poolsize } = this.#options;
    const n = (filterShape[0] * filterShape[2] * filterShape[3]) / (poolsize[0] * poolsize[1]);
    this.b = this.b.map(() => random.normal());
    this.w = this.#fields(() => random.normal() / Math.sqrt(n));
  }

  feedforward(x: Float64Array): Float64Array {
    return this.#pool(x).z.map(this.#options.activation.fn);
  }

  forward(x: Float64Array): Float64Array {
    const { z, winners } = this.#pool(x);
    this.#x = x;
    this.#z = z;
    this.#winners = winners;
    return z.map(this.#options.activation.fn);
  }

  backprop(dOutput: Float64Array): Float64Array {
    const { activation, imageShape, filterShape } = this.#options;
    const [maps, height, width] = imageShape;
    const dInput = new Float64Array(this.nIn);
    // Only the place that won in its window had a say in the answer: δ = ∂C/∂z there, and 0 at the others.
    for (let o = 0; o < this.nOut; o++) {
      const delta = dOutput[o] * activation.prime(this.#z[o]);
      const f = Math.floor(o / (this.#pooled[0] * this.#pooled[1]));
      const [y, x] = [Math.floor(this.#winners[o] / this.#map[1]), this.#winners[o] % this.#map[1]];
      this.#nablaB[f] += delta;
      for (let m = 0; m < maps; m++)
        for (let i = 0; i < filterShape[2]; i++)
          for (let j = 0; j < filterShape[3]; j++) {
            const k = (m * height + y + i) * width + x + j;
            this.#nablaW[f][m][i][j] += delta * this.#x[k];
            dInput[k] += delta * this.w[f][m][i][j];
          }
    }
    return dInput;
  }

  update(step: number, keep: number): void {
    this.w.forEach((maps, f) => {
      maps.forEach((rows, m) => {
        rows.forEach((row, i) => {
          for (let j = 0; j < row.length; j++) row[j] = keep * row[j] - step * this.#nablaW[f][m][i][j];
        });
      });
      this.b[f] -= step * this.#nablaB[f];
    });
    this.#nablaW = this.#fields(() => 0);
    this.#nablaB.fill(0);
  }

  squares(): number {
    return this.w.flat(2).reduce((sum, row) => sum + row.reduce((part, w) => part + w * w, 0), 0);
  }

  /** One number for every weight. */
  #fields(make: () => number): Float64Array[][][] {
    const [filters, maps, height, width] = this.#options.filterShape;
    const row = () => Float64Array.from({ length: width }, make);
    const field = () => Array.from({ length: height }, row);
    return Array.from({ length: filters }, () => Array.from({ length: maps }, field));
  }

  /** The weighted input of filter f with its field at (y, x): Σ w·x + b. */
  #weightedInput(image: Float64Array, f: number, y: number, x: number): number {
    const [maps, height, width] = this.#options.imageShape;
    const [, , fieldHeight, fieldWidth] = this.#options.filterShape;
    let sum = this.b[f];
    for (let m = 0; m < maps; m++)
      for (let i = 0; i < fieldHeight; i++)
        for (let j = 0; j < fieldWidth; j++) sum += this.w[f][m][i][j] * image[(m * height + y + i) * width + x + j];
    return sum;
  }

  /** The largest weighted input of each window, and its place in the feature map; of equal ones the first. */
  #pool(image: Float64Array): { z: Float64Array; winners: number[] } {
    const { filterShape, poolsize } = this.#options;
    const z: number[] = [];
    const winners: number[] = [];
    for (let f = 0; f < filterShape[0]; f++)
      for (let py = 0; py < this.#pooled[0]; py++)
        for (let px = 0; px < this.#pooled[1]; px++) {
          let [best, winner] = [-Infinity, 0];
          for (let y = py * poolsize[0]; y < (py + 1) * poolsize[0]; y++)
            for (let x = px * poolsize[1]; x < (px + 1) * poolsize[1]; x++) {
              const found = this.#weightedInput(image, f, y, x);
              if (found > best) [best, winner] = [found, y * this.#map[1] + x];
            }
          z.push(best);
          winners.push(winner);
        }
    return { z: Float64Array.from(z), winners };
  }
}

export interface FullyConnectedOptions {
  readonly nIn: number;
  readonly nOut: number;
  /** Default `Sigmoid`. */
  readonly activation?: ActivationFn;
  /** Share of the inputs that fall away for each example of training; answers take (1 − p) of all. Default 0. */
  readonly pDropout?: number;
}

/** Every neuron sees every input: a = act(w·x + b). */
export class FullyConnectedLayer implements Layer {
  readonly nIn: number;
  readonly nOut: number;
  /** w[j][k]: weight from input k to neuron j. */
  w: Float64Array[];
  b: Float64Array;
  readonly #activation: ActivationFn;
  readonly #pDropout: number;
  #nablaW: Float64Array[];
  #nablaB: Float64Array;
  /** Of the example that went forward last: its input without what fell away, and the weighted inputs. */
  #x: Float64Array = new Float64Array();
  #z: Float64Array = new Float64Array();
  #stays: boolean[] = [];

  constructor({ nIn, nOut, activation = Sigmoid, pDropout = 0 }: FullyConnectedOptions) {
    this.nIn = nIn;
    this.nOut = nOut;
    this.#activation = activation;
    this.#pDropout = pDropout;
    const zeros = () => Array.from({ length: nOut }, () => new Float64Array(nIn));
    this.w = zeros();
    this.b = new Float64Array(nOut);
    this.#nablaW = zeros();
    this.#nablaB = new Float64Array(nOut);
  }

  /** As network3.py: b from N(0, 1), w from N(0, 1/nOut). */
  initialise(random: Randomness): void {
    this.b = this.b.map(() => random.normal());
    this.w = this.w.map((row) => row.map(() => random.normal() / Math.sqrt(this.nOut)));
  }

  feedforward(x: Float64Array): Float64Array {
    return this.weightedInput(x.map((value) => (1 - this.#pDropout) * value)).map(this.#activation.fn);
  }

  forward(x: Float64Array, random: Randomness): Float64Array {
    this.#stays = Array.from(x, () => this.#pDropout === 0 || random.below(2 ** 30) >= this.#pDropout * 2 ** 30);
    this.#x = x.map((value, k) => (this.#stays[k] ? value : 0));
    this.#z = this.weightedInput(this.#x);
    return this.#z.map(this.#activation.fn);
  }

  backprop(dOutput: Float64Array): Float64Array {
    return this.fromDelta(dOutput.map((d, j) => d * this.#activation.prime(this.#z[j])));
  }

  /** From δ = ∂C/∂z: the gradient by BP3 and BP4, and ∂C/∂input by BP2. */
  protected fromDelta(delta: Float64Array): Float64Array {
    const dInput = new Float64Array(this.nIn);
    for (let j = 0; j < this.nOut; j++) {
      this.#nablaB[j] += delta[j];
      for (let k = 0; k < this.nIn; k++) {
        this.#nablaW[j][k] += delta[j] * this.#x[k];
        if (this.#stays[k]) dInput[k] += delta[j] * this.w[j][k];
      }
    }
    return dInput;
  }

  update(step: number, keep: number): void {
    for (let j = 0; j < this.nOut; j++) {
      for (let k = 0; k < this.nIn; k++) this.w[j][k] = keep * this.w[j][k] - step * this.#nablaW[j][k];
      this.b[j] -= step * this.#nablaB[j];
      this.#nablaW[j].fill(0);
    }
    this.#nablaB.fill(0);
  }

  squares(): number {
    return this.w.reduce((sum, row) => sum + row.reduce((part, w) => part + w * w, 0), 0);
  }

  /** z = w·x + b */
  protected weightedInput(x: Float64Array): Float64Array {
    return this.b.map((b, j) => this.w[j].reduce((sum, w, k) => sum + w * x[k], b));
  }
}

/** The last layer: a = e^z / Σ e^z, with the log-likelihood cost C = −ln a of the right class. */
export class SoftmaxLayer extends FullyConnectedLayer {
  constructor(options: Omit<FullyConnectedOptions, "activation">) {
    super({ ...options, activation: Linear });
  }

  /** As network3.py: all weights and biases begin with 0. */
  override initialise(): void {}

  override feedforward(x: Float64Array): Float64Array {
    return softmax(super.feedforward(x));
  }

  override forward(x: Float64Array, random: Randomness): Float64Array {
    return softmax(super.forward(x, random));
  }

  /** From the answer a and the right class: δ = a − y, chapter 3. */
  learn(a: Float64Array, digit: number): Float64Array {
    return this.fromDelta(a.map((value, j) => value - (j === digit ? 1 : 0)));
  }
}

function softmax(z: Float64Array): Float64Array {
  const most = z.reduce((a, b) => Math.max(a, b));
  const powers = z.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** A network of such layers, the last of them a softmax layer. */
export class Network3 {
  readonly layers: readonly Layer[];
  readonly output: SoftmaxLayer;
  readonly #random: Randomness;

  /** @param options as those of `Network` @throws TEXTBOOK_SIZES where a layer does not take what the one before it gives */
  constructor(
    layers: readonly [...Layer[], SoftmaxLayer],
    options: { readonly seed?: number; readonly random?: Randomness } = {},
  ) {
    this.layers = layers.slice(0, -1);
    this.output = layers[layers.length - 1] as SoftmaxLayer;
    layers.slice(1).forEach((layer, l) => {
      if (layer.nIn !== layers[l].nOut)
        throw usageError(
          "TEXTBOOK_SIZES",
          `Layer ${l + 2} takes ${layer.nIn} numbers, but layer ${l + 1} gives ${layers[l].nOut}: make them agree.`,
        );
    });
    this.#random = options.random ?? new Random(options.seed ?? 0, "weights");
    for (const layer of layers) layer.initialise(this.#random);
  }

  /** The probabilities of the classes for input x. */
  feedforward(x: Float64Array): Float64Array {
    for (const layer of this.layers) x = layer.feedforward(x);
    return this.output.feedforward(x);
  }

  /**
   * Stochastic gradient descent. As network3.py it takes the mini-batches in the order of the data, which are shuffled once by
   * whoever made them. The caller gets a turn after every epoch, with its number, counted from 0.
   *
   * @param lambda strength of L2 regularisation, here of each mini-batch's cost: λ/2 · Σw² / number of mini-batches
   */
  *SGD(
    trainingData: readonly Pair[],
    epochs: number,
    miniBatchSize: number,
    eta: number,
    lambda = 0,
  ): Generator<number, void, undefined> {
    const batches = Math.ceil(trainingData.length / miniBatchSize);
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let k = 0; k < trainingData.length; k += miniBatchSize)
        this.updateMiniBatch(trainingData.slice(k, k + miniBatchSize), eta, lambda / batches);
      yield epoch;
    }
  }

  /** One step down the mean gradient of a mini-batch, of whose cost ½·decay·Σw² is a part. */
  updateMiniBatch(miniBatch: readonly Pair[], eta: number, decay = 0): void {
    for (const [x, y] of miniBatch) this.backprop(x, typeof y === "number" ? y : argmax(y));
    const all = [...this.layers, this.output];
    for (const layer of all) layer.update(eta / miniBatch.length, 1 - eta * decay);
  }

  /** Forward, then backward through all layers: each adds up its part of the gradient. */
  backprop(x: Float64Array, digit: number): void {
    for (const layer of this.layers) x = layer.forward(x, this.#random);
    let d = this.output.learn(this.output.forward(x, this.#random), digit);
    for (const layer of [...this.layers].reverse()) d = layer.backprop(d);
  }

  /** How many of `data` the network gets right. */
  evaluate(data: readonly Pair[]): number {
    return data.filter(([x, y]) => argmax(this.feedforward(x)) === (typeof y === "number" ? y : argmax(y))).length;
  }

  /** Mean cost of `data` with the part of regularisation, ½·decay·Σw². */
  totalCost(data: readonly Pair[], decay = 0): number {
    const costs = data.map(([x, y]) => -Math.log(this.feedforward(x)[typeof y === "number" ? y : argmax(y)]));
    const squares = [...this.layers, this.output].reduce((sum, layer) => sum + layer.squares(), 0);
    return costs.reduce((sum, cost) => sum + cost, 0) / data.length + 0.5 * decay * squares;
  }
}
