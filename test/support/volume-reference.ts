// Networks of every kind of layer in float64 and plain loops, by their canonical parameters: only the cost. Its gradient is
// taken by central differences, so nothing of it is written twice.
import {
  ACTIVATIONS,
  type ActivationName,
  COSTS,
  type Network,
  type ShapedLayer,
  softmax,
} from "../../src/network/index.ts";

/** One image as [channel][y][x]. */
type Values = Float64Array;

/** Mean cost of a mini-batch; `images` are rows [y][x][channel] as they go in. */
export function batchCost(
  network: Network,
  parameters: Float64Array,
  images: readonly Values[],
  labels: ArrayLike<number>,
): number {
  let values = images.map((image) => planes(image, network.layers[0]!));
  for (const layer of network.layers) values = forward(layer, parameters, values);
  const last = network.layers.at(-1)!;
  const costs = values.map((answer, m) => {
    const target = Array.from({ length: last.outputs }, (_, u) => (u === labels[m] ? 1 : 0));
    return COSTS[network.spec.cost].value([...answer], target);
  });
  return costs.reduce((a, b) => a + b, 0) / costs.length;
}

/** ∂cost/∂parameter by central differences. */
export function slopeOf(cost: (parameters: Float64Array) => number, parameters: Float64Array, i: number): number {
  const h = 1e-5;
  const at = (d: number) => {
    const moved = parameters.slice();
    moved[i]! += d;
    return cost(moved);
  };
  return (at(h) - at(-h)) / (2 * h);
}

function planes(image: Values, { input: { height, width, channels } }: ShapedLayer): Values {
  const area = height * width;
  return Float64Array.from({ length: area * channels }, (_, k) => image[(k % area) * channels + Math.floor(k / area)]!);
}

function forward(layer: ShapedLayer, parameters: Float64Array, rows: readonly Values[]): Values[] {
  if (layer.kind === "dropout") throw new Error("dropout has no float64 cost here");
  if (layer.kind === "batch-norm") return normed(layer, parameters, rows);
  const one = {
    dense: () => rows.map((x) => activated(layer.activation, dense(layer, parameters, x))),
    conv: () => rows.map((x) => activated(layer.activation, convolved(layer, parameters, x))),
    "max-pool": () => rows.map((x) => pooled(layer, x, (window) => Math.max(...window))),
    "average-pool": () => rows.map((x) => pooled(layer, x, mean)),
    "global-average-pool": () => rows.map((x) => pooled(layer, x, mean)),
  };
  return one[layer.kind]();
}

const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

function activated(name: ActivationName, z: Values): Values {
  if (name === "softmax") return Float64Array.from(softmax([...z]));
  return z.map((value) => ACTIVATIONS[name].value(value));
}

function dense({ inputs, outputs, weights, biases }: ShapedLayer, parameters: Float64Array, x: Values): Values {
  return Float64Array.from({ length: outputs }, (_, u) => {
    let z = parameters[biases + u]!;
    for (let k = 0; k < inputs; k++) z += parameters[weights + u * inputs + k]! * x[k]!;
    return z;
  });
}

function convolved(layer: ShapedLayer, parameters: Float64Array, x: Values): Values {
  const { spec, input, output, weights, biases } = layer;
  if (spec.kind !== "conv") throw new Error("not a convolution");
  const [kh, kw] = spec.kernel;
  const [top, left] = layer.before;
  const made = new Float64Array(layer.outputs);
  for (let i = 0; i < made.length; i++) {
    const [f, oy, ox] = placeOf(i, output);
    let z = parameters[biases + f]!;
    for (let c = 0; c < input.channels; c++)
      for (let ky = 0; ky < kh; ky++)
        for (let kx = 0; kx < kw; kx++) {
          const [y, xx] = [oy * spec.stride[0] + ky - top, ox * spec.stride[1] + kx - left];
          if (y < 0 || xx < 0 || y >= input.height || xx >= input.width) continue;
          const w = parameters[weights + ((f * input.channels + c) * kh + ky) * kw + kx]!;
          z += w * x[(c * input.height + y) * input.width + xx]!;
        }
    made[i] = z;
  }
  return made;
}

function pooled({ spec, input, output, outputs }: ShapedLayer, x: Values, of: (window: number[]) => number): Values {
  const whole = { size: [input.height, input.width] as const, stride: [1, 1] as const };
  const { size, stride } = spec.kind === "max-pool" || spec.kind === "average-pool" ? spec : whole;
  return Float64Array.from({ length: outputs }, (_, i) => {
    const [c, oy, ox] = placeOf(i, output);
    const window: number[] = [];
    for (let ky = 0; ky < size[0]; ky++)
      for (let kx = 0; kx < size[1]; kx++)
        window.push(x[(c * input.height + oy * stride[0] + ky) * input.width + ox * stride[1] + kx]!);
    return of(window);
  });
}

function normed(layer: ShapedLayer, parameters: Float64Array, rows: readonly Values[]): Values[] {
  const { spec, input, weights, biases } = layer;
  if (spec.kind !== "batch-norm") throw new Error("not a batch norm");
  const area = input.height * input.width;
  const made = rows.map((row) => new Float64Array(row.length));
  for (let c = 0; c < input.channels; c++) {
    const of = rows.flatMap((row) => [...row.subarray(c * area, (c + 1) * area)]);
    const middle = mean(of);
    const deviation = Math.sqrt(mean(of.map((x) => (x - middle) ** 2)) + spec.epsilon);
    rows.forEach((row, m) => {
      for (let i = c * area; i < (c + 1) * area; i++)
        made[m]![i] = (parameters[weights + c]! * (row[i]! - middle)) / deviation + parameters[biases + c]!;
    });
  }
  return made.map((z) => activated(spec.activation, z));
}

function placeOf(i: number, { height, width }: { height: number; width: number }): [number, number, number] {
  return [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
}
