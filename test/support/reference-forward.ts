// What a network answers, in float64 and plain loops, batch norm not folded: what exports are judged by.
import { channelsOf } from "../../src/core/picture-shape.ts";
import {
  ACTIVATIONS,
  type ActivationName,
  type Network,
  type ShapedLayerOf,
  softmax,
} from "../../src/network/index.ts";

/** [channel][y][x] */
type Planes = number[][][];

/** @param pixels row by row, the channels of a pixel side by side */
export function referenceForward(network: Network, pixels: ArrayLike<number>): number[] {
  const { shape, divideBy } = network.spec.input;
  const channels = channelsOf(shape);
  let planes: Planes = grid(channels, shape[0], shape[1], (c, y, x) =>
    Math.fround(pixels[(y * shape[1] + x) * channels + c]! / divideBy),
  );
  for (const layer of network.layers) {
    if (layer.kind === "dense") planes = dense(network, layer.number, planes);
    if (layer.kind === "conv") planes = conv(network, layer, planes);
    if (layer.kind === "max-pool") planes = pool(layer, planes, (window) => Math.max(...window));
    if (layer.kind === "average-pool") planes = pool(layer, planes, mean);
    if (layer.kind === "global-average-pool") planes = planes.map((plane) => [[mean(plane.flat())]]);
    if (layer.kind === "batch-norm") planes = norm(network, layer, planes);
    planes = activate(planes, layer.activation);
  }
  return planes.flat(2);
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function grid(
  channels: number,
  rows: number,
  columns: number,
  of: (c: number, y: number, x: number) => number,
): Planes {
  const to = (length: number) => Array.from({ length }, (_, i) => i);
  return to(channels).map((c) => to(rows).map((y) => to(columns).map((x) => of(c, y, x))));
}

function dense(network: Network, number: number, planes: Planes): Planes {
  const inputs = planes.flat(2);
  const weights = network.weights(number);
  return Array.from(network.biases(number), (bias, unit) => [
    [inputs.reduce((sum, value, i) => sum + weights[unit * inputs.length + i]! * value, bias)],
  ]);
}

function conv(network: Network, layer: ShapedLayerOf<"conv">, planes: Planes): Planes {
  const { spec, output, input, before, number } = layer;
  const [rows, columns] = spec.kernel;
  const weights = network.weights(number);
  return grid(output.channels, output.height, output.width, (f, y, x) => {
    let sum = network.biases(number)[f]!;
    for (let c = 0; c < input.channels; c++)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          const value = planes[c]![y * spec.stride[0] + i - before[0]]?.[x * spec.stride[1] + j - before[1]] ?? 0;
          sum += weights[((f * input.channels + c) * rows + i) * columns + j]! * value;
        }
    return sum;
  });
}

function pool(
  { spec, output }: ShapedLayerOf<"max-pool"> | ShapedLayerOf<"average-pool">,
  planes: Planes,
  of: (window: number[]) => number,
): Planes {
  return grid(output.channels, output.height, output.width, (c, y, x) => {
    const [top, left] = [y * spec.stride[0], x * spec.stride[1]];
    return of(planes[c]!.slice(top, top + spec.size[0]).flatMap((row) => row.slice(left, left + spec.size[1])));
  });
}

function norm(network: Network, { number, spec, statistics }: ShapedLayerOf<"batch-norm">, planes: Planes): Planes {
  const [gamma, beta] = [network.weights(number), network.biases(number)];
  const running = network.statistics.subarray(...statistics);
  return planes.map((plane, c) => {
    const factor = gamma[c]! / Math.sqrt(running[gamma.length + c]! + spec.epsilon);
    return plane.map((row) => row.map((value) => (value - running[c]!) * factor + beta[c]!));
  });
}

function activate(planes: Planes, activation: ActivationName): Planes {
  if (activation === "softmax") return softmax(planes.flat(2)).map((value) => [[value]]);
  return planes.map((plane) => plane.map((row) => row.map(ACTIVATIONS[activation].value)));
}
