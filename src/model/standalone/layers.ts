import { exp, tanh } from "../../core/math.ts";
import type { ActivationName } from "../../network/activations/index.ts";
import type { StandaloneLayer } from "./model.ts";

/** What flows between layers: channel after channel, each row by row. */
export interface Values {
  readonly data: Float64Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

type Conv = Extract<StandaloneLayer, { kind: "conv" }>;
type Pool = Extract<StandaloneLayer, { kind: "max-pool" | "average-pool" }>;

/** @param numbers gives the layer's next array of numbers */
export function apply(layer: StandaloneLayer, values: Values, numbers: () => Float64Array): Values {
  if (layer.kind === "dense") return dense(values, numbers(), numbers());
  if (layer.kind === "conv") return convolve(layer, values, numbers(), numbers());
  if (layer.kind === "scale") return scale(values, numbers(), numbers());
  if (layer.kind === "global-average-pool") {
    const { height, width } = values;
    return pool({ kind: "average-pool", size: [height, width], stride: [1, 1] }, values);
  }
  return pool(layer, values);
}

function dense({ data }: Values, weights: Float64Array, biases: Float64Array): Values {
  const out = biases.map((bias, unit) => {
    let sum = bias;
    for (let i = 0; i < data.length; i++) sum += weights[unit * data.length + i]! * data[i]!;
    return sum;
  });
  return { data: out, height: 1, width: 1, channels: out.length };
}

function convolve(
  layer: Conv,
  { data, height, width, channels }: Values,
  weights: Float64Array,
  biases: Float64Array,
): Values {
  const {
    kernel: [rows, columns],
    stride,
    before,
    output,
    filters,
  } = layer;
  const out = new Float64Array(filters * output[0] * output[1]);
  let at = 0;
  for (let filter = 0; filter < filters; filter++)
    for (let y = 0; y < output[0]; y++)
      for (let x = 0; x < output[1]; x++) {
        let sum = biases[filter]!;
        for (let c = 0; c < channels; c++)
          for (let i = 0; i < rows; i++)
            for (let j = 0; j < columns; j++) {
              const [v, u] = [y * stride[0] - before[0] + i, x * stride[1] - before[1] + j];
              if (v < 0 || v >= height || u < 0 || u >= width) continue;
              sum += weights[((filter * channels + c) * rows + i) * columns + j]! * data[(c * height + v) * width + u]!;
            }
        out[at++] = sum;
      }
  return { data: out, height: output[0], width: output[1], channels: filters };
}

function pool({ kind, size: [rows, columns], stride }: Pool, { data, height, width, channels }: Values): Values {
  const high = Math.floor((height - rows) / stride[0]) + 1;
  const wide = Math.floor((width - columns) / stride[1]) + 1;
  const out = new Float64Array(channels * high * wide);
  let at = 0;
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < high; y++)
      for (let x = 0; x < wide; x++) {
        let [most, sum] = [-Infinity, 0];
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            const value = data[(c * height + y * stride[0] + i) * width + x * stride[1] + j]!;
            most = Math.max(most, value);
            sum += value;
          }
        out[at++] = kind === "max-pool" ? most : sum / (rows * columns);
      }
  return { data: out, height: high, width: wide, channels };
}

function scale(values: Values, factors: Float64Array, shifts: Float64Array): Values {
  const area = values.data.length / factors.length;
  const data = values.data.map((value, i) => value * factors[Math.floor(i / area)]! + shifts[Math.floor(i / area)]!);
  return { ...values, data };
}

export function activate({ data }: Values, activation: ActivationName): Float64Array {
  if (activation === "linear") return data;
  if (activation === "sigmoid") return data.map((z) => 1 / (1 + exp(-z)));
  if (activation === "tanh") return data.map(tanh);
  if (activation !== "softmax") return data.map((z) => (z > 0 ? z : activation === "relu" ? 0 : 0.01 * z));
  const highest = data.reduce((a, b) => Math.max(a, b));
  const powers = data.map((z) => exp(z - highest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
