import {
  ACTIVATIONS,
  type ActivationName,
  COSTS,
  denseLayers,
  type NetworkSpec,
  softmax,
} from "../../network/index.ts";

/** What goes through a network: rows as it takes them (divided), and the output that is right for each (−1: none). */
export interface Batch {
  readonly count: number;
  /** (count, inputs) */
  readonly inputs: Float64Array;
  readonly targets: Int32Array;
}

export interface LayerPass {
  readonly units: number;
  readonly inputs: number;
  /** (count, units): weighted inputs, activations, slopes act'(z). */
  readonly z: Float64Array;
  readonly a: Float64Array;
  readonly slopes: Float64Array;
  /** Where the layer's weights and biases stand in the canonical parameters. */
  readonly weightsAt: number;
  readonly biasesAt: number;
}

/** Forward pass in float64: z = W·a + b, a = act(z), all layers kept. */
export function forward(spec: NetworkSpec, parameters: ArrayLike<number>, batch: Batch): LayerPass[] {
  const layers: LayerPass[] = [];
  let previous = batch.inputs;
  let inputs = spec.input.shape[0] * spec.input.shape[1];
  let weightsAt = 0;
  for (const { units, activation } of denseLayers(spec, "The doctor")) {
    const biasesAt = weightsAt + inputs * units;
    const z = new Float64Array(batch.count * units);
    for (let row = 0; row < batch.count; row++) {
      const x = sparse(previous, row * inputs, inputs);
      for (let u = 0; u < units; u++) {
        const base = weightsAt + u * inputs;
        let sum = parameters[biasesAt + u];
        for (let i = 0; i < x.count; i++) sum += x.values[i] * parameters[base + x.places[i]];
        z[row * units + u] = sum;
      }
    }
    const { a, slopes } = activate(activation, z, units);
    layers.push({ units, inputs, z, a, slopes, weightsAt, biasesAt });
    previous = a;
    inputs = units;
    weightsAt = biasesAt + units;
  }
  return layers;
}

function sparse(from: Float64Array, base: number, size: number) {
  const places = new Int32Array(size);
  const values = new Float64Array(size);
  let count = 0;
  for (let k = 0; k < size; k++) {
    const value = from[base + k];
    if (value === 0) continue;
    places[count] = k;
    values[count++] = value;
  }
  return { places, values, count };
}

function activate(name: ActivationName, z: Float64Array, units: number) {
  const a = new Float64Array(z.length);
  const slopes = new Float64Array(z.length);
  if (name === "softmax") {
    for (let at = 0; at < z.length; at += units) a.set(softmax([...z.subarray(at, at + units)]), at);
    for (let i = 0; i < z.length; i++) slopes[i] = a[i] * (1 - a[i]);
    return { a, slopes };
  }
  const activation = ACTIVATIONS[name];
  for (let i = 0; i < z.length; i++) {
    a[i] = activation.value(z[i]);
    slopes[i] = activation.slope(z[i], a[i]);
  }
  return { a, slopes };
}

/** Mean cost over the rows that have a target. */
export function meanCost(spec: NetworkSpec, layers: readonly LayerPass[], batch: Batch): number {
  const { units, a } = layers.at(-1) as LayerPass;
  let [sum, counted] = [0, 0];
  batch.targets.forEach((target, row) => {
    if (target < 0) return;
    const answer = [...a.subarray(row * units, (row + 1) * units)];
    sum += COSTS[spec.cost].value(answer, oneHot(target, units));
    counted++;
  });
  return counted === 0 ? Number.NaN : sum / counted;
}

/** Gradient of the mean cost with respect to the canonical parameters, by backpropagation in float64. */
export function gradient(
  spec: NetworkSpec,
  parameters: ArrayLike<number>,
  layers: readonly LayerPass[],
  batch: Batch,
): Float64Array {
  const found = new Float64Array(parameters.length);
  const counted = batch.targets.reduce((sum, target) => sum + (target < 0 ? 0 : 1), 0);
  for (let row = 0; row < batch.count; row++) {
    if (batch.targets[row] < 0) continue;
    let delta = outputDelta(spec, layers.at(-1) as LayerPass, row, batch.targets[row]);
    for (let l = layers.length - 1; l >= 0; l--) {
      const layer = layers[l];
      const below = l === 0 ? batch.inputs : layers[l - 1].a;
      addOuter(found, layer, delta, below, row, 1 / counted);
      if (l > 0) delta = passBack(parameters, layer, layers[l - 1], delta, row);
    }
  }
  return found;
}

/** ∂C/∂z of the output layer; a − y where cost and activation belong together. */
function outputDelta(spec: NetworkSpec, { units, a, slopes }: LayerPass, row: number, target: number): Float64Array {
  const y = oneHot(target, units);
  const delta = new Float64Array(units);
  const own = a.subarray(row * units, (row + 1) * units);
  if (spec.cost === "quadratic" && denseLayers(spec, "The doctor").at(-1)?.activation === "softmax") {
    const dot = own.reduce((sum, value, u) => sum + (value - y[u]) * value, 0);
    for (let u = 0; u < units; u++) delta[u] = own[u] * (own[u] - y[u] - dot);
    return delta;
  }
  for (let u = 0; u < units; u++)
    delta[u] = (own[u] - y[u]) * (spec.cost === "quadratic" ? slopes[row * units + u] : 1);
  return delta;
}

function addOuter(
  found: Float64Array,
  { units, inputs, weightsAt, biasesAt }: LayerPass,
  delta: Float64Array,
  below: Float64Array,
  row: number,
  factor: number,
): void {
  const x = sparse(below, row * inputs, inputs);
  for (let u = 0; u < units; u++) {
    const d = delta[u] * factor;
    if (d === 0) continue;
    found[biasesAt + u] += d;
    const base = weightsAt + u * inputs;
    for (let i = 0; i < x.count; i++) found[base + x.places[i]] += d * x.values[i];
  }
}

function passBack(
  parameters: ArrayLike<number>,
  { units, inputs, weightsAt }: LayerPass,
  below: LayerPass,
  delta: Float64Array,
  row: number,
): Float64Array {
  const result = new Float64Array(inputs);
  for (let u = 0; u < units; u++) {
    const base = weightsAt + u * inputs;
    for (let k = 0; k < inputs; k++) result[k] += delta[u] * parameters[base + k];
  }
  for (let k = 0; k < inputs; k++) result[k] *= below.slopes[row * inputs + k];
  return result;
}

function oneHot(target: number, units: number): number[] {
  return Array.from({ length: units }, (_, u) => (u === target ? 1 : 0));
}

/** Place of the first largest output of each row. */
export function largest(scores: ArrayLike<number>, width: number): Int32Array {
  return Int32Array.from({ length: Math.trunc(scores.length / width) }, (_, row) => {
    let best = 0;
    for (let k = 1; k < width; k++) if (scores[row * width + k] > scores[row * width + best]) best = k;
    return best;
  });
}
