import { Dataset } from "../dataset/index.ts";
import type { InputSpec, Standardise } from "./spec.ts";

/**
 * Mean and deviation of each column, over the rows of a training set: sums in float64 in the order of the rows, deviations about
 * the mean (division by n), both rounded to float32. A column that never changes has the deviation 1, so that it becomes 0.
 */
export function standardiseFor({ pixels, size, count }: Dataset): Standardise {
  const sums = new Float64Array(size);
  for (let i = 0; i < pixels.length; i++) sums[i % size] = sums[i % size]! + pixels[i]!;
  const mean = Array.from(sums, (sum) => Math.fround(sum / Math.max(1, count)));
  const squares = new Float64Array(size);
  for (let i = 0; i < pixels.length; i++) {
    const difference = pixels[i]! - mean[i % size]!;
    squares[i % size] = squares[i % size]! + difference * difference;
  }
  const deviation = Array.from(squares, (square) => Math.fround(Math.sqrt(square / Math.max(1, count))) || 1);
  return { mean, deviation };
}

/** Value `value` of place `place` as it goes into the network: in float32, as ONNX's Sub and Div compute it. */
export function inputValue({ divideBy, standardise }: InputSpec, value: number, place: number): number {
  if (standardise === undefined) return Math.fround(value / divideBy);
  return Math.fround(Math.fround(value - standardise.mean[place]!) / standardise.deviation[place]!);
}

/** What was made of data, and by which numbers; what was made is itself under its own name. */
const made = new WeakMap<Dataset, { readonly by: Standardise; readonly data: Dataset }>();

/** The data as the network takes them, where it standardises them; else the data themselves. What is ready stays as it is. */
export function standardised(data: Dataset, input: InputSpec): Dataset {
  const by = input.standardise;
  if (by === undefined || data.size !== by.mean.length) return data;
  const known = made.get(data);
  if (known?.by === by) return known.data;
  const { pixels, size } = data;
  const values = Float32Array.from(pixels, (value, i) => inputValue(input, value, i % size));
  const { name, labels, shape, classes, sources } = data;
  const result = Dataset.fromArrays({ name, pixels: values, labels, shape, classes, sources });
  made.set(data, { by, data: result });
  made.set(result, { by, data: result });
  return result;
}
