import type { Network } from "../../network/index.ts";
import { alignLeft } from "./layout.ts";
import { type Canvas, pageColumns, plainStyle } from "./style.ts";

/** Columns between two filters. */
const gap = 3;
/** From the most negative weight to the most positive one; with a blank for the most negative. */
const shades = { unicode: " ░▒▓█", ascii: " .:*#" };

/**
 * Draws the filters of a convolution that is a network's first layer: each weight is two columns wide, the lighter the more
 * negative and the fuller the more positive, on one scale for all filters; of colours the mean counts. The number of a filter, from
 * 1, stands below it. What does not fit the columns starts a new band.
 *
 * @param bands how many bands of filters are drawn at most; later filters are left out.
 * @returns lines without a line end behind the last one; empty where the first layer is no convolution, or its filters are one pixel.
 */
export function drawFilters({ layers, parameters }: Network, canvas: Canvas = {}, bands = 2): string {
  const { columns = pageColumns, unicode = true, style = plainStyle } = canvas;
  const first = layers[0]!;
  if (first.kind !== "conv" || first.spec.kernel[0] * first.spec.kernel[1] === 1) return "";
  const { filters, kernel } = first.spec;
  const pictures = meansOfChannels(parameters.subarray(first.weights, first.biases), filters, kernel[0] * kernel[1]);
  const largest = pictures.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const shade = (value: number) =>
    shadeOf(largest === 0 ? 0 : value / largest, unicode ? shades.unicode : shades.ascii);
  const width = 2 * kernel[1];
  const perBand = Math.max(1, Math.floor((columns + gap) / (width + gap)));
  const band = (from: number) => {
    const numbers = range(from, Math.min(from + perBand, filters));
    const row = (f: number, y: number) =>
      range(0, kernel[1]).map((x) => shade(pictures[(f * kernel[0] + y) * kernel[1] + x]!).repeat(2)).join(""); // biome-ignore format: one row
    const join = (texts: readonly string[]) => texts.join(" ".repeat(gap)).trimEnd();
    const lines = range(0, kernel[0]).map((y) => join(numbers.map((f) => row(f, y))));
    return [...lines, style.faint(join(numbers.map((f) => alignLeft(`${f + 1}`, width))))].join("\n");
  };
  return range(0, Math.min(bands, Math.ceil(filters / perBand)))
    .map((i) => band(i * perBand))
    .join("\n\n");
}

/** [filter][channel][pixel] → [filter][pixel] */
function meansOfChannels(weights: Float32Array, filters: number, area: number): Float64Array {
  const channels = weights.length / (filters * area);
  return Float64Array.from({ length: filters * area }, (_, i) => {
    const [f, pixel] = [Math.floor(i / area), i % area];
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += weights[(f * channels + c) * area + pixel]!;
    return sum / channels;
  });
}

/** −1 … 1 → one of the shades. */
function shadeOf(value: number, of: string): string {
  return of[Math.min(of.length - 1, Math.floor(((value + 1) / 2) * of.length))]!;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
