import type { ShapedLayerOf } from "../../network/index.ts";
import { type Bounded, roundings, SLACK } from "./bounded.ts";
import { activatedPass, type LayerPass, type Rows, type Sums } from "./rows.ts";
import { eachPlace } from "./windows.ts";

type LinearLayer = ShapedLayerOf<"dense"> | ShapedLayerOf<"conv">;

/** Every product of the layer: output o, input i, weight w (canonical), in the order of the sums. */
type Taps = (visit: (o: number, i: number, w: number) => void) => void;

/** Dense layers and convolutions: z = b + Σ w·x, a = act(z). */
export function linearPass(layer: LinearLayer, parameters: Bounded, x: Rows): LayerPass {
  const taps = layer.kind === "dense" ? denseTaps(layer) : convTaps(layer);
  const z = x.map((row) => weighted(layer, taps, parameters, row));
  return activatedPass(layer.activation, z, (delta, sums) =>
    delta.map((d, m) => {
      addOuter(layer, taps, x[m]!, d, sums);
      return transposed(layer, taps, parameters, d);
    }),
  );
}

function denseTaps({ inputs, outputs, weights }: LinearLayer): Taps {
  return (visit) => {
    for (let u = 0; u < outputs; u++) for (let k = 0; k < inputs; k++) visit(u, k, weights + u * inputs + k);
  };
}

function convTaps(layer: ShapedLayerOf<"conv">): Taps {
  const { input, output, spec, weights } = layer;
  const [kh, kw] = spec.kernel;
  const area = input.height * input.width;
  return (visit) => {
    for (let f = 0; f < spec.filters; f++)
      eachPlace(layer, spec.kernel, (place, at, tap) => {
        const o = f * output.height * output.width + place;
        for (let c = 0; c < input.channels; c++)
          visit(o, c * area + at, weights + (f * input.channels + c) * kh * kw + tap);
      });
  };
}

/** Which bias belongs to output o: one a unit, one a filter. */
function biasOf({ biases, output }: LinearLayer, o: number): number {
  return biases + Math.floor(o / (output.height * output.width));
}

function weighted(layer: LinearLayer, taps: Taps, parameters: Bounded, x: Bounded): Bounded {
  const values = new Float64Array(layer.outputs);
  const [sizes, carried, terms] = [values.slice(), values.slice(), values.slice()];
  for (let o = 0; o < layer.outputs; o++) {
    const b = biasOf(layer, o);
    values[o] = parameters.values[b]!;
    sizes[o] = Math.abs(values[o]!);
    carried[o] = parameters.errors[b]!;
  }
  taps((o, i, w) => {
    const [weight, value] = [parameters.values[w]!, x.values[i]!];
    values[o]! += weight * value;
    sizes[o]! += Math.abs(weight * value);
    carried[o]! += Math.abs(weight) * x.errors[i]! + parameters.errors[w]! * (Math.abs(value) + x.errors[i]!);
    if (value !== 0) terms[o]! += 1;
  });
  return { values, errors: values.map((_, o) => roundings(terms[o]! + 5) * sizes[o]! + SLACK * carried[o]!) };
}

/** Σ W·δ for every input. */
function transposed(layer: LinearLayer, taps: Taps, parameters: Bounded, delta: Bounded): Bounded {
  const values = new Float64Array(layer.inputs);
  const [sizes, carried, terms] = [values.slice(), values.slice(), values.slice()];
  taps((o, i, w) => {
    const [d, e] = [delta.values[o]!, delta.errors[o]!];
    const weight = parameters.values[w]!;
    values[i]! += weight * d;
    sizes[i]! += Math.abs(weight * d);
    carried[i]! += Math.abs(weight) * e + parameters.errors[w]! * (Math.abs(d) + e);
    terms[i]! += 1;
  });
  return { values, errors: values.map((_, i) => SLACK * carried[i]! + roundings(terms[i]! + 1) * sizes[i]!) };
}

/** Adds x·δ to the weights' sums and δ to the biases'. */
function addOuter(layer: LinearLayer, taps: Taps, x: Bounded, delta: Bounded, sums: Sums): void {
  taps((o, i, w) => {
    const [d, e, value] = [delta.values[o]!, delta.errors[o]!, x.values[i]!];
    sums.values[w]! += value * d;
    sums.sizes[w]! += Math.abs(value * d);
    sums.errors[w]! += Math.abs(value) * e + x.errors[i]! * (Math.abs(d) + e);
  });
  for (let o = 0; o < layer.outputs; o++) {
    const b = biasOf(layer, o);
    sums.values[b]! += delta.values[o]!;
    sums.sizes[b]! += Math.abs(delta.values[o]!);
    sums.errors[b]! += delta.errors[o]!;
  }
}
