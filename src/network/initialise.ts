import { Random } from "../core/random.ts";

/** Draws one layer's weights [out][in] and biases [out]; `unit` is a standard normal deviate, `uniform` in [0, 1). */
interface Scheme {
  weight(random: Random, inputs: number, outputs: number): number;
  bias(random: Random): number;
}

const zeroBias = () => 0;
const normalBias = (random: Random) => random.normal();
const symmetric = (random: Random, limit: number) => (2 * random.uniform() - 1) * limit;

/**
 * How a network's parameters start, by name:
 *
 * - `gaussian`: w, b ~ N(0, 1). Nielsen, chapter 1.
 * - `scaled`: w ~ N(0, 1/in), b ~ N(0, 1). Nielsen, chapter 3.
 * - `glorot-normal`: w ~ N(0, 2/(in + out)); `glorot-uniform`: w ~ U(±√(6/(in + out))); b = 0. Glorot, Bengio 2010.
 * - `he-normal`: w ~ N(0, 2/in); `he-uniform`: w ~ U(±√(6/in)); b = 0. He et al. 2015.
 * - `lecun-normal`: w ~ N(0, 1/in); `lecun-uniform`: w ~ U(±√(3/in)); b = 0. LeCun et al. 1998.
 * - `zeros`: w = b = 0; a network of more than one layer cannot learn from it.
 */
const SCHEMES = {
  gaussian: { weight: (random) => random.normal(), bias: normalBias },
  scaled: { weight: (random, inputs) => random.normal() / Math.sqrt(inputs), bias: normalBias },
  "glorot-normal": {
    weight: (random, inputs, outputs) => random.normal() * Math.sqrt(2 / (inputs + outputs)),
    bias: zeroBias,
  },
  "glorot-uniform": {
    weight: (random, inputs, outputs) => symmetric(random, Math.sqrt(6 / (inputs + outputs))),
    bias: zeroBias,
  },
  "he-normal": { weight: (random, inputs) => random.normal() * Math.sqrt(2 / inputs), bias: zeroBias },
  "he-uniform": { weight: (random, inputs) => symmetric(random, Math.sqrt(6 / inputs)), bias: zeroBias },
  "lecun-normal": { weight: (random, inputs) => random.normal() / Math.sqrt(inputs), bias: zeroBias },
  "lecun-uniform": { weight: (random, inputs) => symmetric(random, Math.sqrt(3 / inputs)), bias: zeroBias },
  zeros: { weight: () => 0, bias: zeroBias },
} satisfies Record<string, Scheme>;

export type InitialisationName = keyof typeof SCHEMES;
export const INITIALISATION_NAMES = Object.keys(SCHEMES) as readonly InitialisationName[];

/**
 * Fills canonical parameters from the seed's "weights" numbers, in the order in which the book's program draws them: the
 * biases of all layers, then the weights of all layers row-major [out][in]; in float64, rounded to float32 once.
 */
export function initialise(
  parameters: Float32Array,
  sizes: readonly number[],
  name: InitialisationName,
  seed: number,
): void {
  const scheme: Scheme = SCHEMES[name];
  const random = new Random(seed, "weights");
  const layers = layerSpans(sizes);
  for (const { biases, end } of layers) for (let i = biases; i < end; i++) parameters[i] = scheme.bias(random);
  for (const { inputs, outputs, weights, biases } of layers) {
    for (let i = weights; i < biases; i++) parameters[i] = scheme.weight(random, inputs, outputs);
  }
}

/** Where each layer's weights and biases are: weights ≤ i < biases ≤ j < end. */
function layerSpans(sizes: readonly number[]) {
  let end = 0;
  return sizes.slice(1).map((outputs, index) => {
    const inputs = sizes[index]!;
    const weights = end;
    const biases = weights + inputs * outputs;
    end = biases + outputs;
    return { inputs, outputs, weights, biases, end };
  });
}
