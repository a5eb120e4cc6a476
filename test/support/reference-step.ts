// One mini-batch step in float64 from the formulas of src/network, and beside every number a bound on how far float32
// arithmetic may be from it: rounding errors of each sum and product, carried on to what is computed from them.
import type { Dataset } from "../../src/dataset/index.ts";
import { ACTIVATIONS, type ActivationName, COSTS, type Network, softmax } from "../../src/network/index.ts";

/** Half the distance from 1 to the next float32: the relative error of one operation. */
const U = 2 ** -24;
/** n roundings, one after the other, and a little for what is neglected: products of errors. */
const gamma = (n: number) => 1.1 * n * U;
/** What the kernels' exp, sigmoid and tanh promise (kernels/f32_math.ts). */
const [EXP, SIGMOID, TANH] = [2 ** -22, 2 ** -23, 2 ** -20];

/** Numbers, and for each how far a float32 computation may be from it. */
interface Bounded {
  readonly values: number[];
  readonly errors: number[];
}

export interface ReferenceStep {
  readonly parameters: Float64Array;
  readonly bounds: Float64Array;
  /** Mean over the rows, before the step. */
  readonly cost: number;
  readonly costBound: number;
}

/** One step of gradient descent on all rows of `data`. */
export function referenceStep(network: Network, data: Dataset, rate: number): ReferenceStep {
  const parameters = Float64Array.from(network.parameters);
  const gradient = new Float64Array(parameters.length);
  /** Σ|x||δ|, and Σ|x|·(error of δ) + (error of x)·|δ| */
  const sizes = new Float64Array(parameters.length);
  const errors = new Float64Array(parameters.length);
  let [cost, costBound] = [0, 0];
  for (let row = 0; row < data.count; row++) {
    const { layers, deltas, rowCost, rowCostError } = backward(network, inputOf(network, data, row), data.labels[row]!);
    cost += rowCost / data.count;
    costBound += rowCostError / data.count;
    let at = 0;
    deltas.forEach((delta, l) => {
      const x = layers[l]!;
      delta.values.forEach((d, u) => {
        const e = delta.errors[u]!;
        const add = (i: number, value: number, error: number) => {
          gradient[i]! += value * d;
          sizes[i]! += Math.abs(value * d);
          errors[i]! += Math.abs(value) * e + error * (Math.abs(d) + e);
        };
        x.values.forEach((value, k) => { add(at + u * x.values.length + k, value, x.errors[k]!); }); // biome-ignore format: short
        add(at + delta.values.length * x.values.length + u, 1, 0);
      });
      at += delta.values.length * (x.values.length + 1);
    });
  }
  const m = data.count;
  const bounds = parameters.map(
    (w, i) =>
      (rate / m) * (1.1 * errors[i]! + gamma(m + 4) * sizes[i]!) +
      gamma(m + 3) * (Math.abs(w) + (rate / m) * sizes[i]!),
  );
  return { parameters: parameters.map((w, i) => w - (rate / m) * gradient[i]!), bounds, cost, costBound };
}

/** Pixels as they go in: divided, rounded to float32 once, and so exact. */
function inputOf(network: Network, data: Dataset, row: number): Bounded {
  const divisor = Math.fround(network.spec.input.divideBy);
  const values = Array.from(data.image(row), (pixel) => Math.fround(pixel / divisor));
  return { values, errors: values.map(() => 0) };
}

/** z = W·x + b of layer l (from 1). */
function weighted(network: Network, l: number, x: Bounded): Bounded {
  const weights = network.weights(l);
  const nonzero = x.values.filter((value) => value !== 0).length;
  const [values, errors]: [number[], number[]] = [[], []];
  network.biases(l).forEach((b, u) => {
    let [z, size, carried] = [b, Math.abs(b), 0];
    for (let k = 0; k < x.values.length; k++) {
      const w = weights[u * x.values.length + k]!;
      z += w * x.values[k]!;
      size += Math.abs(w * x.values[k]!);
      carried += Math.abs(w) * x.errors[k]!;
    }
    values.push(z);
    errors.push(gamma(nonzero + 3) * size + 1.1 * carried);
  });
  return { values, errors };
}

function activated(name: ActivationName, z: Bounded): Bounded {
  if (name === "softmax") return softmaxed(z);
  const values = z.values.map(ACTIVATIONS[name].value);
  const errors = values.map((a, u) => {
    const e = z.errors[u]!;
    const slope = ACTIVATIONS[name].slope(z.values[u]!, a);
    if (name === "sigmoid") return (slope + 0.1 * e) * e + SIGMOID; // |σ″| < 0.1
    if (name === "tanh") return (slope + 0.8 * e) * e + TANH * Math.abs(a); // |tanh″| < 0.8
    return e + U * Math.abs(a);
  });
  return { values, errors };
}

