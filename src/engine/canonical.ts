import type { LayerPlan } from "./layer-plan.ts";
import { kindOf, type ParameterPlace } from "./layers/index.ts";
import type { MemoryViews } from "./memory-views.ts";
import { bytesOf, lastingBuffers, type ParameterBuffers, type ParameterPlan } from "./parameters.ts";
import type { Plan } from "./plan.ts";

/** Which of a layer's arrays, all as large as its parameters. */
export type Which = (parameters: ParameterPlan) => ParameterBuffers;

/** The layers' numbers in canonical order ⇄ as the kernels have them, in every thread's copy. */
export class Canonical {
  readonly #plan: Plan;
  readonly #memory: MemoryViews;
  /** How many parameters there are. */
  readonly count: number;

  constructor(plan: Plan, memory: MemoryViews) {
    this.#plan = plan;
    this.#memory = memory;
    this.count = plan.layers.reduce((count, { parameters }) => {
      return count + (parameters ? parameters.canonical.weights + parameters.canonical.biases : 0);
    }, 0);
  }

  write(numbers: Float32Array, of: Which): void {
    this.#eachLayer(numbers, (layer, parameters, weights, biases) => {
      const copies = parameters.split ? 1 : this.#plan.spec.threads;
      this.#pack(layer, of(parameters), copies, weights, biases);
    });
  }

  /** @param scale of the first layer's weights */
  read(numbers: Float32Array, of: Which, scale: number): void {
    this.#eachLayer(numbers, (layer, parameters, weights, biases) => {
      kindOf(layer).learning!.unpack(layer, this.#memory, placeOf(of(parameters), 0), weights, biases);
      if (scale === 1 || layer !== this.#plan.layers[0]) return;
      for (let i = 0; i < weights.length; i++) weights[i] = weights[i]! * scale;
    });
  }

  writeStatistics(statistics: Float32Array): void {
    this.#eachStatistics(statistics, (layer, buffers, means, variances) => {
      this.#pack(layer, buffers, this.#plan.spec.threads, means, variances);
    });
  }

  readStatistics(statistics: Float32Array): void {
    this.#eachStatistics(statistics, (layer, buffers, means, variances) => {
      kindOf(layer).learning!.unpack(layer, this.#memory, placeOf(buffers, 0), means, variances);
    });
  }

  /** Gives every thread thread 0's copy of what each has for itself. */
  level(): void {
    const { u8 } = this.#memory;
    const copy = (buffer: readonly number[], bytes: number) => {
      for (const to of buffer.slice(1)) u8.copyWithin(to, buffer[0]!, buffer[0]! + bytes);
    };
    for (const { parameters, statistics } of this.#plan.layers) {
      if (!parameters || parameters.split) continue;
      for (const { weights, biases } of [...lastingBuffers(parameters), ...(statistics ? [statistics] : [])]) {
        copy(weights, bytesOf(parameters.weights));
        copy(biases, bytesOf(parameters.biases));
      }
    }
  }

  /** The parameters and what is remembered last change places, in every thread's copy. */
  exchange(): void {
    for (const { parameters } of this.#plan.layers) if (parameters) exchange(this.#memory, parameters);
  }

  #pack(
    layer: LayerPlan,
    buffers: ParameterBuffers,
    copies: number,
    weights: Float32Array,
    biases: Float32Array,
  ): void {
    for (let thread = 0; thread < copies; thread++)
      kindOf(layer).learning!.pack(layer, this.#memory, placeOf(buffers, thread), weights, biases);
  }

  /** Numbers of the layers that learn, one after the other, as views. */
  #eachLayer(
    numbers: Float32Array,
    visit: (layer: LayerPlan, parameters: ParameterPlan, weights: Float32Array, biases: Float32Array) => void,
  ): void {
    let at = 0;
    for (const layer of this.#plan.layers) {
      if (!layer.parameters) continue;
      const { canonical } = layer.parameters;
      const biases = at + canonical.weights;
      const end = biases + canonical.biases;
      visit(layer, layer.parameters, numbers.subarray(at, biases), numbers.subarray(biases, end));
      at = end;
    }
  }

  /** Running means and variances of the layers that keep them: as many as weights and biases. */
  #eachStatistics(
    numbers: Float32Array,
    visit: (layer: LayerPlan, buffers: ParameterBuffers, means: Float32Array, variances: Float32Array) => void,
  ): void {
    let at = 0;
    for (const layer of this.#plan.layers) {
      if (!layer.statistics || !layer.parameters) continue;
      const { canonical } = layer.parameters;
      const variances = at + canonical.weights;
      const end = variances + canonical.biases;
      visit(layer, layer.statistics, numbers.subarray(at, variances), numbers.subarray(variances, end));
      at = end;
    }
  }
}

function exchange({ u8 }: MemoryViews, parameters: ParameterPlan): void {
  const { values, memory } = parameters;
  for (const part of ["weights", "biases"] as const) {
    const bytes = bytesOf(parameters[part]);
    const others = memory.at(-1)![part];
    for (const [a, b] of new Map(values[part].map((address, t) => [address, others[t]!]))) {
      const kept = u8.slice(a, a + bytes);
      u8.copyWithin(a, b, b + bytes);
      u8.set(kept, b);
    }
  }
}

/** One thread's copy, as indices of float32. */
function placeOf({ weights, biases }: ParameterBuffers, thread: number): ParameterPlace {
  return { weights: weights[thread]! >>> 2, biases: biases[thread]! >>> 2 };
}
