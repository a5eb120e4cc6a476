import { defaultHost } from "../core/default-host.ts";
import { usageError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { type PictureShape, valuesOf } from "../core/picture-shape.ts";
import type { ActivationName } from "./activations/index.ts";
import type { CostName } from "./costs/index.ts";
import { withActivations } from "./hidden-layers.ts";
import { initialise, initialStatistics } from "./initialise.ts";
import type { DenseSpec, HiddenLayer } from "./layers/index.ts";
import { parseNetworkSpec } from "./parse-spec.ts";
import type { InitialisationName } from "./schemes.ts";
import { type ShapedLayer, shapeLayers } from "./shapes.ts";
import type { NetworkSpec, Standardise } from "./spec.ts";

/** What may be said beside the layers; the defaults make the book's chapter-1 network. */
export interface NetworkOptions {
  readonly seed?: number;
  readonly initialisation?: InitialisationName;
  readonly cost?: CostName;
  /** Activation of the hidden layers. */
  readonly activation?: ActivationName;
  /** Activation of the output layer; by default the one that fits the cost. */
  readonly outputActivation?: ActivationName;
  readonly divideBy?: number;
  /** In place of divideBy: mean and deviation of each value of the input, as `standardiseFor` measures them. */
  readonly standardise?: Standardise;
  /** Height, width and, where there is more than one, channels; by default [1, inputs]. */
  readonly inputShape?: PictureShape;
  readonly classes?: readonly string[];
}

/** A network by its picture, its hidden layers and its outputs. */
export interface NetworkPlan extends Omit<NetworkOptions, "inputShape"> {
  /** Height, width and, where there is more than one, channels of a picture. */
  readonly input: PictureShape;
  /** The layers in front of the output layer: `conv(20, 5)`, `maxPool(2)`, `dense(100)` … */
  readonly layers: readonly HiddenLayer[];
  /** Units of the output layer; by default one a name in `classes`. */
  readonly outputs?: number;
}

/**
 * A network: its spec, its parameters, and what training keeps beside them.
 *
 * `parameters` are canonical: float32, layer by layer, weights, then biases. Weights are row-major [unit][input] of a dense
 * layer, whose inputs behind a picture are [channel][y][x], and [filter][in channel][ky][kx] of a convolution; of a batch norm γ,
 * then β. `statistics` are the batch norms' running means, then running variances. Training writes both.
 */
export class Network {
  readonly spec: NetworkSpec;
  /** The layers with their shapes and the places of their parameters. */
  readonly layers: readonly ShapedLayer[];
  /** [inputs, values behind layer 1, …, outputs] */
  readonly sizes: readonly number[];
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly statistics: Float32Array<ArrayBuffer>;

  /**
   * @param parameters canonical parameters of `spec`, kept and not copied
   * @param statistics running means and variances, likewise; by default those at the start
   */
  constructor(
    spec: NetworkSpec,
    parameters: Float32Array<ArrayBuffer>,
    statistics: Float32Array<ArrayBuffer> = initialStatistics(shapeLayers(spec)),
  ) {
    this.spec = spec;
    this.layers = shapeLayers(spec);
    this.sizes = [this.layers[0]!.inputs, ...this.layers.map(({ outputs }) => outputs)];
    this.parameters = parameters;
    this.statistics = statistics;
    const last = this.layers.at(-1)!;
    this.#check(parameters.length, last.end, "parameters");
    this.#check(statistics.length, last.statistics[1], "statistics");
  }

  /**
   * A new network with its initial parameters.
   *
   * @param spec a NetworkSpec; or the layer sizes as in the book, for example [784, 30, 10]; or picture, hidden layers and
   *   outputs: { input: [28, 28], layers: [conv(20, 5), maxPool(2), dense(100)], outputs: 10, activation: "relu" }
   * @throws MyelinError SPEC_* when the spec does not make sense
   */
  static create(plan: NetworkPlan): Network;
  static create(spec: NetworkSpec | readonly number[], options?: NetworkOptions): Network;
  static create(spec: NetworkSpec | NetworkPlan | readonly number[], options: NetworkOptions = {}): Network {
    const checked = parseNetworkSpec(
      isSizes(spec) ? specFromSizes(spec, options) : isPlan(spec) ? specFromPlan(spec) : spec,
    );
    const layers = shapeLayers(checked);
    const parameters = new Float32Array(layers.at(-1)!.end);
    initialise(parameters, layers, checked.initialisation, checked.seed);
    return new Network(checked, parameters);
  }

  /** Weights of a layer (from 1) as a view; of a batch norm γ, of a layer without parameters none. */
  weights(layer: number): Float32Array<ArrayBuffer> {
    const { weights, biases } = this.layers[layer - 1]!;
    return this.parameters.subarray(weights, biases);
  }

  /** Biases of a layer (from 1) as a view; of a batch norm β, of a layer without parameters none. */
  biases(layer: number): Float32Array<ArrayBuffer> {
    const { biases, end } = this.layers[layer - 1]!;
    return this.parameters.subarray(biases, end);
  }

  /** SHA-256 of the canonical parameters, then the statistics, as little-endian bytes: the digest of the bits contract. */
  weightsSha256(host: Host = defaultHost): Promise<string> {
    return host.sha256([littleEndianBytes(this.parameters), littleEndianBytes(this.statistics)]);
  }

  clone(): Network {
    return new Network(this.spec, this.parameters.slice(), this.statistics.slice());
  }

  #check(given: number, wanted: number, what: string): void {
    if (given === wanted) return;
    const network = `A network of sizes [${this.sizes.join(", ")}]`;
    throw usageError("NETWORK_PARAMETERS", `${network} has ${wanted} ${what}, but ${given} were given.`);
  }
}

