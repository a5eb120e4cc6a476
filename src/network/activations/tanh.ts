import { tanh as hyperbolicTangent } from "../../core/math.ts";
import type { Activation } from "./activation.ts";

/** tanh(z), slope 1 − tanh²(z). Nielsen, chapter 3. */
export const tanh: Activation = {
  value: hyperbolicTangent,
  slope: (_z, a) => 1 - a * a,
};
