import type { Random } from "../core/random.ts";

/** Draws one layer's weights and biases; `unit` is a standard normal deviate, `uniform` in [0, 1). */
export interface Scheme {
  weight(random: Random, inputs: number, outputs: number): number;
  bias(random: Random): number;
}

const zeroBias = () => 0;
const normalBias = (random: Random) => random.normal();
const symmetric = (random: Random, limit: number) => (2 * random.uniform() - 1) * limit;

/**
 * How a network's parameters start, by name; of a convolution, in = channels · kh · kw and out = filters · kh · kw:
 *
 * - `gaussian`: w, b ~ N(0, 1). Nielsen, chapter 1.
 * - `scaled`: w ~ N(0, 1/in), b ~ N(0, 1). Nielsen, chapter 3.
 * - `glorot-normal`: w ~ N(0, 2/(in + out)); `glorot-uniform`: w ~ U(±√(6/(in + out))); b = 0. Glorot, Bengio 2010.
 * - `he-normal`: w ~ N(0, 2/in); `he-uniform`: w ~ U(±√(6/in)); b = 0. He et al. 2015.
 * - `lecun-normal`: w ~ N(0, 1/in); `lecun-uniform`: w ~ U(±√(3/in)); b = 0. LeCun et al. 1998.
 * - `zeros`: w = b = 0; a network of more than one layer cannot learn from it.
 */
export const SCHEMES = {
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
