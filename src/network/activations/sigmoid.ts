import { exp } from "../../core/math.ts";
import type { Activation } from "./activation.ts";

/** σ(z) = 1 / (1 + e⁻ᶻ), σ'(z) = σ(z)·(1 − σ(z)). Nielsen, chapter 1. */
export const sigmoid: Activation = {
  value: (z) => 1 / (1 + exp(-z)),
  slope: (_z, a) => a * (1 - a),
};