function isSizes(spec: unknown): spec is readonly number[] {
  return Array.isArray(spec);
}

/** A plan has the picture's shape where a spec has an object. */
function isPlan(spec: NetworkSpec | NetworkPlan): spec is NetworkPlan {
  return Array.isArray(spec?.input);
}

/** Output activation that belongs to a cost. */
const OUTPUT_FOR: Record<CostName, ActivationName> = {
  quadratic: "sigmoid",
  "cross-entropy": "sigmoid",
  "log-likelihood": "softmax",
};

function specFromSizes(sizes: readonly number[], options: NetworkOptions): NetworkSpec {
  if (sizes.length < 2)
    throw usageError(
      "SPEC_INVALID",
      `A network needs at least two sizes, inputs and outputs, but got [${sizes.join(", ")}].`,
    );
  const { inputShape: input = [1, sizes[0]!], ...rest } = options;
  if (valuesOf(input) !== sizes[0]) {
    throw usageError(
      "SPEC_INVALID",
      `The input shape ${input.join(" × ")} has ${valuesOf(input)} values, but the first size is ${sizes[0]}.`,
    );
  }
  const layers = sizes.slice(1, -1).map((units): HiddenLayer => ({ units }));
  return specFromPlan({ ...rest, input, layers, outputs: sizes.at(-1)! });
}

function specFromPlan(plan: NetworkPlan): NetworkSpec {
  const { input, layers, cost = "quadratic", activation = "sigmoid", classes } = plan;
  const outputs = plan.outputs ?? classes?.length;
  if (outputs === undefined)
    throw usageError(
      "SPEC_INVALID",
      "The network has no number of outputs: give outputs, or the names of the classes.",
    );
  const output: DenseSpec = { units: outputs, activation: plan.outputActivation ?? OUTPUT_FOR[cost] };
  return {
    input: plan.standardise
      ? { shape: input, divideBy: 1, standardise: plan.standardise }
      : { shape: input, divideBy: plan.divideBy ?? 255 },
    layers: [...withActivations(layers, activation), output],
    cost,
    initialisation: plan.initialisation ?? "gaussian",
    seed: plan.seed ?? 1,
    ...(classes === undefined ? {} : { classes }),
  };
}

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The numbers as little-endian float32 bytes; NaNs get one bit pattern, so that equal numbers are equal bytes. */
export function littleEndianBytes(numbers: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(numbers.length * 4);
  if (LITTLE_ENDIAN && !numbers.some(Number.isNaN)) {
    bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    return bytes;
  }
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, i) => {
    if (Number.isNaN(value)) view.setUint32(4 * i, 0x7fc00000, true);
    else view.setFloat32(4 * i, value, true);
  });
  return bytes;
}
