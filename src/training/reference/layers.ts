import { type DenseSpec, denseLayers, layerSizes, type NetworkSpec } from "../../network/index.ts";
import { activated } from "./activate.ts";
import { type Bounded, ROUNDING, roundings, SLACK } from "./bounded.ts";

/** One layer of canonical parameters, as views. */
export interface ReferenceLayer extends DenseSpec {
  readonly inputs: number;
  /** Where its weights and biases are: weights ≤ i < biases ≤ j < end. */
  readonly weights: number;
  readonly biases: number;
  readonly end: number;
}

/** What one row became in a layer. */
export interface LayerPass {
  /** What went in. */
  readonly x: Bounded;
  readonly z: Bounded;
  /** act(z), before units fall away. */
  readonly a: Bounded;
  readonly mask: Float64Array | undefined;
}

export function layersOf(spec: NetworkSpec): ReferenceLayer[] {
  const sizes = layerSizes(spec);
  let at = 0;
  return denseLayers(spec, "The gradient check").map((layer, l) => {
    const inputs = sizes[l]!;
    const weights = at;
    const biases = weights + inputs * layer.units;
    at = biases + layer.units;
    return { ...layer, inputs, weights, biases, end: at };
  });
}

/** One row from the first layer to the last. @param masks what hidden outputs are multiplied by, [layer][unit] */
export function forward(
  layers: readonly ReferenceLayer[],
  parameters: Bounded,
  input: Float64Array,
  masks: readonly Float64Array[],
): LayerPass[] {
  // The engine divides pixels in float32: first, or in the sparse form with the factor of their sum.
  let x: Bounded = { values: input, errors: input.map((value) => 2 * ROUNDING * Math.abs(value)) };
  return layers.map((layer, l) => {
    const z = weighted(layer, parameters, x);
    const a = activated(layer.activation, z);
    const pass: LayerPass = { x, z, a, mask: masks[l] };
    x = masked(a, masks[l]);
    return pass;
  });
}

/** z = W·x + b */
function weighted({ inputs, units, weights, biases }: ReferenceLayer, parameters: Bounded, x: Bounded): Bounded {
  const nonzero = x.values.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  const values = new Float64Array(units);
  const errors = new Float64Array(units);
  for (let u = 0; u < units; u++) {
    let z = parameters.values[biases + u]!;
    let size = Math.abs(z);
    let carried = parameters.errors[biases + u]!;
    for (let k = 0; k < inputs; k++) {
      const i = weights + u * inputs + k;
      const [w, value] = [parameters.values[i]!, x.values[k]!];
      z += w * value;
      size += Math.abs(w * value);
      carried += Math.abs(w) * x.errors[k]! + parameters.errors[i]! * (Math.abs(value) + x.errors[k]!);
    }
    values[u] = z;
    errors[u] = roundings(nonzero + 5) * size + SLACK * carried;
  }
  return { values, errors };
}

/** a · mask */
export function masked(a: Bounded, mask: Float64Array | undefined): Bounded {
  if (!mask) return a;
  const values = a.values.map((value, u) => value * mask[u]!);
  return { values, errors: a.errors.map((e, u) => e * mask[u]! + ROUNDING * Math.abs(values[u]!)) };
}

/** Σᵤ W[u][k]·δᵤ for every input k */
export function transposed({ inputs, units, weights }: ReferenceLayer, parameters: Bounded, delta: Bounded): Bounded {
  const values = new Float64Array(inputs);
  const sizes = new Float64Array(inputs);
  const errors = new Float64Array(inputs);
  for (let u = 0; u < units; u++) {
    const [d, e] = [delta.values[u]!, delta.errors[u]!];
    for (let k = 0; k < inputs; k++) {
      const i = weights + u * inputs + k;
      const w = parameters.values[i]!;
      values[k]! += w * d;
      sizes[k]! += Math.abs(w * d);
      errors[k]! += Math.abs(w) * e + parameters.errors[i]! * (Math.abs(d) + e);
    }
  }
  return { values, errors: errors.map((e, k) => SLACK * e + roundings(units + 1) * sizes[k]!) };
}
