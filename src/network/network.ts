import { defaultHost } from "../core/default-host.ts";
import { usageError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import type { ActivationName } from "./activations/index.ts";
import type { CostName } from "./costs/index.ts";
import { type InitialisationName, initialise } from "./initialise.ts";
import { parseNetworkSpec } from "./parse-spec.ts";
import { layerSizes, type NetworkSpec, parameterCount } from "./spec.ts";

/** What may be said beside the layer sizes; the defaults make the book's chapter-1 network. */
export interface NetworkOptions {
  readonly seed?: number;
  readonly initialisation?: InitialisationName;
  readonly cost?: CostName;
  /** Activation of the hidden layers. */
  readonly activation?: ActivationName;
  /** Activation of the output layer; by default the one that fits the cost. */
  readonly outputActivation?: ActivationName;
  readonly divideBy?: number;
  /** Height and width; by default [1, inputs]. */
  readonly inputShape?: readonly [number, number];
  readonly classes?: readonly string[];
}

/**
 * A network: its spec and its parameters.
 *
 * `parameters` are canonical: float32, layer by layer, weights row-major [out][in], then biases. Training writes them.
 */
export class Network {
  readonly spec: NetworkSpec;
  /** [inputs, units of layer 1, …, outputs] */
  readonly sizes: readonly number[];
  readonly parameters: Float32Array<ArrayBuffer>;

  /** @param parameters canonical parameters of `spec`, kept and not copied */
  constructor(spec: NetworkSpec, parameters: Float32Array<ArrayBuffer>) {
    this.spec = spec;
    this.sizes = layerSizes(spec);
    this.parameters = parameters;
    const count = parameterCount(this.sizes);
    if (parameters.length !== count) {
      throw usageError(
        "NETWORK_PARAMETERS",
        `A network of sizes [${this.sizes.join(", ")}] has ${count} parameters, but ${parameters.length} were given.`,
      );
    }
  }

  /**
   * A new network with its initial parameters.
   *
   * @param spec a NetworkSpec, or the layer sizes as in the book, for example [784, 30, 10]
   * @throws MyelinError SPEC_* when the spec does not make sense
   */
  static create(spec: NetworkSpec | readonly number[], options: NetworkOptions = {}): Network {
    const checked = parseNetworkSpec(Array.isArray(spec) ? specFromSizes(spec, options) : spec);
    const sizes = layerSizes(checked);
    const parameters = new Float32Array(parameterCount(sizes));
    initialise(parameters, sizes, checked.initialisation, checked.seed);
    return new Network(checked, parameters);
  }

  /** Weights of a layer (from 1), row-major [units][inputs], as a view. */
  weights(layer: number): Float32Array<ArrayBuffer> {
    const at = this.#offset(layer);
    return this.parameters.subarray(at, at + this.sizes[layer - 1]! * this.sizes[layer]!);
  }

  /** Biases of a layer (from 1), as a view. */
  biases(layer: number): Float32Array<ArrayBuffer> {
    const at = this.#offset(layer) + this.sizes[layer - 1]! * this.sizes[layer]!;
    return this.parameters.subarray(at, at + this.sizes[layer]!);
  }

  /** SHA-256 of the canonical parameters as little-endian bytes: the digest of the bits contract. */
  weightsSha256(host: Host = defaultHost): Promise<string> {
    return host.sha256([littleEndianBytes(this.parameters)]);
  }

  clone(): Network {
    return new Network(this.spec, this.parameters.slice());
  }

  #offset(layer: number): number {
    return parameterCount(this.sizes.slice(0, layer));
  }
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
  const cost = options.cost ?? "quadratic";
  const last = sizes.length - 1;
  const layers = sizes.slice(1).map((units, index) => ({
    units,
    activation: index + 1 < last ? (options.activation ?? "sigmoid") : (options.outputActivation ?? OUTPUT_FOR[cost]),
  }));
  const shape = options.inputShape ?? ([1, sizes[0]!] as const);
  if (shape[0] * shape[1] !== sizes[0]) {
    throw usageError(
      "SPEC_INVALID",
      `The input shape ${shape[0]} × ${shape[1]} has ${shape[0] * shape[1]} values, but the first size is ${sizes[0]}.`,
    );
  }
  return {
    input: { shape, divideBy: options.divideBy ?? 255 },
    layers,
    cost,
    initialisation: options.initialisation ?? "gaussian",
    seed: options.seed ?? 1,
    ...(options.classes === undefined ? {} : { classes: options.classes }),
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