function softmaxed(z: Bounded): Bounded {
  const values = softmax(z.values);
  const moved = Math.max(...z.errors);
  const spread = Math.max(...z.values) - Math.min(...z.values);
  const relative = 1.1 * 2 * moved + gamma(values.length + 4 + 2 * spread) + 2 * EXP;
  return { values, errors: values.map((a) => a * relative + 2 ** -126) };
}

/** True where z is so near the kink of relu that float32 may take the other slope. */
function isKink(name: ActivationName, z: Bounded, u: number): boolean {
  return name.endsWith("relu") && Math.abs(z.values[u]!) <= z.errors[u]!;
}

/** δ = d·act'(z) */
function sloped(name: ActivationName, d: Bounded, z: Bounded, a: Bounded): Bounded {
  if (name === "softmax") throw new Error("softmax has no slope of its own");
  const slopes = a.values.map((value, u) => ACTIVATIONS[name].slope(z.values[u]!, value));
  const values = d.values.map((value, u) => value * slopes[u]!);
  const errors = values.map((value, u) => {
    const e = a.errors[u]!;
    const kink = isKink(name, z, u) ? 1 : 0;
    const slopeError = {
      sigmoid: Math.abs(1 - 2 * a.values[u]!) * e + e * e + 3 * U,
      tanh: 2 * Math.abs(a.values[u]!) * e + e * e + 3 * U,
      relu: kink,
      "leaky-relu": kink + U,
      linear: 0,
    }[name];
    const moved = d.errors[u]! * (Math.abs(slopes[u]!) + slopeError) + Math.abs(d.values[u]!) * slopeError;
    return 1.1 * moved + 3 * U * Math.abs(value);
  });
  return { values, errors };
}

/** Σᵤ W[u][k]·δᵤ of layer l (from 1) for every input k. */
function transposed(network: Network, l: number, delta: Bounded): Bounded {
  const inputs = network.sizes[l - 1]!;
  const weights = network.weights(l);
  const values = new Array<number>(inputs).fill(0);
  const sizes = new Array<number>(inputs).fill(0);
  const errors = new Array<number>(inputs).fill(0);
  delta.values.forEach((d, u) => {
    for (let k = 0; k < inputs; k++) {
      const w = weights[u * inputs + k]!;
      values[k]! += w * d;
      sizes[k]! += Math.abs(w * d);
      errors[k]! += Math.abs(w) * delta.errors[u]!;
    }
  });
  return { values, errors: errors.map((e, k) => 1.1 * e + gamma(delta.values.length + 1) * sizes[k]!) };
}

/** Activations from the input on, deltas of all layers and the cost, of one row. */
function backward(network: Network, x: Bounded, label: number) {
  const names = network.layers.map((layer) => layer.activation);
  const layers = [x];
  const zs: Bounded[] = [];
  names.forEach((name, l) => {
    const z = weighted(network, l + 1, layers[l]!);
    zs.push(z);
    layers.push(activated(name, z));
  });
  const [z, a] = [zs.at(-1)!, layers.at(-1)!];
  const y = a.values.map((_, u) => (u === label ? 1 : 0));
  const residual = { values: a.values.map((v, u) => v - y[u]!), errors: a.errors.map((e) => e + U) };
  const { cost } = network.spec;
  const deltas: Bounded[] = [];
  deltas[names.length - 1] = cost === "quadratic" ? sloped(names.at(-1)!, residual, z, a) : residual;
  for (let l = names.length - 2; l >= 0; l--)
    deltas[l] = sloped(names[l]!, transposed(network, l + 2, deltas[l + 1]!), zs[l]!, layers[l + 1]!);
  const rowCost = COSTS[cost].value(a.values, y);
  return { layers, deltas, rowCost, rowCostError: costError(network, residual, z, rowCost) };
}

function costError(network: Network, residual: Bounded, z: Bounded, cost: number): number {
  const units = residual.values.length;
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  // Of quadratic Σ|r|·e; of cross-entropy |∂C/∂z| ≤ 1; of log-likelihood ln Σ exp and z_y move by at most the largest error.
  const moved = {
    quadratic: sum(residual.values.map((r, u) => (Math.abs(r) + residual.errors[u]!) * residual.errors[u]!)),
    "cross-entropy": sum(z.values.map((value, u) => z.errors[u]! + EXP + 2 ** -22 + 3 * U * (Math.abs(value) + 1))),
    "log-likelihood": 2 * Math.max(...z.errors) + gamma(units + 4) + 2 * EXP + 2 * U * Math.max(...z.values.map(Math.abs)) + 1e-9, // biome-ignore format: one a line
  }[network.spec.cost];
  return 1.1 * moved + gamma(units + 4) * cost;
}
