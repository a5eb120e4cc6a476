import { ACTIVATION_NAMES, type ActivationName } from "../activations/index.ts";
import { oneOf, type Sides, sides, wholeNumber } from "../checks.ts";
import { areaText, type LayerKind, MOST_UNITS, sidesText, type Volume } from "./layer-kind.ts";

export type Padding = "valid" | "same";

/**
 * A convolution: each filter is one set of weights [in channel][ky][kx] and one bias, laid over every place of the input.
 *
 * Padding `valid`: only places where the kernel lies inside, ⌊(n − k) / stride⌋ + 1 of them. `same`: ⌈n / stride⌉ of them, with
 * zeros around, of an odd number the one more below and right (ONNX's SAME_UPPER).
 */
export interface ConvSpec {
  readonly kind: "conv";
  readonly filters: number;
  readonly kernel: Sides;
  readonly stride: Sides;
  readonly padding: Padding;
  readonly activation: ActivationName;
}

export const conv: LayerKind<ConvSpec> = {
  names: ["filters", "kernel", "stride", "padding", "activation"],
  parse: (json, where) => ({
    kind: "conv",
    filters: wholeNumber(json.filters, 1, MOST_UNITS, `${where}.filters`),
    kernel: sides(json.kernel, MOST_UNITS, `${where}.kernel`),
    stride: sides(json.stride, MOST_UNITS, `${where}.stride`),
    padding: oneOf(json.padding, ["valid", "same"], `${where}.padding`),
    activation: oneOf(json.activation, ACTIVATION_NAMES, `${where}.activation`),
  }),
  shape({ filters, kernel, stride, padding }, input, refuse) {
    if (padding === "valid" && !fits(kernel, input)) {
      throw refuse(
        `its input is ${areaText(input)}, smaller than the kernel: make the kernel smaller, or its padding same.`,
      );
    }
    const [height, top] = places(input.height, kernel[0], stride[0], padding);
    const [width, left] = places(input.width, kernel[1], stride[1], padding);
    const taps = kernel[0] * kernel[1];
    const weights = filters * input.channels * taps;
    return {
      output: { height, width, channels: filters },
      weights,
      biases: filters,
      statistics: 0,
      fanIn: input.channels * taps,
      fanOut: filters * taps,
      multiplyAdds: height * width * weights,
      before: [top, left],
    };
  },
  words({ filters, kernel, stride, padding }) {
    const strided = stride[0] > 1 || stride[1] > 1 ? ` stride ${strideText(stride)}` : "";
    return `conv ${filters} ${sidesText(kernel)}${padding === "same" ? " same" : ""}${strided}`;
  },
  form: "conv FILTERS HEIGHTxWIDTH [same] [stride N] [ACTIVATION]",
  read(words) {
    const filters = words.number();
    const kernel = words.sides();
    const stride = words.stride([1, 1]);
    const padding = words.flag("same") ? "same" : "valid";
    if (filters === undefined || kernel === undefined || stride === undefined) return undefined;
    return { kind: "conv", filters, kernel, stride, padding, ...words.activation() };
  },
};

export function fits([height, width]: Sides, input: Volume): boolean {
  return height <= input.height && width <= input.width;
}

/** `2`, or `2×1` where the directions differ. */
export function strideText(stride: Sides): string {
  return stride[0] === stride[1] ? `${stride[0]}` : sidesText(stride);
}

/** How many places a window has along one side, and how many zeros stand before the input. */
function places(size: number, window: number, stride: number, padding: Padding): [count: number, before: number] {
  if (padding === "valid") return [Math.floor((size - window) / stride) + 1, 0];
  const count = Math.ceil(size / stride);
  return [count, Math.floor(Math.max(0, (count - 1) * stride + window - size) / 2)];
}
